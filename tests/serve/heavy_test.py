#!/usr/bin/env python3
"""Bodies of 100 MB, as the limits allow them, of clients that mean harm: the server answers, and its memory has an end.

Takes minutes: of the slow suite."""
import gzip
import json
import pathlib
import unittest

from server import Server, make_org

DATA = "/services/data/v59.0/"
MOST_KIB = 3_000_000
ALMOST = 99_000_000


class Heavy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server("--log", "off", org=make_org()))

    def tearDown(self):
        self.assertEqual(self.server.query("SELECT COUNT() FROM Account")["totalSize"], 2)
        lines = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text().splitlines()
        self.assertLess(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]), MOST_KIB)

    def post(self, target, body, **headers):
        sent = {"Content-Type": "application/json", "Accept": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.server.request("POST", target, body, self.server.bearer | sent)[0]

    def test_json(self):
        bodies = {"text": json.dumps({"operation": "query", "query": "x" * ALMOST}).encode(), "zeros": b"[" + b"0," * (ALMOST // 2) + b"0]",
                  "objects": b"[" + b"{}," * (ALMOST // 3) + b"{}]", "brackets": b"[" * ALMOST, "quotes": b'["' + b'\\"' * (ALMOST // 2) + b'"]'}
        for name, body in bodies.items():
            for target in (DATA + "jobs/query", DATA + "composite", DATA + "parameterizedSearch", "/mcp"):
                with self.subTest(name, target=target):
                    self.assertEqual(self.post(target, body), 400)

    def test_logins(self):
        for target in ("/services/oauth2/token", "/services/Soap/u/59.0"):
            self.assertEqual(self.post(target, b"a&" * (ALMOST // 2)), 413)

    def test_compressed(self):
        self.assertEqual(self.post(DATA + "composite", gzip.compress(b"[" * ALMOST, 1), Content_Encoding="gzip"), 400)


if __name__ == "__main__":
    unittest.main(verbosity=1)
