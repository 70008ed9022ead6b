#!/usr/bin/env python3
"""The published tasks on the rows of the published org that are known: published_test.py BINARY.

Both are read from the folder LOCALORG_SHARED and never stored; without it the test is skipped.  Which answers are decidable is
the rule of src/eval/coverage.h.  Also the test vectors of the data's description: the winner of a few windows, with its value
computed here by a third way.
"""
import collections
import datetime
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

SKIP = 77
FAULTS = []


def expect(what, found, wanted):
    print(f"{what}: {found}")
    if not wanted(found):
        FAULTS.append(what)


def minutes(created, closed):
    form = "%Y-%m-%dT%H:%M:%S.%f%z"
    return (datetime.datetime.strptime(closed, form) - datetime.datetime.strptime(created, form)).total_seconds() / 60


def mean_handle_time(db, agent, start, end):
    once = """SELECT CaseId__c FROM CaseHistory__c WHERE Field__c = 'Owner Assignment' AND CreatedDate >= :start
              AND CreatedDate <= :end GROUP BY CaseId__c HAVING count(*) = 1"""
    rows = db.execute(f"""SELECT CreatedDate, ClosedDate FROM "Case" WHERE OwnerId = :agent AND Status = 'Closed'
                          AND CreatedDate >= :start AND CreatedDate < :end AND Id IN ({once})""",
                      {"agent": agent, "start": start, "end": end}).fetchall()
    return sum(minutes(*row) for row in rows) / len(rows)


def transfers(db, agent, start, end):
    return db.execute("""SELECT count(*) FROM CaseHistory__c WHERE Field__c = 'Owner Assignment' AND OldValue__c = ?
                         AND CreatedDate >= ? AND CreatedDate <= ?""", (agent, start, end)).fetchone()[0]


def check_vectors(description, db, findings):
    """Rows like | 650 | 2021-12-01 - 2022-03-01 | > 1, min | 005... | mean 13.97 min |"""
    vector = re.compile(r"\| (\d+) \| ([\d-]{10}) - ([\d-]{10}) \| [^|]+ \| (005\w{15}) \| (?:mean )?([\d,.]+) (min|transfers?) \|")
    vectors = vector.findall(description)
    expect("vectors", len(vectors), lambda n: n == 7)
    for idx, start, end, winner, value, unit in vectors:
        finding = findings[int(idx)]
        expect(f"vector {idx}", (finding["tools"], finding["sql"]), lambda f: f == ([winner], [winner]))
        measure = mean_handle_time if unit == "min" else transfers
        found = measure(db, winner, f"{start}T00:00:00", f"{end}T00:00:00")
        expect(f"vector {idx} value", round(found, 2), lambda f: f == float(value.replace(",", "")))


def main():
    binary, shared = sys.argv[1], os.environ.get("LOCALORG_SHARED", "")
    source, tasks = pathlib.Path(shared, "data/crmarena_partial.db"), pathlib.Path(shared, "data/crmarena_tasks.jsonl")
    if not shared or not source.exists() or not tasks.exists():
        print("LOCALORG_SHARED names no folder with the published rows and tasks: skipped")
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        org = str(pathlib.Path(folder, "real.org.db"))
        subprocess.run([binary, "import", str(source), "--out", org], check=True, capture_output=True)
        done = subprocess.run([binary, "tasks", "check", str(tasks), "--org", org, "--format", "json"], check=False,
                              capture_output=True, text=True)
        findings = json.loads(done.stdout)
        verdicts = collections.Counter((f["task"], f["verdict"], f["expected"] == [None]) for f in findings)
        right = {task: verdicts[task, "right", False] for task, _, _ in verdicts}
        wrong = [f["idx"] for f in findings if f["verdict"] == "wrong"]
        expect("exit code", done.returncode, lambda code: code == 0)
        expect("wrong", wrong, lambda found: found == [])
        expect("handle_time, with an answer", right["handle_time"], lambda n: n == 58)
        expect("transfer_count, with an answer", right["transfer_count"], lambda n: n == 51)
        expect("top_issue_identification", right["top_issue_identification"] +
               verdicts["top_issue_identification", "right", True], lambda n: n == 20)
        expect("monthly_trend_analysis", right["monthly_trend_analysis"], lambda n: n >= 27)
        expect("best_region_identification", right["best_region_identification"], lambda n: n == 3)
        expect("case_routing, first step", sum(f.get("firstStepRight", False) for f in findings), lambda n: n == 130)
        expect("case_routing", right["case_routing"], lambda n: n == 106)
        description = pathlib.Path(shared, "spec/dataset.md")
        if description.exists():
            with sqlite3.connect(org) as db:
                check_vectors(description.read_text(encoding="utf-8"), db, {f["idx"]: f for f in findings})
    for fault in FAULTS:
        print(f"not as expected: {fault}")
    return 1 if FAULTS else 0


sys.exit(main())
