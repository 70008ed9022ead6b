#!/usr/bin/env python3
"""localorg run, episode and tool, by what they print and write: run_test.py BINARY [--seeds N --per-task N]."""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OPTIONS = argparse.Namespace()
FOLDER = tempfile.TemporaryDirectory()

# Plays an episode in two turns.  The EPISODE-th that is begun by any of its processes kills localorg, if that is set.
AGENT = """
import json, os, signal, sys
for line in sys.stdin:
    event = json.loads(line)
    if event["event"] == "task":
        if "COUNT_FILE" in os.environ:
            with open(os.environ["COUNT_FILE"], "a+b", buffering=0) as counted:
                counted.write(b".")
                if counted.tell() == int(os.environ["EPISODE"]):
                    os.kill(os.getppid(), signal.SIGKILL)
        print(json.dumps({"call": "get_issues", "arguments": {}}), flush=True)
    elif event["event"] == "observation":
        print(json.dumps({"respond": f"None of {len(event['content'])}",
                          "usage": {"prompt_tokens": 7, "completion_tokens": 2, "cost": 0.5}}), flush=True)
"""


def localorg(*arguments, code=0, environment=None, text=None):
    done = subprocess.run([OPTIONS.binary, *map(str, arguments)], capture_output=True, text=True, check=False, input=text,
                          env={**os.environ, **(environment or {})}, cwd=FOLDER.name)
    if code is not None and done.returncode != code:
        raise AssertionError(f"localorg {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def path(name):
    return pathlib.Path(FOLDER.name) / name


def lines_of(name):
    return [json.loads(line) for line in path(name).read_text(encoding="utf-8").splitlines()]


def setUpModule():
    localorg("generate", "--seed", "5", "--out", "org.db")
    localorg("tasks", "generate", "--org", "org.db", "--per-task", "10", "--out", "tasks.jsonl")
    path("agent.py").write_text(AGENT, encoding="utf-8")


class Oracle(unittest.TestCase):
    def test_solves_every_generated_task(self):
        for seed in range(1, OPTIONS.seeds + 1):
            localorg("generate", "--seed", seed, "--out", "some.db")
            localorg("tasks", "generate", "--org", "some.db", "--seed", seed, "--per-task", OPTIONS.per_task, "--out", "some.jsonl")
            localorg("run", "--agent", "oracle", "--org", "some.db", "--tasks", "some.jsonl", "--out", "oracle.jsonl")
            episodes = lines_of("oracle.jsonl")[1:]
            self.assertEqual(len(episodes), 9 * OPTIONS.per_task)
            for episode in episodes:
                reward = episode["reward"]
                self.assertEqual(reward["em"] if isinstance(reward, dict) else reward, 1, episode["task_id"])
            localorg("score", "oracle.jsonl", "--fail-under", "1")

    @unittest.skipUnless(os.environ.get("LOCALORG_SHARED"), "needs the published tasks")
    def test_solves_what_can_be_decided_of_the_published_tasks(self):
        shared = pathlib.Path(os.environ["LOCALORG_SHARED"]) / "data"
        localorg("import", shared / "crmarena_partial.db", "--out", "published.db")
        localorg("run", "--agent", "oracle", "--org", "published.db", "--tasks", shared / "crmarena_tasks.jsonl",
                 "--out", "published.jsonl")
        found = json.loads(localorg("tasks", "check", shared / "crmarena_tasks.jsonl", "--org", "published.db", "--format",
                                    "json").stdout)
        right = {finding["idx"] for finding in found if finding["verdict"] == "right"}
        solved = {episode["task_id"] for episode in lines_of("published.jsonl")[1:] if episode["reward"] == 1}
        self.assertEqual(len(right), 317)
        self.assertEqual(solved, right)


class Runs(unittest.TestCase):
    def run_oracle(self, out, *more):
        return localorg("run", "--agent", "oracle", "--org", "org.db", "--tasks", "tasks.jsonl", "--out", out, *more)

    def test_same_bytes_whoever_does_the_work(self):
        self.run_oracle("one.jsonl", "-k", "2")
        self.run_oracle("eight.jsonl", "-k", "2", "-j", "8")
        self.assertEqual(path("one.jsonl").read_bytes(), path("eight.jsonl").read_bytes())
        self.assertEqual(len(lines_of("one.jsonl")), 1 + 2 * 90)
        self.assertFalse(path("one.jsonl.partial").exists())

    def test_calls_are_recorded_with_their_size_and_time(self):
        self.run_oracle("calls.jsonl", "--task", "TII")
        calls = lines_of("calls.calls.jsonl")
        self.assertEqual(calls[0]["name"], "get_order_item_ids_by_product")
        self.assertEqual(sorted(calls[0]), ["arguments", "error", "milliseconds", "name", "rows", "task_id", "task_type", "trial",
                                            "turn"])
        self.assertGreater(calls[0]["milliseconds"], 0)
        self.assertGreater(calls[0]["rows"], 0)

    def test_killed_and_resumed_a_run_ends_as_if_nothing_had_been(self):
        command = ["run", "--agent-cmd", f"exec {sys.executable} agent.py", "--org", "org.db", "--tasks", "tasks.jsonl",
                   "-k", "3", "--idx", "0-66", "-j", "8"]
        localorg(*command, "--out", "whole.jsonl")
        self.assertEqual(len(lines_of("whole.jsonl")), 1 + 201)
        for episode in (3, 40, 90, 60):
            path("count").unlink(missing_ok=True)
            done = localorg(*command, "--out", "killed.jsonl", "--resume", code=None,
                            environment={"COUNT_FILE": str(path("count")), "EPISODE": str(episode)})
            self.assertEqual(done.returncode, -signal.SIGKILL)
            self.assertFalse(path("killed.jsonl").exists())
        refused = localorg(*command, "--out", "killed.jsonl", code=2)
        self.assertIn("holds a run that was not finished", refused.stderr)
        path("count").unlink()
        done = localorg(*command, "--out", "killed.jsonl", "--resume",
                        environment={"COUNT_FILE": str(path("count")), "EPISODE": "-1"})
        kept = 201 - path("count").stat().st_size
        self.assertIn(f"201 episodes, {kept} of them from the unfinished run", done.stdout)
        self.assertGreater(kept, 150)
        self.assertEqual(path("killed.jsonl").read_bytes(), path("whole.jsonl").read_bytes())

    def test_another_run_is_not_resumed(self):
        path("other.jsonl.partial").write_text('{"run": {"agent": "null", "model": "m"}}\n', encoding="utf-8")
        refused = localorg("run", "--agent", "null", "--org", "org.db", "--tasks", "tasks.jsonl", "--out", "other.jsonl", "--resume",
                           code=2)
        self.assertIn("other.jsonl.partial is of another run: ", refused.stderr)

    def test_a_recorded_run_is_replayed(self):
        self.run_oracle("first.jsonl", "--task", "HTU", "BRI")
        localorg("run", "--agent", "replay", "first.jsonl", "--org", "org.db", "--tasks", "tasks.jsonl", "--task", "HTU", "BRI",
                 "--out", "again.jsonl")
        self.assertEqual(lines_of("again.jsonl")[1:], lines_of("first.jsonl")[1:])

    def test_an_agent_that_knows_nothing(self):
        localorg("run", "--agent", "null", "--org", "org.db", "--tasks", "tasks.jsonl", "--out", "null.jsonl")
        scored = json.loads(localorg("score", "null.jsonl", "--json").stdout)
        self.assertEqual(sum(episode["reward"] == 1 for episode in lines_of("null.jsonl")[1:]), 15)  # 3 of 10 in 5 kinds
        self.assertTrue(scored)

    def test_a_program_that_ends_or_is_silent_fails_as_the_agent(self):
        for command, error in (("exit 3", "Error: the agent's program has ended"), ("cat >/dev/null", "Error: the agent's time is over")):
            localorg("run", "--agent-cmd", command, "--max-seconds", "0.2", "--org", "org.db", "--tasks", "tasks.jsonl", "--idx", "0-1",
                     "--out", "ended.jsonl")
            for episode in lines_of("ended.jsonl")[1:]:
                self.assertEqual((episode["reward"], episode["failure"], episode["agent_info"]["content"]), (0, "agent", error))

    def test_the_example(self):
        done = localorg("run", "--agent-cmd", f"{sys.executable} {ROOT / 'tools' / 'example_agent.py'}", "--org", "org.db", "--tasks",
                        "tasks.jsonl", "--task", "top_issue_identification", "--out", "example.jsonl")
        self.assertIn("Made example.jsonl: 10 episodes.", done.stdout)
        self.assertEqual([episode["reward"] for episode in lines_of("example.jsonl")[1:]], [1] * 10)

    def test_wrong_usage(self):
        for arguments, words in ((["--agent", "nobody"], "no agent 'nobody': oracle, null, replay"),
                                 ([], "run takes one agent"),
                                 (["--model", "m"], "--model needs the --base-url of its service"),
                                 (["--agent", "null", "--protocol", "speech"], "no protocol 'speech'"),
                                 (["--agent", "oracle", "--protocol", "act"], "the oracle plays tool_call_flex alone"),
                                 (["--agent", "null", "--idx", "9-3"], "--idx takes numbers and ranges"),
                                 (["--agent", "null", "--idx", "99999"], "no task is left to be run")):
            self.assertIn(words, localorg("run", "--org", "org.db", "--tasks", "tasks.jsonl", *arguments, code=2).stderr)


class Model(unittest.TestCase):
    """A model behind a scripted service of OpenAI's protocol."""

    def setUp(self):
        self.service = self.enterContext(subprocess.Popen([sys.executable, HERE / "endpoint_server.py"], stdin=subprocess.PIPE,
                                                          stdout=subprocess.PIPE, text=True))
        self.addCleanup(self.service.terminate)
        self.port = json.loads(self.service.stdout.readline())["port"]

    def ask(self, request):
        print(json.dumps(request), file=self.service.stdin, flush=True)
        return json.loads(self.service.stdout.readline())

    def run_model(self, *more, code=0):
        return localorg("run", "--model", "scripted", "--base-url", f"http://127.0.0.1:{self.port}/v1", "--org", "org.db", "--tasks",
                        "tasks.jsonl", "--out", "model.jsonl", *more, code=code, environment={"OPENAI_API_KEY": "sk-test"})

    def test_two_turns_with_a_passing_fault(self):
        calls = [{"id": "c1", "type": "function", "function": {"name": "get_issues", "arguments": "{}"}}]
        answer = [{"id": "c2", "type": "function", "function": {"name": "respond", "arguments": '{"content": "None"}'}}]
        usage = {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010}
        self.ask({"script": [{"message": {"role": "assistant", "content": None, "tool_calls": calls}, "usage": usage},
                             {"status": 429, "headers": {"Retry-After": "0"}, "json": {"error": {"message": "slow down"}}},
                             {"message": {"role": "assistant", "content": None, "tool_calls": answer}, "usage": usage}]})
        done = self.run_model("--idx", "0", "--prompt-price", "2", "--completion-price", "10")
        self.assertIn("Made model.jsonl: 1 episodes.", done.stdout)
        header, episode = lines_of("model.jsonl")
        self.assertEqual((header["run"]["agent"], header["run"]["model"]), ("model", "scripted"))
        self.assertEqual(episode["agent_info"]["end_reason"]["message"], "Submit action")
        self.assertEqual(episode["agent_info"]["usage"]["total_tokens"], [1010, 1010])
        self.assertAlmostEqual(episode["agent_info"]["total_cost"], 0.0042)
        asked = self.ask({"requests": True})
        self.assertEqual([request["path"] for request in asked], ["/v1/chat/completions"] * 3)
        self.assertEqual(asked[0]["headers"]["authorization"], "Bearer sk-test")
        self.assertNotIn("sk-test", path("model.jsonl").read_text(encoding="utf-8"))

    def test_a_service_that_refuses_stops_the_run_which_is_resumed(self):
        self.ask({"script": [{"status": 401, "json": {"error": {"message": "wrong key"}}}] * 2})
        refused = self.run_model("--idx", "0-1", "--max-failures", "2", code=2)
        self.assertIn("stopped after 2 failures of the environment in a row", refused.stderr)
        self.assertIn("wrong key", refused.stderr)
        respond = {"message": {"role": "assistant", "content": "<respond>None</respond>"}}
        self.ask({"script": [respond, respond]})
        refused = self.run_model("--idx", "0-1", "--protocol", "act", "--resume", code=2)
        self.assertIn("of another run: strategy is \"act\" now and was \"tool_call_flex\"", refused.stderr)
        self.run_model("--idx", "0-1", "--protocol", "act", "--restart")
        self.assertEqual([episode["agent_info"]["num_turns"] for episode in lines_of("model.jsonl")[1:]], [[0, 1], [0, 1]])


class Episodes(unittest.TestCase):
    def talk(self, *requests, protocol="tool_call_flex"):
        done = localorg("episode", "--org", "org.db", "--tasks", "tasks.jsonl", "--protocol", protocol,
                        text="".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in requests))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_reset_act_observe_submit(self):
        task, seen, end, after = self.talk({"reset": 10}, {"execute": "SELECT COUNT(Id) FROM Case"}, {"respond": "June"},
                                           {"respond": "July"})
        self.assertEqual((task["event"], task["task"]["idx"], task["task"]["task"]), ("task", 10, "monthly_trend_analysis"))
        self.assertEqual(len(task["tools"]), 27)
        self.assertEqual(seen, {"event": "observation", "turn": 1, "content": "[{'expr0': 977}]"})
        self.assertEqual((end["event"], end["message"], end["turns"]), ("end", "Submit action", 2))
        self.assertEqual(after, {"event": "error", "message": "no episode is under way: reset begins one"})

    def test_text_protocols(self):
        task, reminder, error, seen, end = self.talk(
            {"reset": {"idx": 20, "protocol": "react", "observations": "json"}}, "I would like to think.",
            "<thought>x</thought><execute>SELECT Nmae FROM Case</execute>", {"execute": "```sql\nSELECT COUNT()\nFROM Case\n```"},
            "<thought>done</thought><submit>None</submit>")
        self.assertEqual(task["tools"], [])
        self.assertIn("no valid turn", reminder["content"])
        self.assertIn("INVALID_FIELD: \nSELECT Nmae FROM Case\n       ^\nERROR at Row:1:Column:8", error["content"])
        self.assertEqual(seen["content"], "[]")  # documented: only records are looked at
        self.assertEqual(end["endReason"]["content"], "None")

    def test_records_with_other_fields_end_the_task_as_upstream(self):
        search = {"execute": "FIND {shoes} RETURNING Product2(Id, Name), Case(Id, Subject)"}
        end = self.talk({"reset": 0}, search, protocol="act")[1]
        self.assertEqual((end["event"], end["message"]), ("end", "Error: 'Name'"))
        seen = self.talk({"reset": {"idx": 0, "observations": "json"}}, search, protocol="act")[1]
        self.assertEqual(seen["event"], "observation")

    def test_what_is_not_understood(self):
        for request, words in (({"reset": 99999}, "no task with the idx 99999"), ({"reset": "x"}, "reset takes the idx"),
                               ({"reset": 2 ** 32 + 1}, "no task with the idx 4294967297"),
                               ({"reset": {"idx": 1, "trial": 2 ** 32}}, "trial is a number from 0"),
                               ({"reset": {"idx": 1, "trial": "x"}}, "trial is a number from 0"),
                               ({"reset": {"idx": 1, "protocol": "x"}}, "protocol is one of"),
                               ({"record": True}, "no episode has been begun")):
            answer = self.talk(request)[0]
            self.assertEqual(answer["event"], "error")
            self.assertIn(words, answer["message"])
        refused = self.talk({"reset": 0}, {"dance": 1})[1]
        self.assertEqual(refused, {"event": "error", "message": "a turn has one of execute, call, respond (texts) and message"})

    def test_tasks_one_after_the_other(self):
        first, second = self.talk({"reset": None}, {"reset": None})
        self.assertEqual((first["task"]["idx"], second["task"]["idx"]), (0, 1))
        own = self.talk({"reset": {"task": {"idx": 7, "task": "knowledge_qa", "query": "Why?", "answer": "So.", "reward_metric":
                                           "fuzzy_match", "metadata": {"required": "", "optional": ""}}}}, {"respond": "So."})
        self.assertEqual((own[0]["task"]["query"], own[1]["reward"]["em"]), ("Why?", True))


class Tools(unittest.TestCase):
    def test_a_function_by_name(self):
        done = localorg("tool", "get_start_date", "--args", '{"end_date": "2021-03-31T00:00:00Z", "period": "month", '
                        '"interval_count": 1}', "--org", "org.db")
        self.assertEqual(done.stdout, '"2021-02-28T00:00:00Z"\n')  # dataset.md, section 7

    def test_as_python_prints_it(self):
        done = localorg("tool", "get_period", "--args", '{"period_name": "Winter", "year": 2020}', "--python", "--org", "org.db")
        self.assertEqual(done.stdout, "{'start_date': '2020-12-01T00:00:00Z', 'end_date': '2021-03-01T00:00:00Z'}\n")

    def test_faults(self):
        done = localorg("tool", "get_cases", "--org", "org.db", code=1)
        self.assertEqual(done.stderr, "Error: at least one condition is needed\n")
        done = localorg("tool", "issue_soql_query", "--args", '{"query": "SELECT"}', "--org", "org.db", code=1)
        self.assertTrue(done.stderr.startswith("MALFORMED_QUERY: "))
        self.assertIn("did you mean get_cases?", localorg("tool", "get_case", "--org", "org.db", code=2).stderr)

    def test_list_and_schemas(self):
        self.assertEqual(len(json.loads(localorg("tool", "--schema").stdout)), 27)
        self.assertIn("search_knowledge_articles", localorg("tool").stdout)
        self.assertNotIn("returns", json.loads(localorg("tool", "get_issues", "--schema").stdout)["function"])
        self.assertIn("returns", json.loads(localorg("tool", "get_issues", "--schema", "--returns").stdout)["function"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--per-task", type=int, default=10)
    OPTIONS, rest = parser.parse_known_args()
    OPTIONS.binary = str(pathlib.Path(OPTIONS.binary).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
