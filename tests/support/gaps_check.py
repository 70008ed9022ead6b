#!/usr/bin/env python3
"""Keeps the list of gaps in src/README.md equal to the calls of not_in_sandbox("...") in the sources.

gaps_check.py SRC          checks, exit 1 with the difference
gaps_check.py SRC --write  rewrites the list
"""
import pathlib
import re
import sys

CALL = re.compile(r'not_in_sandbox\(\s*"([^"]+)"(\s*\+)?')
MARKS = re.compile(r"(<!-- gaps -->\n)(.*?)(<!-- /gaps -->)", re.S)


def gaps(src):
    for path in sorted(src.rglob("*.cpp")):
        for what, more in CALL.findall(path.read_text(encoding="utf-8")):
            if path.parent.name != "base":
                yield f"- {what.strip()}{' ...' if more else ''} (`{path.relative_to(src).as_posix()}`)\n"


def main():
    src = pathlib.Path(sys.argv[1])
    readme = src / "README.md"
    text = readme.read_text(encoding="utf-8")
    wanted = "".join(gaps(src)) or "Nothing.\n"
    found = MARKS.search(text).group(2)
    if found == wanted:
        return 0
    if "--write" in sys.argv[2:]:
        readme.write_text(MARKS.sub(lambda m: m.group(1) + wanted + m.group(3), text), encoding="utf-8")
        return 0
    print(f"src/README.md lists\n{found}\nbut the sources refuse\n{wanted}\nRun tests/support/gaps_check.py src --write")
    return 1


sys.exit(main())
