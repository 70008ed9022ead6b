#!/usr/bin/env python3
"""README.md names every subcommand and every option of the program: readme_check.py README BINARY.

Both are read from --help: a line of two blanks and a word is a subcommand, one of two blanks and a dash is an option.
"""
import pathlib
import re
import subprocess
import sys

SKIP = 77


def help_of(binary, *subcommand):
    run = subprocess.run([binary, *subcommand, "--help"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{binary} {' '.join(subcommand)} --help: exit code {run.returncode}\n{run.stderr}")
    return run.stdout.splitlines()


def subcommands(lines):
    return [found[1] for line in lines if (found := re.match(r"  ([a-z][a-z-]*)(?:  |$)", line))]


def options(lines):
    """The long options of lines like `  --org FILE   text` and `  -h [ --help ]   text`."""
    columns = [re.split(r"\s{2,}", line.strip())[0] for line in lines if line.startswith("  -")]
    return {option for column in columns for option in re.findall(r"--[a-z][a-z-]*", column)}


def main():
    readme, binary = sys.argv[1:]
    if not pathlib.Path(binary).exists():
        print(f"{binary} is not built")
        return SKIP
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    general = help_of(binary)
    names = subcommands(general)
    if not names:
        sys.exit("no subcommand found in --help")
    missing = [f"subcommand {name}" for name in names if not re.search(rf"(localorg |`){name}\b", text)]
    wanted = {option: "localorg" for option in options(general)}
    for name in names:
        for option in options(help_of(binary, name)):
            wanted.setdefault(option, f"localorg {name}")
    missing += [f"option {option} of {of}" for option, of in sorted(wanted.items())
                if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)]
    for what in missing:
        print(f"README.md does not mention {what}")
    return 1 if missing else 0


sys.exit(main())
