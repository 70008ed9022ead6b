"""The parts of tools/bench: each gives (title, rows), a row being {"name", "value", "unit"} and, where there is a floor in the
same run, "floor" and "ratio"; where there is a goal, "goal" in words and "is_met"; where it is measured at several sizes,
"series" and "scale".  Values are medians."""
import json
import math
import os
import pathlib
import re
import resource
import signal
import sqlite3
import statistics
import subprocess
import sys
import time

BUILD = pathlib.Path("build/release")
WORK = pathlib.Path("build/bench")
LOCALORG = str(BUILD / "src/cli/localorg")
REPETITIONS = 5
STARTS = 25


def cores():
    return os.cpu_count()


def load():
    return os.getloadavg()[0]


def row(name, value, unit, floor=None, goal=None, is_met=None):
    return {"name": name, "value": value, "unit": unit, "floor": floor, "ratio": value / floor if floor else None, "goal": goal,
            "is_met": is_met}


def sized(series, scale, row):
    return row | {"series": series, "scale": scale}


def growth(parts):
    """Of all that was measured at several sizes, how it grew from the least to the greatest: beside what its floor grew by,
    which reads the same rows.  Rows of a table of its own."""
    series = {}
    for rows in parts.values():
        for one in rows:
            if "series" in one:
                series.setdefault(one["series"], {})[one["scale"]] = one
    for name, by_scale in series.items():
        least, most = min(by_scale), max(by_scale)
        if least == most:
            continue
        times = ", ".join(f"x{scale} {by_scale[scale]['value']:,.{0 if by_scale[scale]['value'] >= 100 else 2}f}"
                          for scale in sorted(by_scale))
        grew, floor = (by_scale[most][key] / by_scale[least][key] for key in ("value", "floor"))
        yield row(f"{name}: {times} {by_scale[most]['unit']}", grew, "x", floor, "1.5x", grew <= 1.5 * floor)


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def org_of(scale):
    """A generated org, made once."""
    org = WORK / f"org-{scale}x.org.db"
    if not org.exists():
        run(LOCALORG, "generate", "--seed", 1, "--scale", scale, "--out", org)
    return org


def data_of(scale):
    """Its rows in CRMArena's layout, and the paired queries."""
    data, pairs = WORK / f"data-{scale}x.db", WORK / f"queries-{scale}x.json"
    if not pairs.exists():
        run(sys.executable, "tests/bench/data.py", org_of(scale), data, pairs)
    return data, pairs


def imported(scale):
    org = WORK / f"imported-{scale}x.org.db"
    if not org.exists():
        run(LOCALORG, "import", data_of(scale)[0], "--out", org)
    return org


def medians(program, *arguments, seconds):
    """Microseconds by the name of the benchmark."""
    out = WORK / "benchmark.json"
    run(BUILD / "tests/bench" / program, *arguments, f"--benchmark_min_time={seconds}",
        f"--benchmark_repetitions={REPETITIONS}", "--benchmark_report_aggregates_only=true", f"--benchmark_out={out}",
        "--benchmark_out_format=json")
    return {entry["run_name"]: entry["real_time"] for entry in json.loads(out.read_text())["benchmarks"]
            if entry.get("aggregate_name") == "median"}


def queries(scales, seconds):
    for scale in scales:
        data, pairs = data_of(scale)
        times = medians("query-bench", imported(scale), data, pairs, seconds=seconds)
        rows, ratios = [], []
        for pair in json.loads(pairs.read_text()):
            name = pair["name"]
            floor, known, fresh = (times[f"{kind}/{name}"] for kind in ("floor", "known", "new"))
            ratios.append(known / floor)
            known_row = row(f"{name} {pair['shape']}", known, "us", floor, "2x", known <= 2 * floor)
            rows.append(sized(name, scale, known_row))
            added, most = fresh - floor, 150 if len(pair["soql"]) > 1000 else 20 if len(pair["soql"]) <= 110 else None
            rows.append(row(f"{name} a new text of {len(pair['soql'])} characters, above the floor", added, "us", None,
                            f"{most} us" if most else None, most is not None and added <= most))
            if name == "q01":
                rows.append(row("q01 known text", known, "us", None, "2 us", known <= 2))
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        rows.append(row("geometric mean of the twelve ratios", mean, "x", None, "1.5x", mean <= 1.5))
        yield f"Queries, x{scale}: text in, JSON out, against prepared SQL and its JSON", rows


def searches(scales, seconds):
    for scale in scales:
        times = medians("search-bench", org_of(scale), seconds=seconds)
        rows = []
        for word in ("rare", "frequent"):
            raw, known = times[f"raw/{word}"], times[f"known/{word}"]
            most = 2 * raw + 15
            known_row = row(f"{word} word, known text", known, "us", raw, f"2x + 15 = {most:.0f} us", known <= most)
            rows.append(sized(f"search, {word} word", scale, known_row))
            rows.append(row(f"{word} word, a new text each time", times[f"new/{word}"], "us", raw))
        yield f"Search of emails, x{scale}: text in, JSON out, against raw FTS5", rows


def http(_scales, _seconds):
    org = org_of(1)
    ready = WORK / "ready.json"
    ready.unlink(missing_ok=True)
    server = subprocess.Popen([LOCALORG, "serve", "--port", "0", "--log", "off", "--limit", "connections=8000", "--ready-file",
                               str(ready), "--org", str(org)], stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout:  # written when the server answers
            if line.startswith("Ctrl-C"):
                break
        facts = json.loads(ready.read_text())
        case = json.loads(run(LOCALORG, "query", "SELECT Id FROM Case LIMIT 1", "--org", org, "--format", "json"))["records"][0]["Id"]
        target = f"/services/data/v59.0/query?q=SELECT+Id,Subject,Status,OwnerId+FROM+Case+WHERE+Id+=+%27{case}%27"
        asked, constant = wrk(facts, target), wrk(facts, "/services/data")
        told = dict(line.split("\t") for line in run(BUILD / "tests/bench/http-bench", facts["port"], facts["token"], server.pid,
                                                     target).splitlines())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    value = {name: float(text) for name, text in told.items()}
    trip, floor = value["round trip"], value["round trip floor"]
    yield "The server, point query by Id", [
        row("round trip, one keep-alive client, against a bare socket", trip, "us", floor, "2x", trip <= 2 * floor),
        row("64 keep-alive clients (wrk), against a constant reply of the same server", asked[0], "req/s", constant[0],
            "at least 0.5x", asked[0] >= constant[0] / 2),
        row("64 keep-alive clients, 99 of 100 within", asked[1], "us"),
        row("errors of 64 clients", asked[2] + constant[2], "", None, "0", asked[2] + constant[2] == 0),
        row("64 clients beside 5,000 idle connections", value["requests/s beside idle"], "req/s"),
        row("5,000 idle connections, memory of each", value["KiB of each idle"], "KiB"),
    ]


def wrk(facts, target):
    """Requests a second, microseconds of the slowest in a hundred, and errors of 64 clients."""
    told = run("wrk", "-t", 2, "-c", 64, "-d", "4s", "--latency", "-H", f"Authorization: Bearer {facts['token']}",
               f"http://127.0.0.1:{facts['port']}{target}")
    found = {"us": 1, "ms": 1000, "s": 1e6}
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    failed = sum(int(count) for count in re.findall(r"(?:connect|read|write|timeout) (\d+)|Non-2xx or 3xx responses: (\d+)", told)
                 for count in count if count)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), float(slow[1]) * found[slow[2]], failed


def seconds_of(command):
    begin = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def start(scales, _seconds):
    rows = []
    for scale in scales:
        org = org_of(scale)
        case = sqlite3.connect(org).execute('SELECT Id FROM "Case" LIMIT 1').fetchone()[0]
        ours, theirs = [], []
        for _ in range(STARTS):  # in turns: both meet the same machine
            ours.append(seconds_of([LOCALORG, "query", f"SELECT Id, Subject FROM Case WHERE Id = '{case}'", "--org", org,
                                    "--format", "json"]))
            theirs.append(seconds_of(["sqlite3", "-json", org, f"SELECT Id, Subject FROM \"Case\" WHERE Id = '{case}'"]))
        took, floor = (1000 * statistics.median(times) for times in (ours, theirs))
        rows.append(sized("start", scale, row(f"localorg query, x{scale}", took, "ms", floor, "2x", took <= 2 * floor)))
    yield "Start to first answer, against the sqlite3 shell", rows


def imports(scales, _seconds):
    rows = []
    for scale in sorted({*scales, 2}):
        data = data_of(scale)[0]
        copies, times = [], []
        for _ in range(3 if scale <= 10 else 1):  # minutes
            copies.append(copy_seconds(data))
            out = WORK / "import.org.db"
            out.unlink(missing_ok=True)
            took, memory = import_seconds(data, out)
            times.append(took)
        took, floor, megabytes = statistics.median(times), statistics.median(copies), data.stat().st_size / 1e6
        rows.append(sized("import", scale, row(f"{megabytes:.0f} MB, x{scale}", took, "s", floor, "3x", took <= 3 * floor)))
        goal = "200 MB" if megabytes < 50 else None  # of a file of the data set's size
        rows.append(row(f"{megabytes:.0f} MB, memory", memory, "MB", None, goal, memory <= 200))
    yield "Import of a file in CRMArena's layout, against SQLite copying its rows and indexes", rows


def import_seconds(data, out):
    """Seconds, and megabytes of memory."""
    begin = time.perf_counter()
    process = subprocess.Popen([LOCALORG, "import", str(data), "--out", str(out)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"import of {data} failed")
    return time.perf_counter() - begin, usage.ru_maxrss * 1024 / 1e6


def copy_seconds(data):
    """SQLite alone: the same tables and indexes in a new file, row by row."""
    out = WORK / "copy.db"
    out.unlink(missing_ok=True)
    begin = time.perf_counter()
    copy = sqlite3.connect(out)
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("ATTACH ? AS source", (str(data),))
    made = copy.execute("SELECT type, name, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
                        "ORDER BY type DESC").fetchall()
    for kind, name, sql in made:
        copy.execute(sql)
        if kind == "table":
            copy.execute(f'INSERT INTO main."{name}" SELECT * FROM source."{name}"')
    copy.commit()
    copy.execute("ANALYZE")
    copy.commit()
    copy.close()
    return time.perf_counter() - begin


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))  # idle connections
