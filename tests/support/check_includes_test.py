#!/usr/bin/env python3
"""tools/check_includes.py finds each kind of forbidden include, and lets the allowed ones pass: check_includes_test.py SCRIPT."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = sys.argv.pop()


def check(files):
    """The script's exit code and lines for a tree of {path below src/: text}."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, "src", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True)
        return run.returncode, run.stdout.splitlines()


class CheckIncludes(unittest.TestCase):
    def refuses(self, files, *lines):
        self.assertEqual(check(files), (1, list(lines)))

    def test_allowed_includes_pass(self):
        self.assertEqual(check({
            "soql/bind.h": '#include "soql/ast.h"\n',
            "soql/bind.cpp": '#include "soql/bind.h"\n#include <vector>\n#include "org/catalog.h"\n',
            "soql/parse.cpp": '#include "soql/parse.h"\n#include <antlr4-runtime.h>\n#include "Soql.h"\n',
            "soql/query.cpp": '#include "soql/query.h"\n#include "store/database.h"\n',
            "store/database.cpp": "#include <sqlite3.h>\n",
        }), (0, ["5 files, every include allowed"]))

    def test_a_folder_that_the_table_does_not_allow(self):
        self.refuses({"org/id.cpp": '#include "base/text.h"\n\n#include "store/sql.h"\n'},
                     "src/org/id.cpp:3 org/id -> store/sql.h: org/ may include base")

    def test_nobody_includes_cli(self):
        self.refuses({"eval/run.cpp": '#include "cli/options.h"\n'},
                     "src/eval/run.cpp:1 eval/run -> cli/options.h: eval/ may include base org store api mcp dataset")

    def test_binding_without_database(self):
        self.refuses({"soql/bind.cpp": '#include "store/sql.h"\n'},
                     "src/soql/bind.cpp:1 soql/bind -> store/sql.h: binding runs without any database")

    def test_parsing_without_org(self):
        self.refuses({"soql/parse.cpp": '#include "org/catalog.h"\n'},
                     "src/soql/parse.cpp:1 soql/parse -> org/catalog.h: the parser knows text and AST and needs no org")

    def test_translation_runs_no_statement(self):
        self.refuses({"soql/translate.cpp": '#include "store/sql.h"\n#include "store/database.h"\n'},
                     "src/soql/translate.cpp:2 soql/translate -> store/database.h: translation writes SQL and does not run it")

    def test_only_the_query_runs_statements(self):
        self.refuses({"soql/unparse.cpp": '#include "store/database.h"\n'},
                     "src/soql/unparse.cpp:1 soql/unparse -> store/database.h: only soql/query runs statements")

    def test_libraries_stay_where_they_are_wrapped(self):
        self.refuses({"api/render.cpp": "#include <nlohmann/json.hpp>\n#include <sqlite3.h>\n",
                      "soql/bind.cpp": '#include "Soql.h"\n',
                      "store/layout.cpp": "#include <doctest/doctest.h>\n"},
                     "src/api/render.cpp:1 api/render -> nlohmann/json.hpp: only in base/json.h base/json_fwd.h",
                     "src/api/render.cpp:2 api/render -> sqlite3.h: only in store/*",
                     "src/soql/bind.cpp:1 soql/bind -> Soql.h: only in so?l/parse*",
                     "src/store/layout.cpp:1 store/layout -> doctest/doctest.h: not in src/")

    def test_own_header_first(self):
        self.refuses({"org/id.h": "", "org/id.cpp": '#include <string>\n#include "org/id.h"\n'},
                     "src/org/id.cpp:1 org/id -> string: its own header comes first")

    def test_a_circle_of_headers(self):
        self.refuses({"org/a.h": '#include "org/b.h"\n', "org/b.h": '#include "org/a.h"\n'},
                     "a circle: org/a.h -> org/b.h -> org/a.h")

    def test_a_folder_without_a_row(self):
        self.refuses({"util/misc.h": ""}, "src/util/misc.h:1 util/misc.h stands in a folder that the table does not name")


unittest.main()
