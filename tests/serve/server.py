"""The server under test, and clients that are closer to the wire than a library lets them be."""
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import threading

BINARY = os.environ["LOCALORG_BINARY"]
SECONDS = 60  # nothing here takes that long: a test that waits longer has found something
FOLDER = tempfile.TemporaryDirectory()
HOME = pathlib.Path(FOLDER.name)
# Data and state of this test alone, and no proxy of the machine's in the way of a client.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
ENVIRONMENT |= {"XDG_DATA_HOME": str(HOME / "data"), "HOME": str(HOME)}


def run(*arguments, **options):
    options = {"capture_output": True, "text": True, "env": ENVIRONMENT, "timeout": SECONDS, "check": False} | options
    return subprocess.run([BINARY, *arguments], **options)


def make_org(name="shop"):
    """An org file of our own: two accounts, 4,500 products, one user."""
    path = HOME / f"{name}.org.db"
    source = HOME / f"{name}-source"
    source.mkdir()
    (source / "User.json").write_text(json.dumps([
        {"Id": record_id("005", 1), "Username": "ann@shop.example", "FirstName": "Ann", "LastName": "Lee",
         "Email": "ann@shop.example", "IsActive": True}]))
    (source / "Account.json").write_text(json.dumps([
        {"Id": record_id("001", n), "FirstName": "Acme", "LastName": str(n)} for n in (1, 2)]))
    (source / "Product2.json").write_text(json.dumps([
        {"Id": record_id("01t", n), "Name": f"Shoe {n}", "IsActive": True} for n in range(4500)]))
    done = run("import", str(source), "--out", str(path))
    assert done.returncode == 0, done.stderr
    return path


def record_id(prefix, number):
    id15 = f"{prefix}Te0{number:09d}"
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    groups = [id15[i:i + 5] for i in (0, 5, 10)]
    return id15 + "".join(digits[sum(1 << i for i, c in enumerate(group) if c.isupper())] for group in groups)


class Server:
    """`localorg serve` on a free port, ready when made; stopped, and its exit code checked, at the end of `with`."""

    def __init__(self, *arguments, org=None, **options):
        self.log = (HOME / f"log-{id(self)}.txt").open("w+", encoding="utf-8")
        where = ["--org", str(org)] if org else []
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0", "--ready-file", str(HOME / f"ready-{id(self)}.json"), *where, *arguments],
            stdout=subprocess.PIPE, stderr=self.log, text=True, **{"env": ENVIRONMENT} | options)
        self.banner = self._read_banner()
        self.port = int(self.banner.split("http://localhost:")[1].split()[0])
        self.facts = self._facts()
        self.token = self.facts["token"]
        self.ca = self.facts["ca"]
        self.user = self.facts["orgs"][0]

    def _read_banner(self):
        lines = []
        while not lines or not lines[-1].startswith("Ctrl-C"):
            line = self.process.stdout.readline()
            if not line:
                self.process.wait(SECONDS)
                self.log.seek(0)
                raise RuntimeError(f"the server ended with {self.process.returncode}: {self.log.read()}")
            lines.append(line)
        return "".join(lines)

    def _facts(self):
        return json.loads((HOME / f"ready-{id(self)}.json").read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == 0, self.process.returncode
        self.log.close()

    def log_text(self):
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")

    @property
    def bearer(self):
        return {"Authorization": "Bearer " + self.token}

    def tls(self):
        context = ssl.create_default_context(cafile=self.ca)
        if hasattr(ssl, "VERIFY_X509_STRICT"):
            context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    def request(self, method, target, body=None, headers=None, secure=False, timeout=SECONDS, **options):
        """One request on a connection of its own: status, headers, text."""
        made = http.client.HTTPSConnection("localhost", self.port, timeout=timeout, context=self.tls()) if secure else \
            http.client.HTTPConnection("localhost", self.port, timeout=timeout)
        with contextlib.closing(made) as connection:
            connection.request(method, target, body, self.bearer if headers is None else headers, **options)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def query(self, soql, **options):
        import urllib.parse
        status, _, body = self.request("GET", "/services/data/v59.0/query?" + urllib.parse.urlencode({"q": soql}), **options)
        assert status == 200, body
        return json.loads(body)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def raw(self, data, end=True):
        """What comes back for bytes, until the server closes."""
        with self.connect() as client:
            client.sendall(data)
            if end:
                client.shutdown(socket.SHUT_WR)
            return read_all(client)


def read_all(client):
    pieces = []
    try:
        while piece := client.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def read_answer(client):
    """One answer with a length, off a connection that stays open."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(65536)
        assert piece, data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        piece = client.recv(65536)
        assert piece, data
        body += piece
    return head, body


class OtherHost:
    """A server that is not ours: echoes what it gets, in capitals."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.socket.accept()
                with client:
                    while piece := client.recv(65536):
                        client.sendall(piece.upper())

    def close(self):
        self.socket.close()
