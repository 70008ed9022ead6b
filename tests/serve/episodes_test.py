#!/usr/bin/env python3
"""Episodes over HTTP: /episodes of a server that was given tasks."""
import concurrent.futures
import json
import unittest
import urllib.error
import urllib.request

from server import HOME, Server, run

TASKS = HOME / "tasks.jsonl"


def ask(url, body=None, method=None, headers=None):
    """Status and JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


class Episodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        org = HOME / "small.org.db"
        assert run("generate", "--cases", "60", "--out", str(org)).returncode == 0
        TASKS.write_text("".join(json.dumps({
            "idx": idx, "task": "handle_time", "query": f"Who is number {idx}?", "answer": None, "reward_metric": "exact_match",
            "metadata": {"required": "## Today's date: 2022-03-01", "optional": ""}}) + "\n" for idx in range(40)), encoding="utf-8")
        cls.server = cls.enterClassContext(Server("--tasks", str(TASKS), org=org))
        cls.url = cls.server.facts["url"] + "/episodes"

    def test_an_episode(self):
        status, begun = ask(self.url, {"reset": 7})
        self.assertEqual((status, begun["event"], begun["task"]["query"]), (201, "task", "Who is number 7?"))
        episode = f"{self.url}/{begun['episode']}"
        self.assertEqual(ask(episode, {"execute": "SELECT COUNT(Id) FROM Case"}),
                         (200, {"event": "observation", "turn": 1, "content": "[{'expr0': 60}]"}))
        status, record = ask(episode)
        self.assertEqual((status, record["record"]["task_id"], len(record["record"]["traj"])), (200, 7, 4))
        status, end = ask(episode, {"respond": "None"})
        self.assertEqual((status, end["event"], end["reward"], end["goldAnswer"]), (200, "end", 1, None))
        self.assertEqual(ask(episode, {"respond": "None"})[0], 400)
        self.assertEqual(ask(episode, method="DELETE"), (204, None))
        self.assertEqual(ask(episode)[0], 404)

    def test_the_clock_stands_at_the_day_of_the_task(self):
        begun = ask(self.url, {"reset": 3})[1]
        seen = ask(f"{self.url}/{begun['episode']}", {"execute": "SELECT COUNT(Id) FROM Case WHERE CreatedDate > TODAY"})[1]
        after = ask(f"{self.url}/{begun['episode']}",
                    {"execute": "SELECT COUNT(Id) FROM Case WHERE CreatedDate >= 2022-03-02T08:00:00Z"})[1]  # in Los Angeles
        self.assertEqual(seen["content"], after["content"])
        self.assertNotEqual(seen["content"], "[{'expr0': 0}]")

    def test_refusals(self):
        self.assertEqual(ask(self.url, {"reset": 4711})[1]["message"], "there is no task with the idx 4711")
        self.assertEqual(ask(self.url + "/e999", {"respond": "x"})[0], 404)
        self.assertEqual(ask(self.url, {"reset": 1}, headers={"Origin": "https://pages.example"})[0], 403)
        self.assertEqual(ask(self.url, {"reset": 1}, headers={"Authorization": "Bearer wrong"})[0], 401)
        self.assertEqual(ask(self.url, method="PUT", body={})[0], 405)

    def test_many_at_once_each_with_the_next_task(self):
        def play(_):
            status, begun = ask(self.url, {"reset": None})
            self.assertEqual(status, 201)
            end = ask(f"{self.url}/{begun['episode']}", {"respond": "None"})[1]
            return begun["task"]["idx"], end["reward"]

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            played = list(pool.map(play, range(40)))
        self.assertEqual(sorted(idx for idx, _ in played), list(range(40)))
        self.assertEqual({reward for _, reward in played}, {1})
        self.assertEqual(ask(self.url, {"reset": None})[1], {"event": "end", "message": "no task is left"})


if __name__ == "__main__":
    unittest.main()
