#!/usr/bin/env python3
"""Who includes whom in src/: check_includes.py [SOURCE_ROOT].

Prints every include that the tables below do not allow and exits 1.  A new arrow is a design change: change the table in
a commit of its own, with the reason.
"""
import fnmatch
import pathlib
import re
import sys

# folder -> the folders whose headers it may include besides its own.
FOLDERS = {
    "base": "",
    "org": "base",
    "store": "base org",
    "soql": "base org store",
    "sosl": "base org store soql",
    "dml": "base org store",
    "dataset": "base org store dml",
    "api": "base org store soql sosl dml",
    "mcp": "base org api",
    "front": "base org store api",
    "serve": "base org store api front",
    "eval": "base org store api mcp dataset",
    "cli": "base org store soql sosl dml dataset api mcp eval front serve",
}

# Inside a folder: files -> the only headers of this project they may include, and why.
ONLY = [
    ("soql/parse*", "base/* soql/ast.h soql/parse*.h", "the parser knows text and AST and needs no org"),
    ("sosl/parse*", "base/* soql/ast.h soql/parse*.h sosl/ast.h sosl/parse*.h", "the parser knows text and AST and needs no org"),
]

# Inside a folder: files (and exceptions, with !) -> the headers they may not include, and why.
NEVER = [
    ("so?l/bind*", "store/*", "binding runs without any database"),
    ("so?l/translate*", "store/database.h store/org_file.h", "translation writes SQL and does not run it"),
    ("soql/* !soql/query.*", "store/database.h store/org_file.h", "only soql/query runs statements"),
    ("sosl/* !sosl/search.*", "store/database.h store/org_file.h", "only sosl/search runs statements"),
]

# Library headers -> the only files that may include them.
LIBRARIES = [
    ("sqlite3.h", "store/*"),
    ("antlr4-runtime.h antlr4-runtime/*", "so?l/parse*"),
    ("Salesforce*.h Soql*.h Sosl*.h", "so?l/parse*"),  # generated from grammar/
    ("nlohmann/*", "base/json.h base/json_fwd.h"),
    ("unicode/*", "base/* store/functions*"),
    ("date/*", "org/*"),
    ("boost/program_options* boost/program_options/*", "cli/*"),
    ("boost/asio* boost/asio/* boost/beast* boost/beast/* boost/system/*", "serve/*"),
    ("openssl/*", "front/secrets* serve/certificates*"),
    ("expat.h", "front/xml*"),
    ("zlib.h", "serve/gzip*"),
    ("curl/*", "eval/libcurl*"),
    ("histedit.h editline/*", "cli/line_editor*"),
    ("benchmark/* doctest/* doctest.h", ""),
]

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


def matches(name, patterns):
    """Does `name` fit one of the patterns and none of those that begin with an exclamation mark?"""
    words = patterns.split()
    yes = any(fnmatch.fnmatchcase(name, word) for word in words if not word.startswith("!"))
    return yes and not any(fnmatch.fnmatchcase(name, word[1:]) for word in words if word.startswith("!"))


def why_not(file, header, is_ours):
    """The reason why `file` may not include `header`, both below src/; None if it may."""
    for headers, places in LIBRARIES:
        if matches(header, headers) and not matches(file, places):
            return f"only in {places}" if places else "not in src/"
    if not is_ours:
        return None
    here, there = file.split("/")[0], header.split("/")[0]
    if there != here and there not in FOLDERS[here].split():
        return f"{here}/ may include {FOLDERS[here] or 'nothing'}"
    for files, headers, why in ONLY:
        if matches(file, files) and not matches(header, headers):
            return why
    for files, headers, why in NEVER:
        if matches(file, files) and matches(header, headers):
            return why
    return None


def circle(arrows):
    """A path that comes back to where it began, or None.  `arrows`: name -> names."""
    done = set()

    def walk(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done:
            return None
        for target in sorted(arrows.get(name, ())):
            if found := walk(target, path + [name]):
                return found
        done.add(name)
        return None

    return next((found for name in sorted(arrows) if (found := walk(name, []))), None)


def check_file(src, path):
    file = path.relative_to(src).as_posix()
    if file.split("/")[0] not in FOLDERS:
        return [f"src/{file}:1 {file} stands in a folder that the table does not name"], set()
    faults, ours = [], set()
    own = path.with_suffix(".h")
    first = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not (found := INCLUDE.match(line)):
            continue
        mark, header = found.groups()
        arrow = f"src/{file}:{number} {file.rsplit('.', 1)[0]} -> {header}"
        is_ours = mark == '"' and header.split("/")[0] in FOLDERS
        if is_ours:
            ours.add(header)
        if first is None:
            first = header
            if path.suffix == ".cpp" and own.is_file() and header != own.relative_to(src).as_posix():
                faults.append(f"{arrow}: its own header comes first")
        if why := why_not(file, header, is_ours):
            faults.append(f"{arrow}: {why}")
    return faults, ours


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    src = root / "src"
    faults, arrows = [], {}
    for path in sorted([*src.rglob("*.h"), *src.rglob("*.cpp")]):
        found, arrows[path.relative_to(src).as_posix()] = check_file(src, path)
        faults += found
    for found in (circle({folder: allowed.split() for folder, allowed in FOLDERS.items()}), circle(arrows)):
        if found:
            faults.append("a circle: " + " -> ".join(found))
    print("\n".join(faults) or f"{len(arrows)} files, every include allowed")
    return 1 if faults else 0


sys.exit(main())
