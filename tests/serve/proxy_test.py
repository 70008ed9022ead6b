#!/usr/bin/env python3
"""CONNECT, and the commands that lead clients through it: exec and env."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import unittest

from server import BINARY, ENVIRONMENT, HOME, SECONDS, OtherHost, Server, make_org, read_all, run

COUNT = "/services/data/v59.0/query?q=SELECT+COUNT()+FROM+Account"
TWO = b'{"totalSize":2,"done":true,"records":[]}'
EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "tools" / "examples" / "soap_login.py"
PYTHON = sys.executable


def setUpModule():
    global SERVER, ORG, OTHER
    ORG = make_org()
    SERVER = Server("--log", "off", org=ORG)
    OTHER = OtherHost()


def tearDownModule():
    SERVER.stop()
    OTHER.close()


def execute(*command, options=(), environment=None, **more):
    return run("exec", "--org", str(ORG), *options, "--", *command, env=ENVIRONMENT | (environment or {}), **more)


def receive(client, size):
    data = b""
    while len(data) < size:
        piece = client.recv(size - len(data))
        assert piece, data
        data += piece
    return data


class Connect(unittest.TestCase):
    OK = b"HTTP/1.1 200 Connection established\r\n\r\n"

    def open(self, where, version="1.1", headers=""):
        client = SERVER.connect()
        self.addCleanup(client.close)
        client.sendall(f"CONNECT {where} HTTP/{version}\r\n{headers}\r\n".encode())
        return client

    def ask(self, client):
        client.sendall(f"GET {COUNT} HTTP/1.1\r\nHost: login.salesforce.com\r\nAuthorization: Bearer {SERVER.token}\r\n"
                       "Connection: close\r\n\r\n".encode())
        return read_all(client)

    def test_salesforce_hosts_lead_here(self):
        for host in ("login.salesforce.com", "test.salesforce.com", "a.my.salesforce.com", "a--b.sandbox.my.salesforce.com"):
            client = self.open(host + ":443", headers=f"Host: {host}:443\r\n")
            self.assertEqual(receive(client, len(self.OK)), self.OK)
            secure = SERVER.tls().wrap_socket(client, server_hostname=host)
            self.addCleanup(secure.close)
            self.assertIn(TWO, self.ask(secure))

    def test_other_names_that_lead_here(self):
        for host in ("x.force.com:443", "LOGIN.SalesForce.com:443", "localhost:1", "127.0.0.1:443", "[::1]:443", "127.9.9.9:80"):
            client = self.open(host)
            self.assertEqual(receive(client, len(self.OK)), self.OK, host)
            self.assertIn(TWO, self.ask(client))

    def test_as_python_sends_it(self):
        client = self.open("login.salesforce.com:443", version="1.0")
        self.assertEqual(receive(client, len(self.OK)), self.OK)
        self.assertIn(TWO, self.ask(client))

    def test_a_tunnel_in_a_tunnel(self):
        client = self.open("login.salesforce.com:443")
        receive(client, len(self.OK))
        client.sendall(b"CONNECT a.my.salesforce.com:443 HTTP/1.1\r\n\r\n")
        self.assertEqual(receive(client, len(self.OK)), self.OK)
        self.assertIn(TWO, self.ask(client))

    def test_everybody_else_is_refused(self):
        for host in ("example.com:443", "salesforce.com.example.com:443", "evilsalesforce.com:443", "salesforce.com:443",
                     "10.0.0.1:443", "128.0.0.1:80", "localhost.example.com:80", "0.0.0.0:80", "127.0.0.1.example.com:80"):
            answer = read_all(self.open(host))
            self.assertTrue(answer.startswith(b"HTTP/1.1 403 "), (host, answer))
        for host in ("", "/", "a b:1", "x:y", "http://login.salesforce.com"):
            answer = read_all(self.open(host))
            self.assertRegex(answer, b"^HTTP/1.1 [45]", host)

    def test_not_inside_tls(self):
        with SERVER.connect() as plain, SERVER.tls().wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(b"CONNECT login.salesforce.com:443 HTTP/1.1\r\n\r\n")
            self.assertTrue(client.recv(100).startswith(b"HTTP/1.1 403 "))

    def test_curl(self):
        for host in ("login.salesforce.com", "shop.my.salesforce.com"):
            done = subprocess.run(["curl", "-sS", "-x", f"http://localhost:{SERVER.port}", "--cacert", SERVER.ca, "-H",
                                   "Authorization: Bearer " + SERVER.token, f"https://{host}{COUNT}"], capture_output=True,
                                  timeout=SECONDS, check=False, env=ENVIRONMENT)
            self.assertEqual(done.stdout, TWO, done.stderr)


class Exec(unittest.TestCase):
    def test_the_example(self):
        done = execute(PYTHON, str(EXAMPLE), options=["--offline"])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith("logged in to https://login.salesforce.com\n"), done.stdout)
        self.assertEqual(done.stderr, "")

    def test_exit_codes(self):
        for script, code in (("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)):
            self.assertEqual(execute("sh", "-c", script).returncode, code)
        self.assertEqual(execute("no-such-command").returncode, 127)
        self.assertEqual(execute(str(HOME)).returncode, 126)
        self.assertEqual(run("exec", "--org", str(ORG)).returncode, 2)
        self.assertEqual(run("exec", "--org", "/no/such/org", "--", "true").returncode, 3)

    def test_arguments_and_input_reach_the_command(self):
        done = execute("sh", "-c", 'cat; printf "%s\\n" "$@"', "sh", "--org", "a b", "--", "-x", input="from here\n")
        self.assertEqual(done.stdout, "from here\n--org\na b\n--\n-x\n")

    def test_the_environment(self):
        done = execute(PYTHON, "-c", "import json, os; print(json.dumps(dict(os.environ)))", environment={"KEPT": "yes"})
        found = json.loads(done.stdout)
        url = found["HTTPS_PROXY"]
        self.assertRegex(url, r"^http://localhost:\d+$")
        self.assertEqual({found[name] for name in ("https_proxy", "SF_ORG_INSTANCE_URL")}, {url})
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"):
            self.assertIn("BEGIN CERTIFICATE", pathlib.Path(found[name]).read_text(encoding="utf-8"))
        for prefix in ("SALESFORCE_", "SALESFORCE_B2B_", "SALESFORCE_B2C_"):
            self.assertEqual(found[prefix + "USERNAME"], "user@shop.localorg")
            self.assertTrue(found[prefix + "PASSWORD"] and found[prefix + "SECURITY_TOKEN"])
        self.assertEqual(found["SF_TARGET_ORG"], SERVER.token)
        self.assertEqual(found["KEPT"], "yes")
        for name in ("SF_ORG_API_VERSION", "SF_DISABLE_TELEMETRY", "SF_AUTOUPDATE_DISABLE", "SF_SKIP_NEW_VERSION_CHECK", "SF_DISABLE_LOG_FILE"):
            self.assertTrue(found[name])

    def test_each_org_has_its_user(self):
        other = make_org("other-b2b")
        done = run("exec", "--org", str(ORG), "--org", str(other), "--", "sh", "-c",
                   "echo $SALESFORCE_USERNAME $SALESFORCE_B2B_USERNAME $SALESFORCE_B2C_USERNAME")
        self.assertEqual(done.stdout, "user@shop.localorg user@other-b2b.localorg user@shop.localorg\n")

    TALK = ("import socket, sys, urllib.parse, os\n"
            "proxy = urllib.parse.urlsplit(os.environ['HTTPS_PROXY'])\n"
            "s = socket.create_connection((proxy.hostname, proxy.port))\n"
            "s.sendall(f'CONNECT {sys.argv[1]} HTTP/1.1\\r\\n\\r\\n'.encode())\n"
            "print(s.recv(100).split()[1].decode())\n"
            "s.sendall(b'hello'); print(s.recv(100).decode()[:20])\n")

    def test_other_hosts_pass_through(self):
        done = execute(PYTHON, "-c", self.TALK, f"127.0.0.1:{OTHER.port}")
        self.assertEqual(done.stdout, "200\nHELLO\n", done.stderr)

    def test_much_in_both_directions(self):
        talk = self.TALK.split("s.sendall(b'hello')")[0] + (
            "import threading\n"
            "data = b'abc' * 1_000_000\n"
            "threading.Thread(target=lambda: (s.sendall(data), s.shutdown(socket.SHUT_WR))).start()\n"
            "got = b''.join(iter(lambda: s.recv(65536), b''))\n"
            "print(got == data.upper())\n")
        done = execute(PYTHON, "-c", talk, f"localhost:{OTHER.port}")
        self.assertEqual(done.stdout, "200\nTrue\n", done.stderr)

    def test_a_host_that_cannot_be_reached(self):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        done = execute(PYTHON, "-c", self.TALK, f"127.0.0.1:{port}")
        self.assertTrue(done.stdout.startswith("502\n"), done.stdout)

    def test_offline_names_what_was_refused(self):
        done = execute("sh", "-c", f"{PYTHON} -c \"$0\" api.example.com:443; {PYTHON} -c \"$0\" api.example.com:443; {PYTHON} -c \"$0\" b.example.com:80",
                       self.TALK, options=["--offline"])
        self.assertIn("403\n", done.stdout)
        self.assertEqual([line for line in done.stderr.splitlines() if "refused" in line],
                         ["localorg: refused, being offline: api.example.com", "localorg: refused, being offline: b.example.com"])

    def test_through_the_proxy_that_was_there(self):
        # A proxy that says yes to all and shows what it was asked.
        asked = []
        with socket.create_server(("127.0.0.1", 0)) as proxy:
            proxy.settimeout(SECONDS)
            def serve():
                client, _ = proxy.accept()
                with client:
                    asked.append(client.recv(4096))
                    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                    client.sendall(client.recv(100)[::-1])
            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            upstream = f"http://me:p%40ss@127.0.0.1:{proxy.getsockname()[1]}"
            done = execute(PYTHON, "-c", self.TALK, "api.example.com:443", environment={"HTTPS_PROXY": upstream, "NO_PROXY": "internal"})
            thread.join(SECONDS)
        self.assertEqual(done.stdout, "200\nolleh\n", done.stderr)
        self.assertEqual(asked[0], b"CONNECT api.example.com:443 HTTP/1.1\r\nHost: api.example.com:443\r\n"
                                   b"Proxy-Authorization: Basic bWU6cEBzcw==\r\n\r\n")

    def test_signals_are_passed_on(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            script = f"trap 'echo caught; exit 5' {number.name[3:]}; echo ready; while :; do read line; done"
            process = subprocess.Popen([BINARY, "exec", "--org", str(ORG), "--", "sh", "-c", script], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=ENVIRONMENT, text=True)
            with process:
                self.assertEqual(process.stdout.readline(), "ready\n")
                process.send_signal(number)
                process.stdin.write("\n" * 3)  # lets the shell come back from its read
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), "caught\n")
                process.stdin.close()
                self.assertEqual(process.wait(SECONDS), 5)

    def test_what_it_records(self):
        path = HOME / "exec.jsonl"
        execute("sh", "-c", f'curl -sS -H "Authorization: Bearer $SF_TARGET_ORG" "https://x.my.salesforce.com{COUNT}"', options=["--record", str(path)])
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        self.assertEqual([(line["query"], line["rows"]) for line in lines], [("SELECT COUNT() FROM Account", 2)])

    def test_isolated(self):
        before = ORG.read_bytes()
        script = ('curl -sS -H "Authorization: Bearer $SF_TARGET_ORG" -H "Content-Type: application/json" -d \'{"LastName":"New"}\' '
                  '$SF_ORG_INSTANCE_URL/services/data/v59.0/sobjects/Account')
        done = execute("sh", "-c", script, options=["--isolated"], environment={"no_proxy": "localhost"})
        self.assertIn('"success":true', done.stdout)
        self.assertEqual(ORG.read_bytes(), before)


class Env(unittest.TestCase):
    def test_a_shell_reaches_the_server(self):
        script = (f'eval "$({BINARY} env --port {SERVER.port} --org {ORG})"; '
                  f'curl -sS -H "Authorization: Bearer $SF_TARGET_ORG" "https://login.salesforce.com{COUNT}"')
        done = subprocess.run(["sh", "-c", script], capture_output=True, env=ENVIRONMENT, timeout=SECONDS, check=False)
        self.assertEqual(done.stdout, TWO, done.stderr)

    def test_forms(self):
        arguments = ["env", "--port", "1", "--org", str(ORG), "--format"]
        found = json.loads(run(*arguments, "json").stdout)
        self.assertEqual(found["HTTPS_PROXY"], "http://localhost:1")
        self.assertIn(f"export SF_TARGET_ORG='{found['SF_TARGET_ORG']}'\n", run(*arguments, "sh").stdout)
        self.assertIn(f"set -gx SF_TARGET_ORG '{found['SF_TARGET_ORG']}'\n", run(*arguments, "fish").stdout)
        self.assertEqual(run(*arguments, "cmd").returncode, 2)


if __name__ == "__main__":
    unittest.main(verbosity=1)
