#!/usr/bin/env python3
"""Clients that mean harm.  Each gets its status or a closed connection; the server lives on, and takes no more memory for it."""
import contextlib
import gzip
import select
import socket
import ssl
import time
import unittest

from hostile import COUNT, DATA, ORG, SERVER, TOKEN, TWO, Hostile, get, message, post, status_of
from server import HOME, SECONDS, Server, read_all, read_answer


def tearDownModule():
    SERVER.stop()


class WhereABodyEnds(Hostile):
    """Whoever reads its end elsewhere than a proxy in front takes what follows for a request: smuggling."""

    def smuggle(self, *headers, body=b"0\r\n\r\n", version="1.1"):
        return message(f"POST {TOKEN} HTTP/{version}", *headers, body=body + get(COUNT))

    def test_two_ways_to_say_it(self):
        chunked, length = "Transfer-Encoding: chunked", "Content-Length: 5"
        for headers in ((length, chunked), (chunked, length), (length, "Content-Length: 6"), ("Content-Length: 5, 6",), (chunked, chunked)):
            with self.subTest(headers):
                self.assert_refused(self.smuggle(*headers), 400)

    def test_lengths_that_are_none(self):
        for length in ("+5", "-5", "0x5", "5 5", "18446744073709551617", "5\x0b", ""):
            with self.subTest(length):
                self.assert_refused(self.smuggle("Content-Length: " + length), 400)

    def test_codings_that_are_not_chunked_alone(self):
        for coding in ("identity", "xchunked", "gzip", "gzip, chunked", "chunked, gzip", "chunked, identity", "\x0bchunked", "chunked;q=1", ""):
            with self.subTest(coding):
                self.assert_refused(self.smuggle("Transfer-Encoding: " + coding), 400)
        self.assert_refused(self.smuggle("Transfer-Encoding : chunked"), 400)
        self.assert_refused(self.smuggle("Transfer-Encoding: chunked", version="1.0"), 400)

    def test_chunks_that_are_none(self):
        for body, status in ((b"zz\r\n\r\n", 400), (b"-1\r\n\r\n", 400), (b"fffffffffffffffff\r\na", 400), (b"ffffffffffffffff\r\na", 413),
                             (b"1\r\nab\r\n0\r\n\r\n", 400), (b"1\nab\n0\n\n", 400)):
            with self.subTest(body):
                self.assert_refused(self.smuggle("Transfer-Encoding: chunked", body=body), status)

    def test_a_last_chunk_byte_by_byte(self):
        with SERVER.connect() as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sendall(message(f"POST {TOKEN} HTTP/1.1", "Transfer-Encoding: chunked"))
            for byte in b"0\r\n\r\n":
                client.sendall(bytes([byte]))
            self.assertIn(b" 400 ", read_answer(client)[0])  # no grant_type

    def test_a_body_that_does_not_come(self):
        for size in (6, 1000):
            self.assertEqual(SERVER.raw(message(f"POST {TOKEN} HTTP/1.1", f"Content-Length: {size}", body=b"short")), b"")


class Without(Hostile):
    def endless(self, head, piece):
        """Sends until it is sent away; what came back."""
        with SERVER.connect() as client:
            client.sendall(head)
            with contextlib.suppress(ConnectionError):
                for _ in range(4000):
                    if select.select([client], [], [], 0)[0]:
                        return read_all(client)
                    client.sendall(piece)
                self.fail("it still listens")
            with contextlib.suppress(ConnectionError):
                return read_all(client)
            return b""

    def test_an_end_of_chunks(self):
        answer = self.endless(message(f"POST {TOKEN} HTTP/1.1", "Transfer-Encoding: chunked"), b"10000\r\n" + b"x" * 65536 + b"\r\n")
        self.assertIn(answer[:13], (b"HTTP/1.1 413 ", b""))

    def test_an_end_of_what_stands_around_chunks(self):
        head = message(f"POST {TOKEN} HTTP/1.1", "Transfer-Encoding: chunked")
        for begin in (b"1;", b"0\r\nX: "):
            self.assertIn(self.endless(head + begin, b"x" * 65536)[:13], (b"HTTP/1.1 431 ", b""))

    def test_an_end_of_headers(self):
        self.assertIn(self.endless(b"GET / HTTP/1.1\r\n", b"X: y\r\n" * 1000)[:13], (b"HTTP/1.1 431 ", b""))
        self.assertIn(self.endless(b"GET /", b"x" * 65536)[:13], (b"HTTP/1.1 414 ", b""))

    def test_many_headers(self):
        self.assertEqual(status_of(SERVER.raw(get(COUNT, *(f"X-{n}: 1" for n in range(3000))))), 200)
        self.assertEqual(status_of(SERVER.raw(get(COUNT, *(f"X-{n}: 1" for n in range(20_000))))), 431)


class Slow(unittest.TestCase):
    """They always send the next byte in time, and never all."""

    def dribble(self, head, byte, *limits):
        words = [word for limit in limits for word in ("--limit", limit)]
        with Server("--log", "off", *words, org=ORG) as server, server.connect() as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sendall(head)
            end = time.monotonic() + SECONDS
            with contextlib.suppress(ConnectionError):
                while not select.select([client], [], [], 0.01)[0]:
                    self.assertLess(time.monotonic(), end, "it still listens")
                    client.sendall(byte)
                self.assertEqual(client.recv(1), b"")
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_headers(self):
        self.dribble(b"GET / HTTP/1.1\r\nX: ", b"x", "header-ms=300")

    def test_bodies(self):
        head = f"POST {TOKEN} HTTP/1.1\r\nHost: localhost\r\n".encode()
        self.dribble(head + b"Content-Length: 1000000\r\n\r\n", b"x", "body-ms=300")
        self.dribble(head + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x", "body-ms=300")


class Together(unittest.TestCase):
    def test_bodies_of_all_clients(self):
        with Server("--log", "off", "--limit", "all-bodies-bytes=1000", org=ORG) as server, contextlib.ExitStack() as stack:
            def announce(client, size, *headers):
                head = [f"POST {TOKEN} HTTP/1.1", "Host: localhost", f"Content-Length: {size}", *headers, "", ""]
                client.sendall("\r\n".join(head).encode())

            first, second, third = (stack.enter_context(server.connect()) for _ in range(3))
            for _ in range(3):  # each gives its share back before the connection's next is read
                announce(first, 900, "Expect: 100-continue")
                self.assertEqual(first.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
                first.sendall(b"x" * 900)
                self.assertIn(b" 400 ", read_answer(first)[0])
            announce(first, 900, "Expect: 100-continue")
            self.assertEqual(first.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")  # it has its share
            announce(second, 200)
            self.assertTrue(read_all(second).startswith(b"HTTP/1.1 503 "))
            body = gzip.compress(b"x" * 2000)
            announce(third, len(body), "Content-Encoding: gzip", "Connection: close")
            third.sendall(body)
            self.assertTrue(read_all(third).startswith(b"HTTP/1.1 503 "))


class Addresses(Hostile):
    def test_ways_out(self):
        for target in ("/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", DATA + "..%2f..%2f..%2flocalorg%2freset", DATA + "../../../localorg/reset",
                       "//", "/\\..\\..", "/%", "/%zz", "/%c0%ae%c0%ae/", "/healthz/..", "/mcp%2f", "//evil.example/services/data", "*",
                       "file:///etc/passwd", "localhost:80", DATA + "sobjects%2fAccount", DATA + "sobjects/Account%00", "/services%00/data"):
            with self.subTest(target):
                self.assert_refused(get(target), 404)

    def test_absolute_targets(self):
        for target, status in (("http://user@localhost" + COUNT, 400), ("http://evil.example" + COUNT, 403),
                               ("http://localhost:1/../etc", 404), ("http://" + "a" * 70_000, 414)):
            with self.subTest(target[:60]):
                self.assert_refused(get(target), status)

    def test_hosts(self):
        self.assert_refused(get(COUNT, host=None), 400)
        self.assert_refused(get(COUNT, "Host: evil.example"), 400)
        self.assert_refused(get(COUNT, "Host: localhost"), 400)

    def test_nothing_of_a_request_becomes_a_header(self):
        crlf = "%0d%0aX-Evil:%20yes%0d%0a%0d%0a<script>"
        for target in (DATA + "sobjects/Account/" + crlf, "/id/00DLo0000000001MAA/" + crlf, "/id/" + crlf + "/005", DATA + "query?q=" + crlf,
                       DATA + "query/" + crlf, "/episodes/" + crlf, "/localorg/" + crlf, DATA + crlf):
            with self.subTest(target):
                head = SERVER.raw(get(target, "Mcp-Session-Id: a", f"Origin: http://{crlf}")).split(b"\r\n\r\n")[0]
                self.assertNotIn(b"x-evil", head.lower())
        for header in ("X-A: b\rX-Evil: c", "X-A: b\nX-Evil: c", "X-A: b\0c"):
            self.assert_refused(get(COUNT, header), 400)


class Protocols(Hostile):
    def test_other_versions(self):
        for data, status in ((b"GET /\r\n", 400), (b"GET /services/data\r\n\r\n", 400), (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)):
            self.assert_refused(data, status)
        upgrade = get(COUNT, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")
        self.assertTrue(SERVER.raw(upgrade).endswith(TWO))

    def test_types_that_are_none(self):
        for kind, status in (("text/plain", 415), ("application/json;charset=none", 400), ("multipart/form-data; boundary=x", 415),
                             ("application/xml", 501), ("a" * 1000, 415), ("/", 415)):
            self.assert_refused(post(DATA + "composite", b"--x", kind=kind), status)

    def hello(self):
        """What a client says first."""
        into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
        with contextlib.suppress(ssl.SSLWantReadError):
            SERVER.tls().wrap_bio(into, out, server_hostname="localhost").do_handshake()
        return out.read()

    def test_garbage_in_a_handshake(self):
        hello = self.hello()
        for data in (hello + b"GET / HTTP/1.1\r\n\r\n" * 10, hello + b"\x16\x03\x03\xff\xff" + b"x" * 70_000, hello[:20] + b"\xff" * 500,
                     b"\x16\x03\x01\x00\x00" * 100, hello[:-1]):
            with contextlib.suppress(OSError):  # sent away before all was said
                self.assertNotIn(b"HTTP/", SERVER.raw(data))

    def test_plain_text_in_a_tls_stream(self):
        with SERVER.connect() as plain, SERVER.tls().wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=True) as client:
            client.sendall(get(COUNT))
            self.assertEqual(read_answer(client)[1], TWO)
            with socket.socket(fileno=socket.dup(client.fileno())) as below:
                below.settimeout(SECONDS)
                below.sendall(get(COUNT))
                self.assertNotIn(TWO, read_all(below))

    def test_tls_in_a_plain_stream(self):
        with SERVER.connect() as client:
            client.sendall(get(COUNT))
            self.assertEqual(read_answer(client)[1], TWO)
            client.sendall(self.hello())
            self.assertEqual(status_of(read_all(client)), 400)


class Tokens(Hostile):
    def test_near_ones(self):
        token = SERVER.token
        for wrong in (token[:-1], token + "A", token[:-1] + "-", token.lower(), token.split("!")[0], "", " ", "A" * 60_000):
            status, _, _ = SERVER.request("GET", COUNT, headers={"Authorization": "Bearer " + wrong})
            self.assertEqual(status, 401, wrong[:80])

    def test_files_with_secrets_are_the_users_alone(self):
        self.assertEqual((HOME / f"ready-{id(SERVER)}.json").stat().st_mode & 0o777, 0o600)


if __name__ == "__main__":
    unittest.main(verbosity=1)
