#!/usr/bin/env python3
"""Bodies and queries that mean harm: deep, long, many.  Each is refused; the server lives on, and its memory has an end."""
import base64
import contextlib
import gzip
import json
import unittest
import urllib.parse

from hostile import COUNT, DATA, SERVER, TOKEN, TWO, Hostile, get, message, post, status_of
from server import read_answer

DEEP = 100_000


def tearDownModule():
    SERVER.stop()


class Deep(Hostile):
    JSON = {"arrays": b"[" * DEEP + b"]" * DEEP, "objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
            "inside": b'{"operation":' + b"[" * DEEP + b"]" * DEEP + b',"reset":' + b"[" * DEEP + b"]" * DEEP + b"}",
            "open": b"[" * DEEP, "many": b"[" + b"0," * 2_000_000 + b"0]", "no text": b"\xff\xfe{"}

    def test_json_of_every_resource(self):
        of_data = ("sobjects/Account", "composite", "composite/batch", "composite/graph", "composite/tree/Account", "composite/sobjects",
                   "composite/sobjects/Account/Id", "parameterizedSearch", "jobs/query", "jobs/ingest")
        targets = [*(DATA + path for path in of_data), "/services/async/59.0/job", "/localorg/snapshot", "/mcp", "/episodes"]
        for target in targets:
            for name, body in self.JSON.items():
                with self.subTest(target, body=name):
                    self.assert_refused(post(target, body), 400, 404, 405)

    def test_claims_of_an_assertion(self):
        claims = base64.urlsafe_b64encode(self.JSON["objects"]).decode().rstrip("=")
        form = urllib.parse.urlencode({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": f"e30.{claims}.x"})
        self.assert_refused(post(TOKEN, form.encode(), kind="application/x-www-form-urlencoded"), 400)

    def test_parentheses_of_queries_and_searches(self):
        for size in (1000, 40_000, DEEP):
            soql = f"SELECT Id FROM Account WHERE {'(' * size}Name = 'a'{')' * size}"
            search = f"FIND {{{'(' * size}a{')' * size}}} RETURNING Account"
            jobs = json.dumps({"operation": "query", "query": soql}).encode()
            self.assert_refused(post(DATA + "jobs/query", jobs), 400)
            call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
                "name": "soql_query", "arguments": {"query": soql}, "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}}
            self.assert_refused(post("/mcp", json.dumps(call).encode()), 200, 400)
            self.assert_refused(post(DATA + "parameterizedSearch", json.dumps({"q": "(" * size}).encode()), 400)
            if size == 1000:
                self.assert_refused(get(DATA + "query?" + urllib.parse.urlencode({"q": soql})), 400)
                self.assert_refused(get(DATA + "search?" + urllib.parse.urlencode({"q": search})), 400)

    def test_xml(self):
        bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
        outside = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        for body in (b"<a>" * DEEP + b"</a>" * DEEP, b"<a>" * DEEP, b"<a>" + b"<b/>" * DEEP + b"</a>", bomb, outside,
                     b"<a " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/>"):
            answer = SERVER.raw(post("/services/Soap/u/59.0", body, "SOAPAction: login", kind="text/xml"))
            self.assertEqual(status_of(answer), 500, body[:50])
            self.assertIn(b"<soapenv:Fault>", answer)
            self.assertNotIn(b"root:", answer)
        for body in (b"<a>" * DEEP + b"</a>" * DEEP, b"<" * 5_000_000, b"<a" * 2_000_000 + b">"):
            self.assert_refused(post("/services/async/59.0/job", body, kind="application/xml"), 400)


class Much(Hostile):
    def test_before_a_login(self):
        for target, kind in ((TOKEN, "application/x-www-form-urlencoded"), ("/services/oauth2/revoke", "application/x-www-form-urlencoded"),
                             ("/services/Soap/u/59.0", "text/xml")):
            self.assert_refused(post(target, b"a&" * 600_000, kind=kind), 413)

    def test_a_query_of_100_mb(self):
        with SERVER.connect() as client, contextlib.suppress(ConnectionError):
            for _ in range(1600):
                client.sendall(b"GET /services/data/v59.0/query?q=" + b"x" * 65536)
            self.fail("it still listens")
        self.assert_refused(message(f"POST {DATA}jobs/query HTTP/1.1", "Content-Length: 100000000"), 413)

    def test_queries_beyond_their_length(self):
        long = json.dumps({"operation": "query", "query": "SELECT Id FROM Account WHERE Name = '" + "x" * 2_000_000 + "'"}).encode()
        answer = SERVER.raw(post(DATA + "jobs/query", long))
        self.assertIn(b"can not be longer than 100000 characters", answer)

    def test_bombs(self):
        small = gzip.compress(b"[" * 30_000_000, 9)
        self.assert_refused(post(DATA + "composite", small, "Content-Encoding: gzip"), 400)
        twice = gzip.compress(gzip.compress(b"{}"))
        self.assert_refused(post(DATA + "composite", twice, "Content-Encoding: gzip"), 400)
        self.assert_refused(post(DATA + "composite", twice, "Content-Encoding: gzip, gzip"), 415)

    def test_cursors(self):
        """The oldest of ten is closed by the next: they would fill the memory."""
        ask = get(DATA + "query?q=SELECT+Id+FROM+Product2+LIMIT+201", "Sforce-Query-Options: batchSize=200")
        with SERVER.connect() as client:
            locators = []
            for turn in range(1000):
                client.sendall(ask)
                _, body = read_answer(client)
                if turn in (0, 999):
                    locators.append(json.loads(body)["nextRecordsUrl"])
        oldest, newest = (SERVER.request("GET", locator)[0] for locator in locators)
        self.assertEqual((oldest, newest), (400, 200))
        for locator in ("01g000000000000AAA-2000", "01gLo0000000001AAA-99999999999999999999", "-1", "%00", "01g" * 1000):
            self.assert_refused(get(DATA + "query/" + locator), 400)

    def test_hundreds_of_requests_at_once(self):
        answer = SERVER.raw(get(COUNT) * 500 + get("/%00") * 500)
        self.assertEqual((answer.count(TWO), answer.count(b"HTTP/1.1 404 ")), (500, 500))


if __name__ == "__main__":
    unittest.main(verbosity=1)
