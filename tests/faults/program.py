"""localorg as these tests run it: orgs of theirs, commands that are ended in the middle, and files that must be whole."""
import contextlib
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "serve"))

from server import BINARY, ENVIRONMENT, HOME, SECONDS, Server, record_id, run  # noqa: E402, F401

ORG = HOME / "shop.org.db"
SOURCE = HOME / "Shoe"
GENERATED = HOME / "made.org.db"


def localorg(*arguments, code=0, **options):
    done = run(*map(str, arguments), **options)
    if code is not None and done.returncode != code:
        raise AssertionError(f"localorg {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def write_source(name, accounts, products):
    """A folder that `import` reads: a user, accounts "Acme N" and products "NAME N"."""
    folder = HOME / name
    folder.mkdir()
    user = {"Id": record_id("005", 1), "Username": "ann@shop.example", "LastName": "Lee", "Email": "ann@shop.example",
            "IsActive": True}
    people = [{"Id": record_id("001", n), "FirstName": "Acme", "LastName": str(n)} for n in range(accounts)]
    goods = [{"Id": record_id("01t", n), "Name": f"{name} {n}", "IsActive": True} for n in range(products)]
    for object_name, records in (("User", [user]), ("Account", people), ("Product2", goods)):
        (folder / f"{object_name}.json").write_text(json.dumps(records), encoding="utf-8")
    return folder


def make_orgs():
    """ORG, imported from SOURCE, and GENERATED."""
    localorg("import", write_source("Shoe", 20, 1500), "--out", ORG)
    localorg("generate", "--scale", "0.02", "--out", GENERATED)


def folder_for(test):
    """A folder with a copy of ORG that anybody may enter; it goes with the test."""
    folder = pathlib.Path(test.enterContext(tempfile.TemporaryDirectory()))
    folder.chmod(0o755)
    shutil.copy(ORG, folder / "shop.org.db")
    return folder


def digest(path):
    """Of the file's bytes; None where there is none."""
    path = pathlib.Path(path)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def query(path, soql):
    """The lines of the answer, below the heading."""
    return localorg("query", soql, "--org", path, "--format", "csv").stdout.splitlines()[1:]


def check_whole(path):
    """As localorg sees the file, which comes first and finds what was left behind, and as any tool does."""
    query(path, "SELECT Id FROM User")
    with contextlib.closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], path


def start(*arguments, **options):
    return subprocess.Popen([BINARY, *map(str, arguments)], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            **options)


def kill_at(point, *arguments):
    """Runs a command and kills it when point(process) returns.  Was it killed before it ended?"""
    process = start(*arguments)
    point(process)
    process.kill()
    return process.wait(SECONDS) == -9


def after(seconds):
    """A point in time."""
    def point(process):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    return point


def when(is_reached):
    """A point that can be seen from outside, looked for without a pause."""
    def point(process):
        while process.poll() is None and not is_reached():
            pass
    return point


def size_of(path):
    try:
        return pathlib.Path(path).stat().st_size
    except FileNotFoundError:
        return 0


def seconds_of(*arguments):
    begin = time.monotonic()
    localorg(*arguments)
    return time.monotonic() - begin


def leave_journal(source, target):
    """Copies an org as a program leaves it that is killed while it writes: half changed, with the journal that takes that back."""
    with contextlib.closing(sqlite3.connect(source, isolation_level=None)) as database:
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE localorg_field SET definition = definition || ' '")
        target.write_bytes(source.read_bytes())
        journal = pathlib.Path(f"{source}-journal")
        pathlib.Path(f"{target}-journal").write_bytes(journal.read_bytes())
        database.execute("ROLLBACK")
