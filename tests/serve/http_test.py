#!/usr/bin/env python3
"""HTTP as clients speak it, well and badly: one port, TLS by its first byte, bodies, addresses, limits, shutdown."""
import gzip
import json
import re
import signal
import socket
import ssl
import subprocess
import threading
import unittest
import urllib.parse

from server import HOME, SECONDS, Server, make_org, read_all, read_answer, run

COUNT = "/services/data/v59.0/query?q=SELECT+COUNT()+FROM+Account"
TWO = b'{"totalSize":2,"done":true,"records":[]}'


def setUpModule():
    global SERVER, ORG
    ORG = make_org()
    SERVER = Server("--log", "json", org=ORG)


def tearDownModule():
    SERVER.stop()


def get(target, *headers, method="GET", version="1.1", host="localhost"):
    lines = [f"{method} {target} HTTP/{version}", *([f"Host: {host}"] if host else []),
             "Authorization: Bearer " + SERVER.token, *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def status_of(data):
    return int(data.split(b" ", 2)[1])


class OnePort(unittest.TestCase):
    def test_plain_and_tls(self):
        for secure in (False, True):
            with self.subTest(secure=secure):
                status, headers, body = SERVER.request("GET", COUNT, secure=secure)
                self.assertEqual((status, body), (200, TWO))
                self.assertEqual(headers["Content-Type"], "application/json;charset=UTF-8")
                self.assertRegex(headers["Sforce-Limit-Info"], r"^api-usage=\d+/\d+")
                self.assertEqual(headers["Vary"], "Accept-Encoding")

    def test_curl_trusts_the_authority(self):
        for url in (f"https://localhost:{SERVER.port}", f"https://127.0.0.1:{SERVER.port}", f"http://localhost:{SERVER.port}"):
            done = subprocess.run(["curl", "-sS", "--cacert", SERVER.ca, "-H", "Authorization: Bearer " + SERVER.token,
                                   url + COUNT], capture_output=True, timeout=SECONDS, check=False)
            self.assertEqual(done.stdout, TWO, done.stderr)

    def test_requests_trusts_the_bundle(self):
        import requests
        with requests.Session() as session:
            session.trust_env = False
            session.verify = SERVER.facts["bundle"]
            answer = session.get(f"https://localhost:{SERVER.port}{COUNT}", headers=SERVER.bearer, timeout=SECONDS)
            self.assertEqual(answer.content, TWO)

    def test_certificates(self):
        def show(path):
            return subprocess.run(["openssl", "x509", "-in", path, "-noout", "-text"], capture_output=True, text=True,
                                  check=True).stdout
        authority = show(SERVER.ca)
        self.assertRegex(authority, r"Basic Constraints: critical\s+CA:TRUE")
        self.assertRegex(authority, r"Key Usage: critical\s+Certificate Sign, CRL Sign")
        self.assertIn("Subject Key Identifier", authority)
        leaf = show(SERVER.ca.replace("ca.pem", "server.pem"))
        names = ["DNS:localhost", "IP Address:127.0.0.1", "IP Address:0:0:0:0:0:0:0:1", "DNS:login.salesforce.com",
                 "DNS:test.salesforce.com", "DNS:*.my.salesforce.com", "DNS:*.sandbox.my.salesforce.com"]
        for name in names:
            self.assertIn(name, leaf)
        self.assertRegex(leaf, r"Extended Key Usage:\s+TLS Web Server Authentication")
        self.assertIn("Authority Key Identifier", leaf)
        folder = HOME / "data" / "localorg" / "server"
        for name in ("ca-key.pem", "server-key.pem", "secret"):
            self.assertEqual((folder / name).stat().st_mode & 0o777, 0o600)
        self.assertIn((folder / "ca.pem").read_text(), (folder / "bundle.pem").read_text())

    def test_a_second_start_has_the_same_authority_and_token(self):
        with Server("--log", "off", org=ORG) as second:
            self.assertEqual(second.token, SERVER.token)
            self.assertEqual(second.query("SELECT COUNT() FROM Account", secure=True)["totalSize"], 2)

    def test_bytes_that_are_neither(self):
        self.assertEqual(status_of(SERVER.raw(b"\x00\x01\x02 nonsense\r\n\r\n")), 400)
        self.assertEqual(SERVER.raw(b"\x16\x03\x01 this is no handshake at all, whatever its first byte says")[:1] or b"\x15",
                         b"\x15")  # a TLS alert, or nothing

    def test_old_tls_is_refused(self):
        context = SERVER.tls()
        with self.assertRaises(OSError):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
            with SERVER.connect() as client:
                context.wrap_socket(client, server_hostname="localhost")


class Addresses(unittest.TestCase):
    def body(self, request):
        answer = SERVER.raw(request)
        return answer.split(b"\r\n\r\n", 1)[1]

    def test_slashes(self):
        for target in ("//services/data//v59.0/query?q=SELECT+COUNT()+FROM+Account", "/services/data/v59.0/query/?q=SELECT+COUNT()+FROM+Account"):
            self.assertEqual(self.body(get(target)), TWO)

    def test_absolute_targets(self):
        for host in (f"localhost:{SERVER.port}", "login.salesforce.com", "shop.my.salesforce.com:443"):
            self.assertEqual(self.body(get(f"http://{host}{COUNT}", host=host)), TWO)
        self.assertEqual(status_of(SERVER.raw(get("http://example.com" + COUNT, host="example.com"))), 403)

    def test_a_domain_pasted_in_front(self):
        self.assertEqual(self.body(get("/x.salesforce.com" + COUNT)), TWO)

    def test_blanks(self):
        for blank in ("+", "%20"):
            self.assertEqual(self.body(get(COUNT.replace("+", blank))), TWO)

    def test_answers_name_the_host_that_was_asked(self):
        for host in ("localhost:1234", "shop.my.salesforce.com", "[::1]:99", "127.0.0.1"):
            body = json.loads(self.body(get("/services/oauth2/userinfo", host=host)))
            self.assertTrue(body["sub"].startswith(f"http://{host}/id/00D"), body["sub"])

    def test_http_1_0_without_a_host(self):
        answer = SERVER.raw(get("/services/oauth2/userinfo", version="1.0", host=None), end=False)
        self.assertEqual(status_of(answer), 200)
        self.assertIn(f'"sub":"http://127.0.0.1:{SERVER.port}/id/'.encode(), answer)

    def test_a_host_that_is_none(self):
        for host in ("a b", "x/y", "x@y", '"><script>', "host:99999999"):
            self.assertEqual(status_of(SERVER.raw(get(COUNT, host=host))), 400)

    def test_head(self):
        answer = SERVER.raw(get(COUNT, method="HEAD"))
        self.assertEqual(status_of(answer), 200)
        self.assertIn(f"Content-Length: {len(TWO)}\r\n".encode(), answer)
        self.assertTrue(answer.endswith(b"\r\n\r\n"))

    def test_long_urls(self):
        # 16,384 bytes are read, and more answered as a live org does.
        def target(size):
            start = "/services/data/v59.0/query?q=SELECT+COUNT()+FROM+Account+WHERE+Id+IN+('"
            return start + "0" * (size - len(start) - 2) + "')"
        status, _, body = SERVER.request("GET", target(16384))
        self.assertEqual(status, 400)
        self.assertIn(b"INVALID", body)
        for size in (16385, 60_000, 500_000):
            answer = SERVER.raw(get(target(size)))
            self.assertTrue(answer.startswith(b"HTTP/1.1 414 "), answer[:100])
            self.assertTrue(answer.endswith(b"<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>"))

    def test_hundreds_of_ids(self):
        ids = ",".join(f"'001Te0{n:09d}AAA'" for n in range(700))
        soql = f"SELECT COUNT() FROM Account WHERE Id IN ({ids})"
        status, _, _ = SERVER.request("GET", "/services/data/v59.0/query?q=" + urllib.parse.quote(soql, safe="(),'"))
        self.assertEqual(status, 200)


class Bodies(unittest.TestCase):
    FORM = b"grant_type=password&client_id=x&username=nobody&password=x"

    def post(self, *headers, body=FORM):
        lines = ["POST /services/oauth2/token HTTP/1.1", "Host: localhost", *headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def assert_read(self, answer):
        self.assertIn(b'{"error":"invalid_grant"', answer)

    def test_length(self):
        self.assert_read(SERVER.raw(self.post(f"Content-Length: {len(self.FORM)}")))

    def test_chunks(self):
        chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in (self.FORM[:7], self.FORM[7:8], self.FORM[8:]))
        self.assert_read(SERVER.raw(self.post("Transfer-Encoding: chunked", body=chunks + b"0\r\nTrailer: x\r\n\r\n")))

    def test_chunks_byte_by_byte(self):
        request = self.post("Transfer-Encoding: chunked", body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(self.FORM), self.FORM))
        with SERVER.connect() as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in request:
                client.sendall(bytes([byte]))
            self.assert_read(b"".join(read_answer(client)))

    def test_gzip(self):
        body = gzip.compress(self.FORM)
        self.assert_read(SERVER.raw(self.post(f"Content-Length: {len(body)}", "Content-Encoding: gzip", body=body)))
        answer = SERVER.raw(self.post("Content-Length: 4", "Content-Encoding: gzip", body=b"nope"))
        self.assertEqual(status_of(answer), 400)
        answer = SERVER.raw(self.post("Content-Length: 4", "Content-Encoding: br", body=b"nope"))
        self.assertEqual(status_of(answer), 415)
        self.assertIn(b'"errorCode":"UNSUPPORTED_MEDIA_TYPE"', answer)

    def test_a_small_body_that_becomes_huge(self):
        body = gzip.compress(b"a" * 200_000_000, 9)
        self.assertEqual(status_of(SERVER.raw(self.post(f"Content-Length: {len(body)}", "Content-Encoding: gzip", body=body))), 400)

    def test_expect(self):
        with SERVER.connect() as client:
            client.sendall(self.post(f"Content-Length: {len(self.FORM)}", "Expect: 100-continue", body=b""))
            self.assertEqual(client.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
            client.sendall(self.FORM)
            self.assert_read(b"".join(read_answer(client)))

    def test_too_large(self):
        answer = SERVER.raw(self.post("Content-Length: 999999999999", body=b"x"))
        self.assertTrue(answer.endswith(b"<h1>Bad Message 413</h1><pre>reason: Payload Too Large</pre>"), answer)

    def test_compressed_answers(self):
        target = "/services/data/v59.0/query?q=SELECT+Id,Name+FROM+Product2"
        _, plain_headers, plain = SERVER.request("GET", target)
        _, headers, body = SERVER.request("GET", target, headers=SERVER.bearer | {"Accept-Encoding": "gzip, deflate"})
        self.assertNotIn("Content-Encoding", plain_headers)
        self.assertEqual(headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(body).replace(b"/query/01g", b""), plain.replace(b"/query/01g", b"").replace(
            re.search(rb'(?<=query/01g)[^-]*', plain)[0], re.search(rb'(?<=query/01g)[^-]*', gzip.decompress(body))[0]))
        for refused in ("gzip;q=0", "br", "identity"):
            _, headers, _ = SERVER.request("GET", target, headers=SERVER.bearer | {"Accept-Encoding": refused})
            self.assertNotIn("Content-Encoding", headers)
        _, headers, _ = SERVER.request("GET", COUNT, headers=SERVER.bearer | {"Accept-Encoding": "gzip"})
        self.assertNotIn("Content-Encoding", headers)


class KeepAlive(unittest.TestCase):
    def test_many_requests_on_one_connection(self):
        with SERVER.connect() as client:
            for _ in range(200):
                client.sendall(get(COUNT))
                head, body = read_answer(client)
                self.assertEqual((status_of(head), body), (200, TWO))
                self.assertNotIn(b"Connection: close", head)

    def test_requests_that_do_not_wait(self):
        answer = SERVER.raw(get(COUNT) * 20 + get(COUNT, "Connection: close"))
        self.assertEqual(answer.count(TWO), 21)
        self.assertEqual(answer.count(b"Connection: close"), 1)

    def test_http_1_0(self):
        self.assertIn(b"Connection: close", SERVER.raw(get(COUNT, version="1.0"), end=False))
        with SERVER.connect() as client:
            client.sendall(get(COUNT, "Connection: keep-alive", version="1.0"))
            head, _ = read_answer(client)
            self.assertIn(b"Connection: keep-alive", head)
            client.sendall(get(COUNT, version="1.0"))
            self.assertEqual(read_answer(client)[1], TWO)

    def test_paging(self):
        first = SERVER.query("SELECT Id FROM Product2")
        self.assertEqual((first["totalSize"], first["done"], len(first["records"])), (4500, False, 2000))
        seen, page = list(first["records"]), first
        while not page["done"]:
            status, _, body = SERVER.request("GET", page["nextRecordsUrl"])
            self.assertEqual(status, 200)
            page = json.loads(body)
            seen += page["records"]
        self.assertNotIn("nextRecordsUrl", page)
        self.assertEqual(len({record["Id"] for record in seen}), 4500)


class BadClients(unittest.TestCase):
    CASES = {
        "no request": b"\r\n\r\n\r\n",
        "no version": b"GET /\r\n\r\n",
        "a version that is none": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "no method": b" / HTTP/1.1\r\n\r\n",
        "a method of strange letters": b"G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "a header without a colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        "a folded header": b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        "a length that is none": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "a chunk that is none": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "a control character in the address": b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    }

    def test_nonsense_is_refused(self):
        for name, data in self.CASES.items():
            with self.subTest(name):
                answer = SERVER.raw(data)
                self.assertIn(status_of(answer), (400, 404, 505), answer) if answer else None
        self.assertEqual(SERVER.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_a_long_header(self):
        self.assertEqual(status_of(SERVER.raw(get(COUNT, "X: " + "y" * 30_000))), 200)
        answer = SERVER.raw(get(COUNT, "X: " + "y" * 200_000))
        self.assertTrue(answer.endswith(b"<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>"), answer[:200])

    def test_unknown_methods_and_paths_are_the_orgs_own_errors(self):
        for method in ("BREW", "TRACE", "OPTIONS", "PUT"):
            answer = SERVER.raw(get("/services/data/v59.0/limits", method=method))
            self.assertEqual(status_of(answer), 405)
            self.assertEqual(json.loads(answer.split(b"\r\n\r\n", 1)[1])[0]["errorCode"], "METHOD_NOT_ALLOWED")
        for path in ("/services/data/v59.0/%00", "/services/data/v59.0/../../etc/passwd", "/services/data/v59.0/sobjects/%2e%2e"):
            answer = SERVER.raw(get(path))
            self.assertEqual((status_of(answer), json.loads(answer.split(b"\r\n\r\n", 1)[1])[0]["errorCode"]), (404, "NOT_FOUND"))

    def test_clients_that_go_away(self):
        whole = get(COUNT)
        for size in range(0, len(whole), 7):
            with SERVER.connect() as client:
                client.sendall(whole[:size])
        for _ in range(50):  # a reset, with the answer on its way
            with SERVER.connect() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                client.sendall(get("/services/data/v59.0/query?q=SELECT+Id,Name+FROM+Product2"))
        self.assertEqual(SERVER.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_slow_clients_disturb_nobody(self):
        slow = [SERVER.connect() for _ in range(300)]
        try:
            for i, client in enumerate(slow):
                client.sendall((b"", b"G", get(COUNT)[:40], b"\x16\x03\x01", get(COUNT)[:-2])[i % 5])
            deaf = [SERVER.connect() for _ in range(20)]  # ask for much and read nothing
            slow += deaf
            for client in deaf:
                client.sendall(get("/services/data/v59.0/query?q=SELECT+Id,Name+FROM+Product2") * 20)
            for _ in range(20):
                self.assertEqual(SERVER.query("SELECT COUNT() FROM Account")["totalSize"], 2)
        finally:
            for client in slow:
                client.close()


class Parallel(unittest.TestCase):
    def test_64_clients(self):
        faults = []

        def work(number):
            try:
                with SERVER.connect() as plain:
                    client = SERVER.tls().wrap_socket(plain, server_hostname="localhost") if number % 4 == 0 else plain
                    for turn in range(20):
                        client.sendall(get(COUNT if turn % 5 else "/services/data/v59.0/query?q=SELECT+Id+FROM+Product2+LIMIT+500"))
                        head, _ = read_answer(client)
                        assert status_of(head) == 200, head
                    client.close()
            except Exception as fault:  # noqa: BLE001 - told below, by the thread that may
                faults.append((number, fault))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)
        self.assertEqual(faults, [])

    def test_a_thousand_idle_connections(self):
        idle = [SERVER.connect() for _ in range(1000)]
        try:
            self.assertEqual(SERVER.query("SELECT COUNT() FROM Account")["totalSize"], 2)
            idle[500].sendall(get(COUNT))
            self.assertEqual(read_answer(idle[500])[1], TWO)
        finally:
            for client in idle:
                client.close()


class Shutdown(unittest.TestCase):
    def test_each_signal_ends_it_well(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with Server("--log", "off", org=ORG) as server, server.connect() as idle:
                server.query("SELECT COUNT() FROM Account")
                server.stop(number)
                self.assertEqual(read_all(idle), b"")

    def test_running_requests_are_finished(self):
        with Server("--log", "off", org=ORG) as server, server.connect() as client:
            body = b"grant_type=password&client_id=x&username=nobody&password=x"
            client.sendall(b"POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body))
            client.recv(100)  # 100: the request is under way
            server.process.send_signal(signal.SIGTERM)
            client.sendall(body)
            answer = read_all(client)
            self.assertIn(b'{"error":"invalid_grant"', answer)

    def test_the_port_is_taken(self):
        done = run("serve", "--port", str(SERVER.port), "--org", str(ORG))
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"cannot listen at 127.0.0.1:{SERVER.port}", done.stderr)

    def test_wrong_options(self):
        for options in (["--port", "70000"], ["--log", "loud"], ["--token", "abc"], ["--host", "no.such.host.invalid"],
                        ["--ready-file", "/no/such/folder/file"], ["--record", "/no/such/folder/file"]):
            done = run("serve", "--org", str(ORG), *(["--port", "0"] if options[0] != "--port" else []), *options)
            self.assertEqual(done.returncode, 2, options)
        self.assertEqual(run("serve", "--port", "0", "--org", "/no/such/file").returncode, 3)


class Outside(unittest.TestCase):
    def test_beyond_loopback_is_warned_of(self):
        with Server("--log", "off", "--host", "0.0.0.0", org=ORG) as server:
            self.assertIn("warning: 0.0.0.0 is not loopback", server.log_text())
        self.assertNotIn("warning", SERVER.log_text())

    def test_loopback_alone_is_listened_at(self):
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.2", SERVER.port), timeout=SECONDS)


class Log(unittest.TestCase):
    def test_json_lines_without_secrets(self):
        with Server("--log", "json", org=ORG) as server:
            server.request("GET", f"/id/00DLo0000000001MAA/{'005Te0000000001IAA'}?oauth_token={server.token}", headers={})
            body = f"grant_type=password&client_id=x&username={server.user['username']}&password={server.user['password']}"
            status, _, _ = server.request("POST", "/services/oauth2/token", body, {})
            self.assertEqual(status, 200)
            server.request("GET", COUNT)
            server.raw(b"nonsense\r\n\r\n")
            server.stop()
            text = server.log_text()
        # A line is written once its answer is sent: lines of several connections come in any order.
        lines = {line["target"]: line for line in map(json.loads, text.splitlines())}
        identity = "/id/00DLo0000000001MAA/005Te0000000001IAA?oauth_token=..."
        self.assertEqual({target: line["status"] for target, line in lines.items()},
                         {identity: 200, "/services/oauth2/token": 200, COUNT: 200, None: 400})
        self.assertEqual(lines[COUNT] | {"time": 0, "client": 0, "ms": 0},
                         {"time": 0, "client": 0, "session": "s0", "method": "GET", "target": COUNT, "status": 200,
                          "bytes": len(TWO), "ms": 0})
        for secret in (server.token, server.token.split("!")[1], server.user["password"], server.user["securityToken"]):
            self.assertNotIn(secret, text)

    def test_text_lines(self):
        with Server(org=ORG) as server:
            server.request("GET", COUNT)
            server.request("GET", "/services/data", headers={})
            server.stop()
            lines = sorted(server.log_text().splitlines(), key=lambda line: line.split()[2], reverse=True)
        self.assertRegex(lines[0], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z 127\.0\.0\.1:\d+ s0 GET " + re.escape(COUNT) + r" 200 40 \d+\.\d{3}$")
        self.assertRegex(lines[1], r" - GET /services/data 200 \d+ \d+\.\d{3}$")


if __name__ == "__main__":
    unittest.main(verbosity=1)
