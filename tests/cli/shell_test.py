#!/usr/bin/env python3
"""localorg shell as somebody types in it: in a pseudo-terminal, and with a file of queries."""
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.environ["LOCALORG_TESTS"], "support"))
from terminal import Terminal

BINARY = os.environ["LOCALORG_BINARY"]
PROMPT = "soql> "
MORE = "  ... "
TAB, ENTER, CTRL_C, CTRL_D, CTRL_R, UP = "\t", "\r", "\x03", "\x04", "\x12", "\x1b[A"

ACCOUNTS = """Id,Name,OwnerId
001Ws00003LJSmFIAX,Acme,005Ws000001xTbkIAE
001Ws00003Lj3PCIAZ,日本語の会社,005Ws000001xTbkIAE
"""
CASES = """Id,CaseNumber,AccountId,Status,Subject,CreatedDate
500Ws000007q7dmIAA,00000001,001Ws00003LJSmFIAX,Closed,Wrong item,2022-03-01T10:00:00.000+0000
500Ws000007q7dnIAA,00000002,001Ws00003LJSmFIAX,New,"A subject so long that a narrow terminal cannot show it together with the rest of the record",2022-08-19T10:00:00.000+0000
"""


def make_org(folder):
    source = folder / "source"
    source.mkdir()
    (source / "Account.csv").write_text(ACCOUNTS, encoding="utf-8")
    (source / "Case.csv").write_text(CASES, encoding="utf-8")
    org = folder / "test.org.db"
    subprocess.run([BINARY, "import", source, "--out", org], check=True, capture_output=True)
    return str(org)


class ShellTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.org = make_org(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def setUp(self):
        self.state = self.folder / self.id()
        self.env = {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "XDG_STATE_HOME": str(self.state), "HOME": str(self.folder)}

    def shell(self, *options, columns=200):
        terminal = Terminal([BINARY, "shell", "--org", self.org, *options], self.env, columns)
        terminal.expect(PROMPT)
        return terminal

    def ask(self, terminal, text):
        """Types a line and returns the lines that are printed between it and the next prompt."""
        terminal.send(text + ENTER)
        terminal.read_until(lambda lines: lines[0] != PROMPT.rstrip(), "nothing is echoed")
        return terminal.expect(PROMPT)[1:]

    def complete(self, terminal, keys, line):
        """Types `keys` and TAB, behind which nothing may wait (it would count as pasted), and waits for the line it makes."""
        terminal.send(keys + TAB)
        terminal.expect(line)

    def piped(self, text, *options):
        return subprocess.run([BINARY, "shell", "--org", self.org, *options], input=text, capture_output=True, text=True, env=self.env,
                              check=False)


class Typing(ShellTest):
    def test_a_query_is_answered_as_a_table(self):
        with self.shell() as t:
            self.assertEqual(
                self.ask(t, "SELECT Name, Id FROM Account;"),
                ["Name          Id",
                 "────────────  ──────────────────",
                 "Acme          001Ws00003LJSmFIAX",
                 "日本語の会社  001Ws00003Lj3PCIAZ",
                 "(2 records)"])

    def test_a_query_may_take_several_lines(self):
        with self.shell() as t:
            t.send("SELECT CaseNumber" + ENTER)
            t.expect(MORE)
            t.send("FROM Case LIMIT 1" + ENTER)
            t.expect(MORE)
            t.send(ENTER)
            self.assertEqual(t.expect(PROMPT)[-2:], ["00000001", "(1 record)"])

    def test_tab_completes_fields_paths_and_keywords(self):
        with self.shell() as t:
            self.complete(t, "sel", "soql> select")
            self.complete(t, "CaseN", "soql> select CaseNumber")
            self.complete(t, ", Account.Nam", "soql> select CaseNumber, Account.Name")
            self.complete(t, " fr", "soql> select CaseNumber, Account.Name from")
            self.complete(t, "Case wh", "soql> select CaseNumber, Account.Name from Case where")
            self.complete(t, "Sta", "soql> select CaseNumber, Account.Name from Case where Status")
            self.complete(t, "= 'Cl", "soql> select CaseNumber, Account.Name from Case where Status= 'Closed'")
            t.send(";" + ENTER)
            self.assertEqual(
                t.expect(PROMPT)[1:],
                ["CaseNumber  Account.Name",
                 "──────────  ────────────",
                 "00000001    Acme",
                 "(1 record)"])

    def test_tab_lists_what_is_possible(self):
        with self.shell() as t:
            self.complete(t, "SELECT Account.Ow", "soql> SELECT Account.Owner")
            t.send(TAB)
            t.read_until(lambda lines: lines[-2:] == ["Owner.     OwnerId    Ownership", "soql> SELECT Account.Owner"], "nothing is listed")

    def test_tab_knows_a_from_on_another_line(self):
        with self.shell() as t:
            t.send("SELECT Id FROM Pricebook2" + ENTER)
            t.expect(MORE)
            self.complete(t, "WHERE IsStand", "  ... WHERE IsStandard")
            t.send(" = true;" + ENTER)
            self.assertEqual(t.expect(PROMPT)[-1], "(0 records)")

    def test_an_error_has_its_caret_and_the_name_that_was_meant(self):
        with self.shell() as t:
            answer = self.ask(t, "SELECT Id, Statsu FROM Case;")
            self.assertEqual(answer[:4], ["INVALID_FIELD:",
                                          "SELECT Id, Statsu FROM Case",
                                          "           ^",
                                          "ERROR at Row:1:Column:12"])
            self.assertEqual(answer[-1], "Did you mean Status?")

    def test_commands(self):
        with self.shell() as t:
            self.assertIn(".schema   OBJECT                an object's fields and child relationships", self.ask(t, ".help"))
            self.assertEqual(self.ask(t, ".objects")[0].split(), ["Object", "Label", "Prefix", "Fields", "Child", "relationships"])
            self.assertIn("CaseNumber                string         30  FS---R", self.ask(t, ".schema case"))
            self.assertEqual(self.ask(t, ".schema Cases"), ["NOT_FOUND: The requested resource does not exist", "Did you mean Case?"])
            self.assertEqual(self.ask(t, ".mode xml"), ["localorg: unknown format 'xml': table, json, csv or jsonl"])
            self.assertEqual(self.ask(t, ".mode csv"), [])
            self.assertEqual(self.ask(t, "SELECT Name FROM Account LIMIT 1;"), ["Name", "Acme"])
            self.assertEqual(self.ask(t, ".explian"), ["localorg: no command .explian; .help lists them", "Did you mean .explain?"])
            self.complete(t, ".mo", "soql> .mode")
            self.complete(t, "t", "soql> .mode table")

    def test_the_clock_can_be_pinned(self):
        query = "SELECT COUNT() FROM Case WHERE CreatedDate = YESTERDAY;"
        with self.shell("--now", "2022-03-02T12:00:00Z", "--timezone", "GMT") as t:
            self.assertEqual(self.ask(t, query), ["totalSize: 1"])
            self.assertEqual(self.ask(t, ".now"), ["2022-03-02T12:00:00.000+0000 (pinned)"])
            self.assertEqual(self.ask(t, ".now 2022-01-01"), [])
            self.assertEqual(self.ask(t, query), ["totalSize: 0"])
            self.assertEqual(self.ask(t, ".now off"), [])
            self.assertIn("(the machine's clock)", self.ask(t, ".now")[0])

    def test_explain_and_timing(self):
        with self.shell() as t:
            explanation = self.ask(t, ".explain SELECT Id FROM Case WHERE Id = '500Ws000007q7dmIAA'")
            self.assertEqual(explanation[explanation.index("Indexes") + 1], "  Case  by Id")
            self.ask(t, ".explain on")
            answer = self.ask(t, "SELECT Id FROM Case WHERE Subject LIKE '%x';")
            self.assertIn("    Case.Subject like '%x'  leading wildcard", answer)
            self.assertEqual(answer[-1], "(0 records)")
            self.ask(t, ".explain off")
            self.ask(t, ".timing on")
            answer = self.ask(t, "SELECT COUNT() FROM Case;")
            self.assertEqual(answer[0], "totalSize: 2")
            self.assertRegex(answer[1], r"^[0-9.]+ ms$")

    def test_a_table_fits_the_terminal(self):
        with self.shell(columns=60) as t:
            table = self.ask(t, "SELECT CaseNumber, Subject, Status FROM Case;")
            self.assertEqual(table[3], "00000002    A subject so long that a narrow termina…  New")
            upright = self.ask(t, "SELECT Id,Subject,CreatedDate,AccountId FROM Case;")
            self.assertEqual(upright[2], "Subject      Wrong item")
            self.assertEqual(upright[7], "Subject      A subject so long that a narrow terminal canno…")

    def test_search(self):
        with self.shell() as t:
            self.assertTrue(self.ask(t, "FIND {T-shirt};")[0].startswith("MALFORMED_SEARCH:"))
            self.assertIn("Wrong item", "\n".join(self.ask(t, "FIND {wrong items} RETURNING Case(Subject);")))


class Keys(ShellTest):
    def test_ctrl_c_abandons_a_line_and_ctrl_d_ends(self):
        with self.shell() as t:
            t.send("SELECT Id" + ENTER)
            t.expect(MORE)
            t.send("FROM Nowhere" + CTRL_C)
            t.expect(PROMPT)
            self.assertEqual(self.ask(t, "SELECT COUNT() FROM Case;"), ["totalSize: 2"])
            t.send(CTRL_D)
            self.assertEqual(t.wait(), 0)

    def test_quit_ends(self):
        with self.shell() as t:
            self.assertEqual(self.ask(t, "SELECT Nmae FROM Account;")[0], "INVALID_FIELD:")
            t.send(".quit" + ENTER)
            self.assertEqual(t.wait(), 0)

    def test_what_is_pasted_is_not_completed(self):
        with self.shell() as t:
            t.send("SELECT\tCaseNumber\n\tFROM\tCase\n\tLIMIT 1;\nSELECT\tId")
            self.assertEqual(t.expect("soql> SELECT Id")[-2:], ["00000001", "(1 record)"])

    def test_a_line_may_hold_any_character(self):
        with self.shell() as t:
            answer = self.ask(t, "SELECT Name, Id FROM Account WHERE Name LIKE '日本%';")
            self.assertEqual(answer[-2:], ["日本語の会社  001Ws00003Lj3PCIAZ", "(1 record)"])

    def test_the_terminal_is_left_as_it_was(self):
        with Terminal(["/bin/sh", "-c", f"stty -a; '{BINARY}' shell --org '{self.org}'; echo between; stty -a; echo done"], self.env) as t:
            before = t.expect(PROMPT)
            before = before[:next(i for i, line in enumerate(before) if line.startswith("localorg "))]
            t.send(CTRL_D)
            t.wait()
            lines = t.screen.text()
            after = lines[lines.index("between") + 1:lines.index("done")]
            self.assertEqual(after, before)


class History(ShellTest):
    def test_earlier_lines_come_back_in_the_next_shell(self):
        with self.shell() as t:
            t.send("SELECT COUNT()" + ENTER)
            t.expect(MORE)
            t.send("FROM Account;" + ENTER)
            t.expect(PROMPT)
            self.ask(t, ".mode json")
            t.send(CTRL_D)
            t.wait()
        history = self.state / "localorg" / "shell_history"
        self.assertEqual(history.read_text(), "SELECT COUNT() FROM Account;\n.mode json\n")
        self.assertEqual(stat.S_IMODE(history.stat().st_mode), 0o600)
        with self.shell() as t:
            t.send(UP)
            t.expect("soql> .mode json")
            t.send(UP)
            t.expect("soql> SELECT COUNT() FROM Account;")
            t.send(ENTER)
            self.assertEqual(t.expect(PROMPT)[-1], "totalSize: 2")
            t.send(CTRL_R + "mode")
            t.expect("bck:mode")
            t.send(ENTER)
            t.expect(PROMPT)
            self.assertEqual(self.ask(t, "SELECT COUNT() FROM Account;"), ['{"totalSize":2,"done":true,"records":[]}'])


    def test_a_long_history_is_cut_and_made_private(self):
        folder = self.state / "localorg"
        folder.mkdir(parents=True)
        history = folder / "shell_history"
        history.write_text("".join(f"SELECT Id FROM Case LIMIT {i};\n" for i in range(2500)))
        history.chmod(0o644)
        with self.shell() as t:
            t.send(UP)
            t.expect("soql> SELECT Id FROM Case LIMIT 2499;")
        lines = history.read_text().splitlines()
        self.assertEqual(lines[0], "SELECT Id FROM Case LIMIT 1500;")
        self.assertEqual(lines[-1], "SELECT Id FROM Case LIMIT 2499;")
        self.assertEqual(stat.S_IMODE(history.stat().st_mode), 0o600)


class Piped(ShellTest):
    def test_queries_come_from_standard_input(self):
        done = self.piped("SELECT COUNT() FROM Case;\n.mode csv\nSELECT Name\nFROM Account\nLIMIT 1\n\nSELECT COUNT() FROM Account")
        self.assertEqual(done.stdout, "totalSize: 2\nName\nAcme\ntotalSize\n2\n")
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)

    def test_a_failed_query_does_not_stop_the_others(self):
        done = self.piped("SELECT Nmae FROM Account;\nSELECT COUNT() FROM Case;\n", "--format", "json")
        self.assertEqual(done.stdout, '{"totalSize":2,"done":true,"records":[]}\n')
        self.assertIn("\nDid you mean Name?\n", done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_quit_leaves_the_rest_alone(self):
        done = self.piped("SELECT COUNT() FROM Case;\n.quit\nSELECT Nmae FROM Account;\n")
        self.assertEqual(done.stdout, "totalSize: 2\n")
        self.assertEqual(done.returncode, 0)

    def test_wrong_commands_fail(self):
        self.assertEqual(self.piped(".nope\n").returncode, 1)
        self.assertEqual(self.piped(".schema Nope\n").returncode, 1)
        self.assertEqual(self.piped("FIND {x}\n").returncode, 1)  # one letter
        self.assertEqual(self.piped("\n\n  \n").returncode, 0)

    def test_nothing_is_kept_of_them(self):
        self.piped("SELECT COUNT() FROM Case;\n")
        self.assertFalse(self.state.exists())


if __name__ == "__main__":
    unittest.main()
