"""Clients that mean harm, and the server they meet: one for all tests of a file, which must have lived on after each."""
import json
import pathlib
import unittest

from server import HOME, Server, make_org

DATA = "/services/data/v59.0/"
COUNT = DATA + "query?q=SELECT+COUNT()+FROM+Account"
TWO = b'{"totalSize":2,"done":true,"records":[]}'
TOKEN = "/services/oauth2/token"
MOST_KIB = 900_000  # of memory, at any time; a build with sanitizers has several times its real need

ORG = make_org()
TASKS = HOME / "tasks.jsonl"
TASKS.write_text(json.dumps({"idx": 1, "task": "handle_time", "query": "Who?", "answer": None, "reward_metric": "exact_match",
                             "metadata": {"required": "## Today's date: 2022-03-01", "optional": ""}}))
SERVER = Server("--log", "off", "--tasks", str(TASKS), "--limit", "body-bytes=20000000", org=ORG)


def message(line, *headers, body=b"", host="localhost"):
    lines = [line, *([f"Host: {host}"] if host else []), "Authorization: Bearer " + SERVER.token, *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def get(target, *headers, **more):
    return message(f"GET {target} HTTP/1.1", *headers, **more)


def post(target, body, *headers, kind="application/json"):
    return message(f"POST {target} HTTP/1.1", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Accept: application/json",
                   "Connection: close", *headers, body=body)


def status_of(answer):
    return int(answer.split(b" ", 2)[1])


def peak_kib(server):
    lines = pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


class Hostile(unittest.TestCase):
    def tearDown(self):
        self.assertEqual(SERVER.query("SELECT COUNT() FROM Account")["totalSize"], 2)
        self.assertLess(peak_kib(SERVER), MOST_KIB)

    def assert_refused(self, data, *statuses):
        """One answer of that status, and nothing behind it was taken for a request."""
        answer = SERVER.raw(data)
        self.assertIn(status_of(answer), statuses, answer[:300])
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1, answer[:500])
