#!/usr/bin/env python3
"""A disk that is full, and a folder that may only be read: each has a clear error and loses nothing."""
import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

from program import (ENVIRONMENT, GENERATED, HOME, ORG, SOURCE, Server, check_whole, digest, folder_for, localorg, make_orgs,
                     run)
from writer import Writer

NOBODY = 65534


def setUpModule():
    make_orgs()


def no_file_above(size):
    """As a disk that is full: writing beyond so many bytes is an error."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return {"preexec_fn": limit, "restore_signals": False}


@contextlib.contextmanager
def small_disk(size):
    """A file system of so many bytes; None where none may be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False)
        if mounted.returncode != 0:
            yield None
            return
        try:
            yield pathlib.Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def fill(folder):
    """Writes a file until the disk is full, but for what a directory takes."""
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"x" * 4096)


class FullDisk(unittest.TestCase):
    LONG = {"import": ["import", SOURCE, "--out"], "generate": ["generate", "--scale", "0.02", "--out"],
            "tasks": ["tasks", "generate", "--org", GENERATED, "--per-task", "20", "--out"],
            "run": ["run", "--agent", "oracle", "--org", GENERATED, "--per-task", "2", "--out"]}

    def refuses(self, command, out, **limits):
        """It says why, and leaves what was there as it was."""
        before = digest(out)
        done = run(*map(str, [*self.LONG[command], out]), **limits)
        self.assertIn(done.returncode, (2, 3), done)
        self.assertRegex(done.stderr, r"localorg: .*(disk I/O error|disk is full|No space left|File too large|cannot write)")
        self.assertEqual(digest(out), before)

    def test_long_commands(self):
        for command in self.LONG:
            folder = folder_for(self)
            out = folder / "out"
            shutil.copy(ORG if command in ("import", "generate") else SOURCE / "User.json", out)
            with self.subTest(command):
                self.refuses(command, out, **no_file_above(20_000))
                done = localorg(*self.LONG[command], out, *(["--resume"] if command == "run" else []))
                self.assertIn("Made ", done.stdout)
                self.assertEqual([p.name for p in folder.iterdir() if ".partial" in p.name], [])

    def test_long_commands_on_a_small_disk(self):
        for command in self.LONG:
            with self.subTest(command), small_disk(64 * 1024) as disk:
                if disk is None:
                    self.skipTest("nothing may be mounted here")
                self.refuses(command, disk / "out")

    def write_until_full(self, org, server):
        """Then all that was acknowledged is there, and nothing else."""
        writer = Writer("Writer0x", 1)
        writer.use(server)
        self.addCleanup(writer.close)
        refused = 0
        for size in (200, 100, 20, 1) * 40:
            names = [writer.new_name() for _ in range(size)]
            records = [writer.record(name) | {"PersonMailingStreet": "x" * 200} for name in names]
            status, text = writer.ask("POST", "composite/sobjects", {"allOrNone": size != 100, "records": records})
            results = json.loads(text)
            saved = [name for name, result in zip(names, results) if result.get("success")] if status == 200 else []
            writer.made |= dict.fromkeys(saved)
            if len(saved) == size:
                continue
            self.assertIn(status, (200, 500), text)  # 200: SQLite took back the one record that met the full disk
            self.assertIn("ORG_UNUSABLE", text.decode())
            self.assertRegex(text.decode(), "disk is full|disk I/O error")
            self.assertTrue(size == 100 or not saved)  # all or none
            refused += 1
            writer.check()
            if refused == 12:
                break
        self.assertEqual(refused, 12)
        return writer

    def test_writes_through_the_server(self):
        folder = folder_for(self)
        org = folder / "shop.org.db"
        limits = no_file_above(org.stat().st_size + 100_000)
        with Server("--log", "off", org=org, **limits) as server:
            writer = self.write_until_full(org, server)
            self.assertEqual(server.query("SELECT COUNT() FROM Product2")["totalSize"], 1500)
        check_whole(org)
        with Server("--log", "off", org=org) as server:
            writer.use(server)
            writer.check()
            writer.act()

    def test_writes_through_the_server_on_a_small_disk(self):
        with small_disk(3 * ORG.stat().st_size) as disk:
            if disk is None:
                self.skipTest("nothing may be mounted here")
            org = disk / "shop.org.db"
            shutil.copy(ORG, org)
            with Server("--log", "off", org=org) as server:
                writer = self.write_until_full(org, server)
                fill(disk)
                self.assertEqual(server.query("SELECT COUNT() FROM Product2")["totalSize"], 1500)
                (disk / "filler").unlink()
                writer.check()
            check_whole(org)

    def test_the_first_write_where_its_copy_has_no_room(self):
        with small_disk(ORG.stat().st_size + 200_000) as disk:
            if disk is None:
                self.skipTest("nothing may be mounted here")
            org = disk / "shop.org.db"
            shutil.copy(ORG, org)
            with Server("--log", "off", org=org) as server:
                writer = Writer("Writer0x", 1)
                writer.use(server)
                self.addCleanup(writer.close)
                status, text = writer.ask("POST", "sobjects/Account", {"LastName": "x"})
                self.assertEqual((status, b"full" in text), (500, True), text)
                writer.check()
            self.assertEqual(digest(org), digest(ORG))
            self.assertEqual([p.name for p in disk.rglob("*.partial")], [])


class Folders(unittest.TestCase):
    def as_nobody(self, *arguments):
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        return run(*map(str, arguments), **user, env=ENVIRONMENT | {"XDG_DATA_HOME": "/nonexistent", "HOME": "/nonexistent"})

    def test_read_only(self):
        folder = folder_for(self)
        org = folder / "shop.org.db"
        HOME.chmod(0o755)  # nobody reads the source there
        folder.chmod(0o555)
        org.chmod(0o444)
        before = digest(org)
        done = self.as_nobody("query", "SELECT COUNT() FROM Product2", "--org", org, "--format", "json")
        self.assertIn('"totalSize":1500', done.stdout.replace(" ", ""), done)
        for command in (["import", SOURCE, "--out", org], ["generate", "--out", folder / "new.db"],
                        ["snapshot", "--org", org, "one"], ["reset", "--org", org], ["user", "add", "x@x.example", "--org", org],
                        ["tasks", "generate", "--org", org, "--out", folder / "tasks.jsonl"],
                        ["run", "--agent", "null", "--org", org, "--per-task", "1", "--out", folder / "out.jsonl"]):
            with self.subTest(command[0]):
                done = self.as_nobody(*command)
                self.assertIn(done.returncode, (0, 2, 3), done)
                if command[0] == "reset":  # nothing was ever written
                    continue
                self.assertNotEqual(done.returncode, 0, done)
                self.assertRegex(done.stderr, "^localorg: .+\n$")
        self.assertEqual((digest(org), [p.name for p in folder.iterdir()]), (before, ["shop.org.db"]))


if __name__ == "__main__":
    unittest.main()
