#!/usr/bin/env python3
"""The command line as a user meets it: exit codes, what goes to standard output and what to standard error.

cli_test.py BINARY.  Works in a folder of its own, on orgs that it makes there.
"""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
FOLDER = tempfile.TemporaryDirectory()
HOME = pathlib.Path(FOLDER.name)
ORG = str(HOME / "small.org.db")


def run(*arguments, stdin=None):
    environment = {**os.environ, "XDG_DATA_HOME": str(HOME / "data")}
    return subprocess.run([BINARY, *arguments], capture_output=True, input=stdin, env=environment, check=False)


def query(soql, *options):
    return run("query", soql, "--org", ORG, *options)


def make_source(path, rows=3):
    """A database in CRMArena's layout: text numbers, 0/1 booleans, phones as floats, missing tables."""
    with sqlite3.connect(path) as db:
        db.execute('CREATE TABLE "User" (Id TEXT, FirstName TEXT, LastName TEXT, Phone REAL)')
        db.execute("INSERT INTO \"User\" VALUES ('005Lo0000000001IAA', 'Ann', 'Lee', 5551234567.0)")
        db.execute('CREATE TABLE Product2 (Id TEXT, Name TEXT, IsActive INTEGER)')
        for i in range(rows):
            db.execute("INSERT INTO Product2 VALUES (?, ?, 1)", (product_id(i), f"Shoe {i}"))
        db.execute('CREATE TABLE OrderItem (Id TEXT, Quantity TEXT, UnitPrice TEXT, PriceBookEntryId TEXT)')
        db.execute("INSERT INTO OrderItem VALUES ('802Lo0000000001IAA', '1.0', '22.5', NULL)")


def product_id(number):
    id15 = f"01tLo0{number:09d}"
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    groups = [id15[i:i + 5] for i in (0, 5, 10)]
    return id15 + "".join(digits[sum(1 << i for i, c in enumerate(group) if c.isupper())] for group in groups)


def setUpModule():
    make_source(HOME / "source.db")
    made = run("import", str(HOME / "source.db"), "--out", ORG)
    assert made.returncode == 0, made.stderr


class Query(unittest.TestCase):
    def test_table(self):
        done = query("SELECT Name, IsActive FROM Product2 ORDER BY Name LIMIT 2")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.decode(), "Name    IsActive\n──────  ────────\nShoe 0  true\nShoe 1  true\n(2 records)\n")

    def test_json_is_the_rest_body(self):
        done = query("SELECT Quantity, UnitPrice, PricebookEntry.UnitPrice FROM OrderItem", "--format", "json")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(
            done.stdout.decode(),
            '{"totalSize":1,"done":true,"records":[{"attributes":{"type":"OrderItem",'
            '"url":"/services/data/v59.0/sobjects/OrderItem/802Lo0000000001IAA"},"Quantity":1.0,"UnitPrice":22.5,"PricebookEntry":null}]}\n')

    def test_csv(self):
        done = query("SELECT Name FROM Product2 LIMIT 1", "--format", "csv")
        self.assertEqual(done.stdout.decode(), "Name\nShoe 0\n")

    def test_csv_without_records_has_its_header(self):
        done = query("SELECT Name FROM Product2 WHERE Name = 'none'", "--format", "csv")
        self.assertEqual(done.stdout.decode(), "Name\n")

    def test_jsonl(self):
        done = query("SELECT Name FROM Product2", "--format", "jsonl")
        self.assertEqual([json.loads(line)["Name"] for line in done.stdout.splitlines()], ["Shoe 0", "Shoe 1", "Shoe 2"])

    def test_count(self):
        done = query("SELECT COUNT() FROM Product2")
        self.assertEqual(done.stdout.decode(), "totalSize: 3\n")

    def test_phone_from_a_float(self):
        done = query("SELECT Phone FROM User", "--format", "csv")
        self.assertEqual(done.stdout.decode(), "Phone\n5551234567\n")

    def test_standard_input_and_file(self):
        text = b"SELECT Name FROM Product2 LIMIT 1\n"
        self.assertEqual(run("query", "-", "--org", ORG, "--format", "csv", stdin=text).stdout, b"Name\nShoe 0\n")
        (HOME / "q.soql").write_bytes(text)
        self.assertEqual(run("query", "--file", str(HOME / "q.soql"), "--org", ORG, "--format", "csv").stdout, b"Name\nShoe 0\n")

    def test_error_on_a_terminal_goes_to_standard_error(self):
        done = query("SELECT Id FROM Case WHERE Description LIKE '%x%'")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(
            done.stderr.decode().splitlines()[:5],
            ["INVALID_FIELD: ", "SELECT Id FROM Case WHERE Description LIKE '%x%'", "                          ^",
             "ERROR at Row:1:Column:27", "field 'Description' can not be filtered in a query call"])

    def test_error_as_json_goes_to_standard_output(self):
        done = query("SELECT Id FROM Cases", "--format", "json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, b"")
        error = json.loads(done.stdout)
        self.assertEqual(len(error), 1)
        self.assertEqual(list(error[0]), ["message", "errorCode"])
        self.assertEqual(error[0]["errorCode"], "INVALID_TYPE")

    def test_now(self):
        done = query("SELECT COUNT() FROM Case WHERE CreatedDate = TODAY", "--now", "2022-08-20T00:00:00Z")
        self.assertEqual(done.stdout.decode(), "totalSize: 0\n")
        self.assertEqual(query("SELECT Id FROM Case", "--now", "yesterday").returncode, 2)

    def test_pages(self):
        make_source(HOME / "many.db", rows=450)
        run("import", str(HOME / "many.db"), "--out", str(HOME / "many.org.db"))
        done = run("query", "SELECT Id FROM Product2", "--org", str(HOME / "many.org.db"), "--format", "json", "--batch-size", "200")
        pages = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([len(page["records"]) for page in pages], [200, 200, 50])
        self.assertEqual([page["totalSize"] for page in pages], [450, 450, 450])
        self.assertEqual([page["done"] for page in pages], [False, False, True])
        self.assertEqual(["nextRecordsUrl" in page for page in pages], [True, True, False])
        self.assertEqual(pages[0]["nextRecordsUrl"], "/services/data/v59.0/query/01gLo0000000001IAA-200")


class Search(unittest.TestCase):
    def search(self, sosl, *options):
        return run("search", sosl, "--org", ORG, *options)

    def test_table(self):
        done = self.search("FIND {shoes} RETURNING Product2(Name ORDER BY Name LIMIT 2)")
        self.assertEqual(done.stdout.decode(), "Name\n──────\nShoe 0\nShoe 1\n(2 records)\n")

    def test_objects_stand_by_themselves(self):
        done = self.search("FIND {ann OR shoe} RETURNING User(Name), Product2(Name ORDER BY Name LIMIT 1)", "--format", "csv")
        self.assertEqual(done.stdout.decode(), "Name\nAnn Lee\n\nName\nShoe 0\n")

    def test_json_is_the_rest_body(self):
        done = self.search("FIND {sho*} RETURNING Product2(Name)", "--format", "json")
        self.assertEqual(len(json.loads(done.stdout)["searchRecords"]), 3)

    def test_jsonl(self):
        done = self.search("FIND {sho*} RETURNING Product2(Name LIMIT 2) WITH METADATA = 'LABELS'", "--format", "jsonl")
        self.assertEqual([json.loads(line)["attributes"]["type"] for line in done.stdout.splitlines()], ["Product2"] * 2)

    def test_a_reserved_character(self):
        done = self.search("FIND {T-shirt} RETURNING Product2(Name)")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertEqual(done.stderr.decode(), "MALFORMED_SEARCH: \nFIND {T-shirt} RETURNING Product2(Name)\n      ^\n"
                         "ERROR at Row:1:Column:7\nline 1:7 mismatched character '-' expecting '}'\n")

    def test_explain(self):
        done = run("explain", "FIND {shoes} RETURNING Product2(Name)", "--org", ORG)
        for part in ('("shoe" OR "~shoe")', "soql_score", "Name: <mark>Shoe</mark> 0"):
            self.assertIn(part, done.stdout.decode())


class BadInput(unittest.TestCase):
    def check(self, code, said, *arguments, stdin=None):
        done = run(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(said, done.stderr.decode(errors="replace"))

    def test_usage(self):
        self.check(2, "Usage: localorg")
        self.check(2, "did you mean query?", "qery")
        self.check(2, "--nonsense", "query", "SELECT Id FROM Case", "--nonsense")
        self.check(2, "unknown format 'xml'", "query", "SELECT Id FROM Case", "--org", ORG, "--format", "xml")
        self.check(2, "give the query as an argument", "query", "--org", ORG)
        self.check(2, "'--out' is required", "generate")
        self.check(2, "unknown schema 'nope'", "generate", "--out", str(HOME / "x.db"), "--schema", "nope")
        self.check(2, "--scale takes 0.01 to 100", "generate", "--out", str(HOME / "x.db"), "--scale", "0")

    def test_org_files(self):
        self.check(3, "no such file", "query", "SELECT Id FROM Case", "--org", str(HOME / "none.db"))
        (HOME / "text.db").write_text("hello")
        self.check(3, "not a database", "query", "SELECT Id FROM Case", "--org", str(HOME / "text.db"))
        self.check(3, "not an org file", "query", "SELECT Id FROM Case", "--org", str(HOME / "source.db"))
        whole = pathlib.Path(ORG).read_bytes()
        (HOME / "cut.db").write_bytes(whole[:len(whole) // 2])
        self.check(3, "malformed", "query", "SELECT Id FROM Case", "--org", str(HOME / "cut.db"))

    def test_queries(self):
        for said, text in {
            "A query string has to be specified": b"",
            "SOQL statements cannot be empty or null": b"  \n ",
            "can not be longer than 100000 characters.": b"SELECT Id FROM Case WHERE Subject = '" + b"x" * 100_000 + b"'",
            "Query is either selecting too many fields": b"SELECT Id FROM Case WHERE " + b"(" * 10_000 + b"Id = null" + b")" * 10_000,
            "The query is not valid UTF-8": b"SELECT Id FROM Case WHERE Subject = '\xff'",
        }.items():
            with self.subTest(said):
                self.check(1, said, "query", "-", "--org", ORG, stdin=text)

    def test_a_failed_import_leaves_the_old_file(self):
        before = pathlib.Path(ORG).read_bytes()
        with sqlite3.connect(HOME / "empty.db") as db:
            db.execute("CREATE TABLE unknown (a)")
        self.check(3, "wrong layout", "import", str(HOME / "empty.db"), "--out", ORG)
        self.assertEqual(pathlib.Path(ORG).read_bytes(), before)

    def test_a_killed_generate_leaves_the_old_file(self):
        target = HOME / "killed.org.db"
        target.write_bytes(b"old")
        child = subprocess.Popen([BINARY, "generate", "--out", str(target), "--scale", "20"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not [p for p in HOME.iterdir() if p.name.startswith("killed.org.db.")] and time.monotonic() < deadline:
            pass
        child.send_signal(signal.SIGKILL)
        child.wait()
        self.assertEqual(target.read_bytes(), b"old")


class Tasks(unittest.TestCase):
    """`tasks generate` and `tasks check`, on an org that is generated once."""

    @classmethod
    def setUpClass(cls):
        cls.org, cls.file = str(HOME / "shop.org.db"), str(HOME / "shop.tasks.jsonl")
        assert run("generate", "--seed", "3", "--out", cls.org).returncode == 0
        cls.made = run("tasks", "generate", "--org", cls.org, "--out", cls.file, "--per-task", "5", "--seed", "2")
        with open(cls.file, encoding="utf-8") as lines:
            cls.tasks = [json.loads(line) for line in lines]

    def check(self, tasks, *options):
        path = HOME / "changed.json"
        path.write_text(json.dumps(tasks), encoding="utf-8")
        return run("tasks", "check", str(path), "--org", self.org, *options)

    def test_generate(self):
        self.assertEqual((self.made.returncode, self.made.stderr), (0, b""))
        self.assertEqual(self.made.stdout.decode(), f"Made {self.file}: 45 tasks (seed 2).\n")
        self.assertEqual([task["idx"] for task in self.tasks], list(range(45)))
        self.assertEqual(list(self.tasks[0]), ["idx", "query", "answer", "reward_metric", "metadata", "task", "source"])
        self.assertEqual({task["reward_metric"] for task in self.tasks[:5]}, {"fuzzy_match"})
        self.assertEqual({task["reward_metric"] for task in self.tasks[5:]}, {"exact_match"})
        self.assertEqual(sum(task["answer"] is None for task in self.tasks), 5)

    def test_named_kinds_and_an_array(self):
        path = HOME / "some.json"
        done = run("tasks", "generate", "--org", self.org, "--out", str(path), "--per-task", "2", "--task", "HTU", "case_routing")
        self.assertEqual(done.returncode, 0, done.stderr)
        tasks = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual([task["task"] for task in tasks], ["case_routing"] * 2 + ["handle_time"] * 2)

    def test_check(self):
        done = run("tasks", "check", self.file, "--org", self.org)
        self.assertEqual(done.returncode, 0, done.stdout)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0].split(), ["Task", "Tasks", "Right", "of", "them", "None", "Wrong", "Undecidable"])
        self.assertEqual(lines[-1], "45 of 45 right, 0 wrong, 0 undecidable.")

    def test_a_wrong_answer_is_named_and_fails(self):
        changed = [dict(task) for task in self.tasks if task["task"] == "transfer_count"]
        changed[0]["answer"] = "005Lo0000000099IAA"
        done = self.check(changed)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"Wrong:\n  %d transfer_count: the tools: " % changed[0]["idx"], done.stdout)
        self.assertIn(b"4 of 5 right, 1 wrong, 0 undecidable.", done.stdout)

    def test_without_source_the_words_are_read(self):
        bare = [{key: value for key, value in task.items() if key != "source"} for task in self.tasks]
        done = self.check(bare, "--format", "json")
        self.assertEqual(done.returncode, 0)
        undecidable = {finding["task"] for finding in json.loads(done.stdout) if finding["verdict"] != "right"}
        self.assertEqual(undecidable, {"knowledge_qa", "case_routing", "named_entity_disambiguation",
                                       "policy_violation_identification"})

    def test_an_org_without_what_is_behind_it(self):
        bare = HOME / "bare.org.db"
        bare.write_bytes(pathlib.Path(self.org).read_bytes())
        out = str(HOME / "bare.jsonl")
        done = run("tasks", "generate", "--org", str(bare), "--out", out, "--per-task", "1")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b": 6 tasks", done.stdout)
        self.assertIn(b"no .latent.json file", done.stderr)
        done = run("tasks", "generate", "--org", str(bare), "--out", out, "--task", "knowledge_qa")
        self.assertEqual(done.returncode, 2)

    def test_a_latent_file_of_another_org(self):
        bare, behind = HOME / "other.org.db", HOME / "other.org.latent.json"
        bare.write_bytes(pathlib.Path(self.org).read_bytes())
        behind.write_text(pathlib.Path(self.org[:-3] + ".latent.json").read_text().replace('"seed": 3', '"seed": 4', 1))
        done = run("tasks", "generate", "--org", str(bare), "--out", str(HOME / "other.jsonl"))
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"belongs to another org", done.stderr)

    def test_usage(self):
        for arguments, said in [(["tasks"], "generate"), (["tasks", "score"], "score"), (["tasks", "generate"], "--out"),
                                (["tasks", "check"], "which file"), (["tasks", "check", "/nowhere"], "/nowhere"),
                                (["tasks", "check", self.file, "--format", "csv"], "json"),
                                (["tasks", "generate", "--out", "x", "--task", "wine"], "handle_time"),
                                (["tasks", "generate", "--out", "x", "--per-task", "0"], "--per-task")]:
            done = run(*arguments, "--org", self.org)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(said, done.stderr.decode())
        done = run("tasks", "check", self.org, "--org", self.org)
        self.assertEqual(done.returncode, 3)


def result(number, gold, reply, kind="handle_time", **more):
    return {"task_id": number, "task_type": kind, "gt_answer": gold, "reward": 0, "traj": [],
            "agent_info": {"end_reason": {"source": "agent", "message": "Submit action", "content": reply}}, **more}


class Score(unittest.TestCase):
    """`score`, on results that are made up here."""
    AGENT = "005Lo000000000gIAA"

    def write(self, name, *records):
        path = HOME / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return str(path)

    def setUp(self):
        self.good = self.write("good.jsonl", {"run": {"agent": "oracle", "strategy": "tool_call"}}, result(1, self.AGENT, self.AGENT),
                               result(2, None, "None"), result(3, "red box", "the red box", "knowledge_qa"))
        self.bad = self.write("bad.jsonl", result(1, self.AGENT, f"It is {self.AGENT}."), result(2, None, "Ann"),
                              {**result(4, self.AGENT, ""), "agent_info": {"source": "api", "content": "Error: 503"}})

    def test_a_run(self):
        done = run("score", self.good)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[:7], ["Scores", "",
                                     "Task          Tasks  Score        95 %  Strict  Recorded",
                                     "────────────  ─────  ─────  ──────────  ──────  ────────",
                                     "knowledge_qa      1  100.0  20.7-100.0   100.0       0.0",
                                     "handle_time       2  100.0  34.2-100.0   100.0       0.0",
                                     "all               3  100.0  48.5-100.0   100.0       0.0"])

    def test_json(self):
        runs = json.loads(run("score", self.good, self.bad, "--json").stdout)
        self.assertEqual([one["name"] for one in runs], ["oracle tool_call", "bad"])
        self.assertEqual(runs[0]["overall"]["score"]["mean"], 1)
        self.assertEqual(runs[1]["overall"]["score"]["mean"], 0.5)
        self.assertAlmostEqual(runs[1]["overall"]["with_failures"]["mean"], 1 / 3)
        self.assertEqual(runs[1]["overall"]["strict"]["mean"], 0)
        self.assertEqual(runs[1]["end_reasons"], {"Submit action": 2, "environment failure": 1})

    def test_markdown_of_a_folder(self):
        for name in ["results_m_react_handle_time.json", "results_m_react_knowledge_qa.json"]:
            kind = "handle_time" if "handle" in name else "knowledge_qa"
            path = pathlib.Path(self.write("logs/" + name))
            path.write_text(json.dumps([result(len(name), "x", "x", kind)], indent=2), encoding="utf-8")
        done = run("score", str(HOME / "logs"), self.bad, "--markdown")
        self.assertEqual(done.stdout.decode().splitlines()[:6],
                         ["## Leaderboard", "", "| Run | KQA | HTU | All | 95 % | Strict |", "|---|---:|---:|---:|---:|---:|",
                          "| m react | 100.0 | 100.0 | 100.0 | 43.9-100.0 | 100.0 |",
                          "| bad | - | 50.0 | 50.0 | 9.5-90.5 | 0.0 |"])

    def test_threshold(self):
        self.assertEqual(run("score", self.good, "--fail-under", "1").returncode, 0)
        done = run("score", self.good, self.bad, "--fail-under", "0.4")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.decode(), "localorg: bad: 33.3 is under 40.0 (environment failures as 0)\n")
        self.assertEqual(run("score", self.write("empty.jsonl"), "--fail-under", "0").returncode, 1)

    def test_compare(self):
        done = run("score", "--compare", self.good, self.bad)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("From oracle tool_call to bad", done.stdout.decode())
        changed = json.loads(run("score", "--compare", self.good, self.bad, "--json").stdout)
        self.assertEqual([one["task_id"] for one in changed["exact"]["lost"]], [2])
        self.assertEqual((changed["only_before"], changed["only_after"]), (1, 1))

    def test_page(self):
        page = HOME / "report.html"
        done = run("score", self.good, "--html", str(page))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("<title>oracle tool_call: score</title>", page.read_text(encoding="utf-8"))
        self.assertFalse((HOME / "report.html.partial").exists())
        self.assertEqual(run("score", self.good, "--html", str(HOME / "no" / "report.html")).returncode, 2)

    def test_usage(self):
        for arguments, said in [([], "which results"), (["/nowhere"], "/nowhere"), ([self.good, "--fail-under", "95"], "0 to 1"),
                                ([self.good, "--json", "--markdown"], "not both"), (["--compare", self.good], "two"),
                                (["--compare", self.good, self.bad, "--html", "x"], "no more than")]:
            done = run("score", *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(said, done.stderr.decode())

    def test_a_file_that_holds_no_results(self):
        done = run("score", self.write("broken.jsonl", {"task_id": 1}))
        self.assertEqual(done.returncode, 3)
        self.assertIn("broken.jsonl: a result has no 'task_type'", done.stderr.decode())

class Others(unittest.TestCase):
    def test_describe(self):
        done = run("describe", "Case", "--org", ORG, "--format", "json")
        self.assertEqual(done.returncode, 0)
        body = json.loads(done.stdout)
        self.assertEqual(body["name"], "Case")
        self.assertEqual(body["keyPrefix"], "500")
        status = next(field for field in body["fields"] if field["name"] == "Status")
        self.assertEqual(status["type"], "picklist")
        owner = next(field for field in body["fields"] if field["name"] == "OwnerId")
        self.assertEqual(owner["referenceTo"], ["Group", "User"])
        self.assertIn("EmailMessages", [child["relationshipName"] for child in body["childRelationships"]])

    def test_describe_an_unknown_object(self):
        done = run("describe", "Cases", "--org", ORG)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Did you mean Case?", done.stderr.decode())

    def test_explain(self):
        done = run("explain", "SELECT Id FROM Case WHERE Status = 'New'", "--org", ORG)
        self.assertEqual(done.returncode, 0)
        text = done.stdout.decode()
        for part in ("Parsed\n", "Bound\n", "SQL (query)\n", "?1 = 'New'", "SQLite's plan", "Times\n", "parse", "execute"):
            self.assertIn(part, text)

    def test_verify(self):
        done = run("verify", ORG)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("small.org.db: all good.", done.stdout.decode())

    def test_the_default_org_is_made_on_first_use(self):
        done = run("query", "SELECT COUNT() FROM Case")
        self.assertEqual(done.stdout.decode(), "totalSize: 977\n")
        self.assertIn("making the default org", done.stderr.decode())
        self.assertEqual(run("query", "SELECT COUNT() FROM Case").stderr, b"")

    def test_generate_twice_gives_the_same_bytes(self):
        for name in ("a", "b"):
            self.assertEqual(run("generate", "--seed", "7", "--out", str(HOME / f"{name}.db")).returncode, 0)
        self.assertEqual((HOME / "a.db").read_bytes(), (HOME / "b.db").read_bytes())


class Snapshots(unittest.TestCase):
    def setUp(self):
        self.org = str(HOME / "kept.org.db")
        made = run("import", str(HOME / "source.db"), "--out", self.org)
        self.assertEqual(made.returncode, 0)

    def product_count(self):
        return json.loads(run("query", "SELECT COUNT() FROM Product2", "--org", self.org, "--format", "json").stdout)["totalSize"]

    def test_snapshot_and_restore(self):
        self.assertEqual(run("snapshot", "--org", self.org).stdout, b"")
        self.assertEqual(run("snapshot", "--org", self.org, "before").returncode, 0)
        ids = run("query", "SELECT Id FROM Product2", "--org", self.org, "--format", "csv").stdout.decode().split()[1:]
        delete = ('curl --silent --show-error --fail --request DELETE --header "Authorization: Bearer $SF_TARGET_ORG" '
                  f'"$SF_ORG_INSTANCE_URL/services/data/v59.0/composite/sobjects?ids={",".join(ids)}"')
        done = run("exec", "--offline", "--org", self.org, "--", "sh", "-c", delete)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.product_count(), 0)
        self.assertEqual(run("snapshot", "--org", self.org).stdout, b"before\n")
        self.assertEqual(run("restore", "--org", self.org, "before").returncode, 0)
        self.assertEqual(self.product_count(), 3)

    def test_what_cannot_be(self):
        for arguments, code, said in [(["restore"], 2, b"which snapshot?"), (["restore", "nothing"], 2, b"no snapshot 'nothing'"),
                                      (["snapshot", "a/b"], 2, b"names no snapshot"),
                                      (["reset", "--org", str(HOME / "missing.db")], 3, b"no such file")]:
            if "--org" not in arguments:
                arguments = [*arguments, "--org", self.org]
            done = run(*arguments)
            self.assertEqual(done.returncode, code, arguments)
            self.assertIn(said, done.stderr)

    def test_reset_of_an_org_that_was_not_written(self):
        done = run("reset", "--org", self.org)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"was not written", done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=1)
