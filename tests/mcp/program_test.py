#!/usr/bin/env python3
"""MCP as the program speaks it, over pipes and over HTTP: program_test.py README."""
import json
import pathlib
import re
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from server import BINARY, ENVIRONMENT, SECONDS, Server, make_org, run  # noqa: E402

README = pathlib.Path(sys.argv.pop(1))
INITIALIZE = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
COUNT = {"name": "soql_query", "arguments": {"query": "SELECT COUNT() FROM Account"}}
TWO = {"totalSize": 2, "done": True, "records": []}
STATELESS = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def message(method, params=None, number=1):
    made = {"jsonrpc": "2.0", "id": number, "method": method}
    return json.dumps(made if params is None else made | {"params": params})


def setUpModule():
    global ORG, SERVER
    ORG = make_org()
    SERVER = Server("--toolset", "crmarena", org=ORG)


def tearDownModule():
    SERVER.stop()


def pipe(*lines, options=()):
    done = run("mcp", "--org", str(ORG), *options, input="".join(line + "\n" for line in lines))
    return done, [json.loads(line) for line in done.stdout.splitlines()]


class Pipes(unittest.TestCase):
    def test_a_session(self):
        done, answers = pipe(message("initialize", INITIALIZE), '{"jsonrpc":"2.0","method":"notifications/initialized"}',
                             message("tools/call", COUNT, 2))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([answer["id"] for answer in answers], [1, 2])
        self.assertEqual(answers[0]["result"]["serverInfo"]["version"], run("--version").stdout.split()[1])
        self.assertEqual(answers[1]["result"]["structuredContent"], TWO)

    def test_nothing_in_nothing_out(self):
        done, answers = pipe()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_each_answer_comes_at_once(self):
        with subprocess.Popen([BINARY, "mcp", "--org", str(ORG)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env=ENVIRONMENT) as client:
            for number in range(3):
                client.stdin.write(message("ping", number=number) + "\n")
                client.stdin.flush()
                self.assertEqual(json.loads(client.stdout.readline()), {"jsonrpc": "2.0", "id": number, "result": {}})
            client.stdin.close()
            self.assertEqual(client.wait(SECONDS), 0)

    def test_a_client_that_has_gone(self):
        with subprocess.Popen([BINARY, "mcp", "--org", str(ORG)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env=ENVIRONMENT) as client:
            client.stdout.close()
            client.stdin.write(message("ping") + "\n")
            client.stdin.flush()
            self.assertEqual(client.wait(SECONDS), 0)

    def test_bytes_that_are_no_text(self):
        done = run("mcp", "--org", str(ORG), input=b"\x00\xff\xfe\n" + message("ping").encode() + b"\n", text=False)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(answers[0]["error"]["code"], -32700)
        self.assertEqual(answers[1]["result"], {})

    def test_an_org_that_is_none(self):
        done = run("mcp", "--org", "/no/such/org.db", input=message("ping") + "\n")
        self.assertEqual((done.returncode, done.stdout), (3, ""))

    def test_the_clock(self):
        query = {"name": "soql_query", "arguments": {"query": "SELECT COUNT() FROM Account WHERE CreatedDate < TODAY"}}
        _, (_, answer) = pipe(message("initialize", INITIALIZE), message("tools/call", query), options=("--now", "1990-01-01"))
        self.assertEqual(answer["result"]["structuredContent"]["totalSize"], 0)

    def test_pages_of_a_long_answer(self):
        ids, cursor = [], {}
        with subprocess.Popen([BINARY, "mcp", "--org", str(ORG)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env=ENVIRONMENT) as client:
            def ask(method, params):
                client.stdin.write(message(method, params) + "\n")
                client.stdin.flush()
                return json.loads(client.stdout.readline())["result"]
            ask("initialize", INITIALIZE)
            while cursor is not None:
                arguments = {"query": "SELECT Id FROM Product2 ORDER BY Id", "max_rows": 1000} | cursor
                page = ask("tools/call", {"name": "soql_query", "arguments": arguments})["structuredContent"]
                self.assertEqual(page["totalSize"], 4500)
                ids += [record["Id"] for record in page["records"]]
                cursor = {"cursor": page["nextCursor"]} if "nextCursor" in page else None
            client.stdin.close()
        self.assertEqual((len(ids), ids), (4500, sorted(set(ids))))


class Toolsets(unittest.TestCase):
    OWN = ["soql_query", "sosl_search", "list_objects", "describe_object"]

    def names(self, *options):
        _, (_, answer) = pipe(message("initialize", INITIALIZE), message("tools/list"), options=options)
        return [tool["name"] for tool in answer["result"]["tools"]]

    def test_by_option(self):
        self.assertEqual(self.names(), self.OWN)
        more = self.names("--toolset", "crmarena")
        self.assertEqual(len(more), 4 + 27)
        self.assertEqual(more[:4], self.OWN)
        self.assertEqual(more, self.names("--toolset", "all", "--toolset", "crmarena"))
        done = run("mcp", "--org", str(ORG), "--toolset", "other", input="")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "localorg: unknown toolset 'other': crmarena, all\n")

    def test_a_function_of_crmarena(self):
        def call(name, **arguments):
            _, (_, answer) = pipe(message("initialize", INITIALIZE), message("tools/call", {"name": name, "arguments": arguments}),
                                  options=("--toolset", "crmarena"))
            result = answer["result"]
            return result["isError"], result["content"][0]["text"]
        self.assertEqual(call("get_period", period_name="Q4", year=2021),
                         (False, '{"start_date":"2021-10-01T00:00:00Z","end_date":"2022-01-01T00:00:00Z"}'))
        self.assertEqual(call("get_period", period_name="Q4"), (True, "Error: missing argument 'year'"))
        is_error, text = call("issue_soql_query", query="SELECT Nmae FROM Account")
        self.assertTrue(is_error and text.startswith("INVALID_FIELD: \nSELECT Nmae FROM Account\n"), text)
        is_error, text = call("issue_soql_query", query="SELECT Id FROM Account ORDER BY Id LIMIT 1")
        self.assertEqual((is_error, json.loads(text)), (False, [{"Id": "001Te0000000001IAA"}]))

    def test_the_readme_lists_the_tools(self):
        section = README.read_text(encoding="utf-8").split("\n## MCP\n")[1].split("\n## ")[0]
        listed = re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)
        self.assertEqual(listed, self.OWN)
        functions = re.search(r"<!-- crmarena -->(.*?)<!-- /crmarena -->", section, re.DOTALL)[1]
        self.assertEqual(re.findall(r"`([a-z_]+)`", functions), self.names("--toolset", "crmarena")[4:])


class Http(unittest.TestCase):
    def post(self, body, session=None, server=None, **headers):
        made = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        made |= {name.replace("_", "-"): value for name, value in headers.items()}
        if session:
            made["Mcp-Session-Id"] = session
        status, got, text = (server or SERVER).request("POST", "/mcp", body, made)
        return status, got, json.loads(text) if text else None

    def open(self, **options):
        status, headers, answer = self.post(message("initialize", INITIALIZE), **options)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"), answer)
        return headers["Mcp-Session-Id"]

    def test_a_session_from_beginning_to_end(self):
        session = self.open()
        status, headers, answer = self.post('{"jsonrpc":"2.0","method":"notifications/initialized"}', session)
        self.assertEqual((status, headers["Content-Length"], answer), (202, "0", None))
        status, _, answer = self.post(message("tools/call", COUNT), session, MCP_Protocol_Version="2025-06-18")
        self.assertEqual((status, answer["result"]["structuredContent"]), (200, TWO))
        status, _, answer = self.post(message("no/such"), session)
        self.assertEqual((status, answer["error"]["code"]), (200, -32601))
        self.assertEqual(SERVER.request("DELETE", "/mcp", headers={"Mcp-Session-Id": session})[0], 204)
        self.assertEqual(SERVER.request("DELETE", "/mcp", headers={"Mcp-Session-Id": session})[0], 404)
        status, _, answer = self.post(message("ping"), session)
        self.assertEqual((status, answer["error"]["code"]), (404, -32001))

    def test_without_a_session(self):
        self.assertEqual(self.post(message("tools/list"))[0], 400)
        self.assertEqual(self.post(message("tools/list"), "unknown")[0], 404)
        body = message("tools/call", COUNT | {"_meta": STATELESS})
        status, headers, answer = self.post(body, MCP_Protocol_Version="2026-07-28", Mcp_Method="tools/call", Mcp_Name="soql_query")
        self.assertEqual((status, answer["result"]["structuredContent"], answer["result"]["resultType"]), (200, TWO, "complete"))
        self.assertNotIn("Mcp-Session-Id", headers)
        self.assertEqual(self.post(body, MCP_Protocol_Version="2026-07-28")[0], 400)

    def test_the_same_over_tls(self):
        status, _, text = SERVER.request("POST", "/mcp", message("initialize", INITIALIZE), {"Content-Type": "application/json"},
                                         secure=True)
        self.assertEqual((status, json.loads(text)["result"]["protocolVersion"]), (200, "2025-06-18"))

    def test_no_stream(self):
        status, headers, _ = SERVER.request("GET", "/mcp", headers={"Accept": "text/event-stream"})
        self.assertEqual((status, headers["Allow"]), (405, "POST, DELETE"))

    def test_pages_from_elsewhere_are_refused(self):
        self.assertEqual(self.post(message("initialize", INITIALIZE), Origin="http://evil.example")[0], 403)
        self.assertEqual(self.post(message("initialize", INITIALIZE), Origin="http://localhost:6274")[0], 200)

    def test_tokens(self):
        session = self.open(Authorization="Bearer " + SERVER.token)
        self.assertEqual(self.post(message("ping"), session)[0], 200)  # the same user
        status, headers, _ = self.post(message("ping"), session, Authorization="Bearer 00D000000000001!no")
        self.assertEqual((status, headers["WWW-Authenticate"]), (401, "Bearer"))
        self.assertEqual(self.post(message("initialize", INITIALIZE), Authorization="Basic eDp5")[0], 401)
        # The id of a session is no token, and a token no session's id.
        query = "/services/data/v59.0/query?q=SELECT+COUNT()+FROM+Account"
        self.assertEqual(SERVER.request("GET", query, headers={"Authorization": "Bearer " + session})[0], 401)
        self.assertEqual(self.post(message("ping"), SERVER.token)[0], 404)

    def test_a_server_with_a_token_of_ones_own_demands_it(self):
        with Server("--log", "off", "--token", "00D000000000001!secret", org=ORG) as server:
            status, _, _ = self.post(message("initialize", INITIALIZE), server=server)
            self.assertEqual(status, 401)
            session = self.open(server=server, Authorization="Bearer 00D000000000001!secret")
            self.assertEqual(self.post(message("ping"), session, server=server)[0], 401)

    def test_toolset(self):
        _, _, answer = self.post(message("tools/list"), self.open())
        self.assertEqual(len(answer["result"]["tools"]), 31)

    def test_a_query_has_the_time_that_queries_have(self):
        many = " OR ".join(f"Name LIKE '%{number}x%'" for number in range(40))
        query = {"name": "soql_query", "arguments": {"query": "SELECT COUNT() FROM Product2 WHERE " + many}}
        with Server("--log", "off", "--limit", "query-ms=0", org=ORG) as server:
            _, _, answer = self.post(message("tools/call", query), self.open(server=server), server=server)
        self.assertEqual(answer["result"]["content"][0]["text"], "QUERY_TIMEOUT: Your query request was running for too long.")

    def test_the_server_says_where(self):
        self.assertEqual(SERVER.facts["mcp"], f"http://localhost:{SERVER.port}/mcp")
        self.assertIn(SERVER.facts["mcp"], SERVER.banner)

    def test_many_clients_at_once(self):
        good = []

        def client():
            session = self.open()
            for number in range(10):
                _, _, answer = self.post(message("tools/call", COUNT, number), session, MCP_Protocol_Version="2025-11-25")
                good.append((answer["id"], answer["result"]["structuredContent"]) == (number, TWO))
        threads = [threading.Thread(target=client) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)
        self.assertEqual((len(good), all(good)), (160, True))

    def test_a_session_sees_what_others_write_unless_isolated(self):
        account = json.dumps({"LastName": "New", "FirstName": "Very"})
        for options, seen in (((), 3), (("--isolated",), 2)):
            with self.subTest(options=options), Server("--log", "off", *options, org=make_org("writes" + str(seen))) as server:
                session = self.open(server=server)
                status, _, body = server.request("POST", "/services/data/v59.0/sobjects/Account", account,
                                                 server.bearer | {"Content-Type": "application/json"})
                self.assertEqual(status, 201, body)
                _, _, answer = self.post(message("tools/call", COUNT), session, server=server, MCP_Protocol_Version="2025-06-18")
                self.assertEqual(answer["result"]["structuredContent"]["totalSize"], seen)


if __name__ == "__main__":
    unittest.main()
