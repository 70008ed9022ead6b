#!/usr/bin/env python3
"""What localorg costs beside what SQLite and a bare socket cost, in tables: see tools/bench."""
import argparse
import json
import pathlib
import platform
import sqlite3
import statistics
import sys
import textwrap

import measure
import reasons

PARTS = {
    "queries": measure.queries,
    "search": measure.searches,
    "http": measure.http,
    "start": measure.start,
    "import": measure.imports,
}


def machine():
    model = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    return {"processor": model, "cores": measure.cores(), "system": platform.platform(), "sqlite": sqlite3.sqlite_version,
            "load": measure.load()}


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 100 else f"{value:.2f}"


def verdict(row):
    if row.get("goal") is None:
        return ""
    return "met" if row["is_met"] else "NOT MET"


def cells_of(rows):
    cells = [("", "value", "unit", "floor", "ratio", "goal", "")]
    for row in rows:
        cells.append((row["name"], number(row["value"]), row["unit"], number(row.get("floor")), number(row.get("ratio")),
                      row.get("goal") or "", verdict(row)))
    return cells


def markdown(results):
    facts = results["machine"]
    out = ["# Measured", "", f"By `tools/bench`, on {facts['cores']} cores of {facts['processor']}, {facts['system']}, SQLite "
           f"{facts['sqlite']}, load {facts['load']:.1f} at the start.  Medians; the floor was measured in the same run.", ""]
    for part, rows in results["parts"].items():
        head, *body = cells_of(rows)
        out += [f"## {part}", "", "| " + " | ".join(head) + " |", "|---|---:|---|---:|---:|---|---|"]
        out += ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in body] + [""]
    if reasons_told := why_not(results):
        out += ["## Why not", ""] + [f"- {'; '.join(names)}: {words}" for names, words in reasons_told] + [""]
    return "\n".join(out)


def why_not(results):
    """The reasons for goals that are not met: names of rows, and words."""
    names = {}
    for rows in results["parts"].values():
        for row in rows:
            if row.get("goal") is not None and not row["is_met"]:
                names.setdefault(reasons.of(row["name"]) or "No reason is known.", []).append(row["name"])
    return [(sorted(set(rows)), words) for words, rows in names.items()]


def print_table(title, rows):
    cells = cells_of(rows)
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    print(f"\n{title}\n")
    for line in cells:
        left = [line[0].ljust(widths[0])] + [text.rjust(width) if i in (0, 2, 3) else text.ljust(width)
                                             for i, (text, width) in enumerate(zip(line[1:6], widths[1:6]))]
        print("  ".join(left + [line[6]]).rstrip())


def compare(old_file, new_file):
    """Times of two runs: the change of each ratio to the floor of its own run, or of the value where there is none."""
    old, new = (json.loads(pathlib.Path(file).read_text()) for file in (old_file, new_file))
    before = {(part, row["name"]): row for part, rows in old["parts"].items() for row in rows}
    print(f"{'':<72} {'before':>10} {'after':>10} {'change':>8}")
    changes = []
    for part, rows in new["parts"].items():
        for row in rows:
            was = before.get((part, row["name"]))
            if was is None:
                continue
            key = "ratio" if row.get("ratio") and was.get("ratio") else "value"
            change = row[key] / was[key] - 1 if was[key] else 0
            changes.append(1 + change)
            print(f"{part + ': ' + row['name']:<72} {number(was[key]):>10} {number(row[key]):>10} {change:>+8.1%}")
    if changes:
        print(f"{'median':<72} {'':>10} {'':>10} {statistics.median(changes) - 1:>+8.1%}")


def main():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--scales", default="1,10", help="sizes of the generated org, such as 1,10,100 (default: 1,10)")
    parser.add_argument("--only", default=",".join(PARTS), help="parts: " + ",".join(PARTS))
    parser.add_argument("--seconds", type=float, default=0.2, help="of each repetition of a query (default: 0.2)")
    parser.add_argument("--json", default="build/bench/results.json", help="where the results go (default: %(default)s)")
    parser.add_argument("--markdown", metavar="FILE", help="the tables as a page, too")
    parser.add_argument("--compare", nargs="+", metavar="FILE", help="compare two results, or one with the newest")
    options = parser.parse_args()
    if options.compare:
        return compare(options.compare[0], (options.compare + [options.json])[1])
    results = {"machine": machine(), "parts": {}}
    for name in options.only.split(","):
        for part, rows in PARTS[name]([int(scale) for scale in options.scales.split(",")], options.seconds):
            results["parts"][part] = rows
            print_table(part, rows)
    if grown := list(measure.growth(results["parts"])):
        title = "Growth with the size of the org, against that of its floor"
        results["parts"][title] = grown
        print_table(title, grown)
    pathlib.Path(options.json).write_text(json.dumps(results, indent=1) + "\n")
    if options.markdown:
        pathlib.Path(options.markdown).write_text(markdown(results))
    if reasons_told := why_not(results):
        print("\nWhy not\n")
        for names, words in reasons_told:
            print("\n".join(textwrap.wrap("; ".join(names), 110, initial_indent="  ", subsequent_indent="  ")))
            print("\n".join(textwrap.wrap(words, 106, initial_indent="      ", subsequent_indent="      ")))
    met = [row["is_met"] for rows in results["parts"].values() for row in rows if row.get("goal") is not None]
    print(f"\n{sum(met)} of {len(met)} goals met.  Load {results['machine']['load']} at the start.  {options.json} has the figures.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
