#!/usr/bin/env python3
"""Tasks of generated orgs: as many as wanted, all answers unique and the same by both routes.

seeds_test.py BINARY --seeds N --per-task N
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

WITHOUT_NONE = {"knowledge_qa", "monthly_trend_analysis", "case_routing", "best_region_identification"}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-4000:]}{done.stderr}")
    return done


def faults_of(binary, folder, seed, per_task):
    org, tasks = str(folder / f"{seed}.org.db"), str(folder / f"{seed}.jsonl")
    run(binary, "generate", "--seed", str(seed), "--out", org)
    made = run(binary, "tasks", "generate", "--org", org, "--seed", str(seed), "--per-task", str(per_task), "--out", tasks)
    findings = json.loads(run(binary, "tasks", "check", tasks, "--org", org, "--format", "json").stdout)
    faults = [f"{f['idx']} {f['task']} {f['verdict']}: {f['reason']}" for f in findings if f["verdict"] != "right"]
    if made.stderr:
        faults.append(made.stderr)
    counts = collections.Counter(f["task"] for f in findings)
    nones = collections.Counter(f["task"] for f in findings if f["expected"] == [None])
    for task, count in counts.items():
        wanted = 0 if task in WITHOUT_NONE else per_task * 3 // 10
        if count != per_task or nones[task] != wanted:
            faults.append(f"{task}: {count} tasks, {nones[task]} of them None")
    if len(counts) != 9:
        faults.append(f"kinds: {sorted(counts)}")
    with open(tasks, encoding="utf-8") as lines:
        asked = collections.Counter((task["query"], task["metadata"]["required"]) for task in map(json.loads, lines))
    faults += [f"asked {count} times: {query}" for (query, _), count in asked.items() if count > 1]
    pathlib.Path(org).unlink()
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seeds", type=int, required=True)
    parser.add_argument("--per-task", type=int, required=True)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            faults = faults_of(options.binary, pathlib.Path(folder), seed, options.per_task)
            print(f"seed {seed}: {len(faults)} faults")
            for fault in faults[:20]:
                print(f"  {fault}")
            failed = failed or bool(faults)
    return 1 if failed else 0


sys.exit(main())
