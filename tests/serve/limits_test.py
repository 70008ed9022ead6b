#!/usr/bin/env python3
"""What a client may take: time, connections, bytes.  Limits are set so small that nobody needs to wait for long."""
import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import sqlite3
import unittest
import urllib.parse

from server import HOME, SECONDS, Server, make_org, read_all, read_answer, run

DATA = "/services/data/v59.0/"
COUNT = DATA + "query?q=SELECT+COUNT()+FROM+Account"
# SQLite does far more for it than between two looks at the clock.
LONG = DATA + "query?" + urllib.parse.urlencode({"q": "SELECT COUNT() FROM Product2 WHERE " + " OR ".join(
    f"Name LIKE '%{n}x%'" for n in range(40))})


def setUpModule():
    global ORG
    ORG = make_org()


def serve(*limits, org=None):
    return Server("--log", "off", *(word for limit in limits for word in ("--limit", limit)), org=org or ORG)


def get(server, target, method="GET", body=b"", token=None):
    return (f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token or server.token}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


class Time(unittest.TestCase):
    """A client that keeps the server waiting is sent away; read_all() returns when it is."""

    def test_to_say_something(self):
        with serve("idle-ms=1") as server, server.connect() as silent:
            self.assertEqual(read_all(silent), b"")

    def test_between_requests(self):
        with serve("idle-ms=1") as server, server.connect() as client:
            client.sendall(get(server, COUNT) * 2)
            self.assertEqual(read_all(client).count(b"HTTP/1.1 200 "), 2)

    def test_for_a_header(self):
        with serve("header-ms=1") as server:
            for begun in (b"G", get(server, COUNT)[:-2]):
                with server.connect() as slow:
                    slow.sendall(begun)
                    self.assertEqual(read_all(slow), b"")
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_for_a_handshake(self):
        with serve("header-ms=1") as server, server.connect() as slow:
            slow.sendall(b"\x16\x03\x01")
            self.assertEqual(read_all(slow), b"")

    def test_for_a_body(self):
        with serve("body-ms=1") as server, server.connect() as slow:
            slow.sendall(b"POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ngrant_type=")
            self.assertEqual(read_all(slow), b"")

    def test_to_take_an_answer(self):
        with serve("answer-ms=1") as server, server.connect() as deaf:
            request = get(server, DATA + "query?q=SELECT+Id,Name+FROM+Product2")
            try:
                for _ in range(500):  # more answers than the system's buffers hold
                    deaf.sendall(request)
                whole = read_all(deaf)
            except OSError:  # sent away while it still asked
                whole = b""
            self.assertLess(whole.count(b"HTTP/1.1 200 "), 500)
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_for_a_query(self):
        with serve("query-ms=0") as server:
            status, _, body = server.request("GET", LONG)
            self.assertEqual((status, json.loads(body)), (400, [
                {"message": "Your query request was running for too long.", "errorCode": "QUERY_TIMEOUT"}]))
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)
            self.assertEqual(server.request("GET", COUNT)[0], 200)


class Connections(unittest.TestCase):
    def test_an_idle_one_makes_room(self):
        with serve("connections=3") as server:
            clients = [server.connect() for _ in range(3)]
            try:
                for client in clients:
                    client.sendall(get(server, COUNT))
                    read_answer(client)
                with server.connect() as another:
                    another.sendall(get(server, COUNT))
                    self.assertIn(b" 200 ", read_answer(another)[0])
                    gone, _, _ = select.select(clients, [], [], SECONDS)
                    self.assertEqual([client.recv(1) for client in gone], [b""])
            finally:
                for client in clients:
                    client.close()

    def test_one_at_a_time(self):
        with serve("connections=1") as server:
            for _ in range(5):
                self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)


class Bytes(unittest.TestCase):
    def test_of_url_header_and_body(self):
        with serve("url-bytes=300", "header-bytes=2000", "body-bytes=50") as server:
            for target, body, status in ((COUNT, b"", 200), ("/" + "x" * 300, b"", 414), ("/?" + "x" * 3000, b"", 414),
                                         ("/services/oauth2/token", b"x" * 51, 413)):
                answer = server.raw(get(server, target, "POST" if body else "GET", body))
                self.assertEqual(int(answer.split(b" ")[1]), status, target)
            answer = server.raw(get(server, COUNT)[:-2] + b"X-Much: " + b"x" * 3000 + b"\r\n\r\n")
            self.assertEqual(int(answer.split(b" ")[1]), 431)


class Others(unittest.TestCase):
    """Org files that another process holds: whoever writes waits in its thread, far longer than these tests take."""

    def hold(self, name):
        org = pathlib.Path(shutil.copy(ORG, HOME / f"{name}.org.db"))
        holder = sqlite3.connect(org, isolation_level=None)
        self.addCleanup(holder.close)
        holder.execute("BEGIN IMMEDIATE")
        return org, holder

    @staticmethod
    def write(server, token):
        return get(server, DATA + "sobjects/Account", "POST", b'{"FirstName":"New","LastName":"One"}', token)

    def test_those_who_wait_keep_nobody_waiting(self):
        held = [self.hold(f"held{n}") for n in range(max(os.cpu_count(), 4) + 1)]  # more than there are threads to begin with
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(Server("--log", "off", *(word for org, _ in held for word in ("--org", str(org))), org=ORG))
            waiting = [stack.enter_context(server.connect()) for _ in held]
            for client, org in zip(waiting, server.facts["orgs"][1:], strict=True):
                client.sendall(self.write(server, org["token"]))
            for _ in range(5):
                self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)
            for _, holder in held:
                holder.execute("ROLLBACK")
            for client in waiting:
                self.assertIn(b" 201 ", read_answer(client)[0])

    def test_many_who_write_one_org(self):
        org, holder = self.hold("shared")
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(Server("--log", "off", org=org))
            waiting = [stack.enter_context(server.connect()) for _ in range(20)]
            form = f"grant_type=password&client_id=x&username={server.user['username']}&password={server.user['password']}"
            for client in waiting:
                token = json.loads(server.request("POST", "/services/oauth2/token", form, {})[2])["access_token"]
                client.sendall(self.write(server, token))
            holder.execute("ROLLBACK")
            for client in waiting:
                self.assertIn(b" 201 ", read_answer(client)[0])
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 22)

    def test_a_stop_ends_well(self):
        org, holder = self.hold("stopped")
        with Server("--log", "off", "--limit", "shutdown-ms=1", org=org) as server, server.connect() as waiting:
            waiting.sendall(self.write(server, server.token))
            server.process.send_signal(signal.SIGTERM)
            read_all(waiting)
            holder.execute("ROLLBACK")
        self.assertEqual(run("verify", str(org)).returncode, 0)


class Options(unittest.TestCase):
    def test_wrong_ones(self):
        for limit in ("", "idle-ms", "idle-ms=", "idle-ms=-1", "idle-ms=1s", "nothing=1", "connections=99999999999"):
            done = run("serve", "--port", "0", "--org", str(ORG), "--limit", limit)
            self.assertEqual(done.returncode, 2, limit)
            self.assertIn("NAME one of connections, ", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
