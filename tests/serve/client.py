"""What a client of the server does: reads, searches, writes, goes away in the middle; each answer is checked against what it knows."""
import contextlib
import http.client
import json
import random
import socket
import urllib.parse

from server import SECONDS

DATA = "/services/data/v59.0/"
PATIENCE = 10 * SECONDS  # under a sanitizer, with a machine that has other work
PRODUCTS = 4500
SOAP = ('<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Body><login xmlns="urn:partner.soap.sforce.com">'
        "<username>{}</username><password>{}</password></login></se:Body></se:Envelope>")


class Client:
    """One client with a connection that it keeps, a session, and the records it has made."""

    def __init__(self, number, server, is_alone, seed):
        self.number = number
        self.server = server
        self.is_alone = is_alone
        self.random = random.Random(f"{seed} {number}")
        self.name = f"Client{number}x"
        self.made = {}  # Id -> LastName
        self.actions = 0
        self.connection = None
        self.token = None
        self.log_in()

    def log_in(self):
        user = self.server.user
        body = SOAP.format(user["username"], user["password"] + user["securityToken"])
        status, text = self.ask("POST", "/services/Soap/u/59.0", body, {"Content-Type": "text/xml", "SOAPAction": '""'})
        assert status == 200, text
        self.token = text.decode().split("<sessionId>")[1].split("<")[0]
        if self.is_alone:
            self.made = {}

    def open(self):
        if self.number % 4 == 0:
            return http.client.HTTPSConnection("localhost", self.server.port, timeout=PATIENCE, context=self.server.tls())
        return http.client.HTTPConnection("localhost", self.server.port, timeout=PATIENCE)

    def ask(self, method, target, body=None, headers=None):
        self.connection = self.connection or self.open()
        known = {"Authorization": "Bearer " + self.token} if self.token else {}
        if isinstance(body, (dict, list)):
            body, known = json.dumps(body), known | {"Content-Type": "application/json"}
        self.connection.request(method, target, body, known | (headers or {}))
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def get(self, path, **parameters):
        status, text = self.ask("GET", DATA + path + ("?" + urllib.parse.urlencode(parameters) if parameters else ""))
        assert status == 200, (status, text)
        return json.loads(text)

    def send(self, method, path, body, expected):
        status, text = self.ask(method, DATA + path, body)
        assert status == expected, (status, text)
        return json.loads(text) if text else None

    def reconnect(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    # ---- what it does --------------------------------------------------------------------------------------------------

    def query_one(self):
        assert self.get("query", q="SELECT Id, Name FROM Product2 WHERE Name = 'Shoe 17'")["totalSize"] == 1

    def query_pages(self):
        page = self.get("query", q="SELECT Id, Name FROM Product2")
        seen = len(page["records"])
        while not page["done"]:
            page = self.get(page["nextRecordsUrl"].removeprefix(DATA))
            seen += len(page["records"])
        assert seen == page["totalSize"] == PRODUCTS, seen

    def query_groups(self):
        rows = self.get("query", q="SELECT COUNT(Id) n, MAX(Name) most FROM Product2 GROUP BY IsActive")["records"]
        assert rows[0]["n"] == PRODUCTS, rows

    def query_wrong(self):
        status, text = self.ask("GET", DATA + "query?q=SELECT+Nope+FROM+Product2")
        assert (status, json.loads(text)[0]["errorCode"]) == (400, "INVALID_FIELD"), text

    def search(self):
        found = self.get("search", q="FIND {Shoe 17*} RETURNING Product2(Id, Name LIMIT 5)")["searchRecords"]
        assert len(found) == 5, found

    def describe(self):
        what = self.random.choice(["Account", "Case", "Product2"])
        assert self.get(f"sobjects/{what}/describe")["name"] == what

    def write(self):
        made = self.send("POST", "sobjects/Account", {"FirstName": self.name, "LastName": "One"}, 201)
        self.made[made["id"]] = "One"
        self.send("PATCH", "sobjects/Account/" + made["id"], {"LastName": "Two"}, 204)
        self.made[made["id"]] = "Two"
        if self.random.random() < 0.5:
            self.send("DELETE", "sobjects/Account/" + made["id"], None, 204)
            del self.made[made["id"]]
        self.check_made()

    def write_collection(self):
        records = [{"attributes": {"type": "Account"}, "FirstName": self.name, "LastName": f"N{i}"} for i in range(5)]
        records[3] = {"attributes": {"type": "Account"}, "Nope": 1}
        results = self.send("POST", "composite/sobjects", {"allOrNone": self.random.random() < 0.5, "records": records}, 200)
        for record, result in zip(records, results, strict=True):
            if result["success"]:
                self.made[result["id"]] = record["LastName"]
        self.check_made()

    def write_in_bulk(self):
        job = self.send("POST", "jobs/ingest", {"object": "Account", "operation": "insert", "lineEnding": "LF"}, 200)["id"]
        rows = "".join(f"{self.name},B{i}\n" for i in range(20))
        status, text = self.ask("PUT", f"{DATA}jobs/ingest/{job}/batches", "FirstName,LastName\n" + rows, {"Content-Type": "text/csv"})
        assert status == 201, text
        self.send("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"}, 200)
        assert self.get(f"jobs/ingest/{job}")["state"] == "JobComplete"
        _, text = self.ask("GET", f"{DATA}jobs/ingest/{job}/successfulResults")
        for line in text.decode().splitlines()[1:]:
            record_id, _, _, name = line.replace('"', "").split(",")
            self.made[record_id] = name
        self.check_made()

    def query_in_bulk(self):
        job = self.send("POST", "jobs/query", {"operation": "query", "query": "SELECT Id FROM Product2"}, 200)["id"]
        assert self.get(f"jobs/query/{job}")["state"] == "JobComplete"
        status, text = self.ask("GET", f"{DATA}jobs/query/{job}/results")
        assert (status, text.count(b"\n")) == (200, PRODUCTS + 1)

    def come_again(self):
        if self.is_alone and self.made:
            assert self.ask("POST", "/localorg/reset", "")[0] == 200
            self.made = {}
            self.check_made()
        self.reconnect()
        self.log_in()
        self.check_made()

    def check_made(self):
        found = self.get("query", q=f"SELECT Id, LastName FROM Account WHERE FirstName = '{self.name}'")["records"]
        assert {record["Id"]: record["LastName"] for record in found} == self.made, (found, self.made)

    # ---- how it goes away ----------------------------------------------------------------------------------------------

    def leave(self, data, reset=True):
        with self.server.connect() as client:
            if reset:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            client.sendall(data)

    def message(self, method, target, body=b""):
        return (f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode() + body

    def leave_early(self):
        whole = self.message("POST", DATA + "composite/sobjects", b'{"records":[{"attributes":{"type":"Case"},"Subject":"x"}]}')
        self.leave(whole[:self.random.randrange(len(whole))], self.random.random() < 0.5)

    def leave_a_query(self):
        self.leave(self.message("GET", DATA + "query?q=SELECT+Id,Name+FROM+Product2") * 3)

    def leave_a_transaction(self):
        records = [{"attributes": {"type": "Case"}, "Subject": f"left by {self.name}"} for _ in range(50)]
        self.leave(self.message("POST", DATA + "composite/sobjects", json.dumps({"allOrNone": True, "records": records}).encode()))

    def leave_tls(self):
        with self.server.connect() as plain, contextlib.suppress(OSError):
            client = self.server.tls().wrap_socket(plain, server_hostname="localhost", do_handshake_on_connect=self.random.random() < 0.5)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            client.close()

    def be_nonsense(self):
        self.leave(self.random.randbytes(200), False)

    # Writing opens copies and waits for others: less often than it is looked at.
    ACTIONS = [query_one] * 4 + [query_pages, query_groups, query_wrong, search, describe, write, write_collection, write_in_bulk,
                                 query_in_bulk, come_again, leave_early, leave_a_query, leave_a_transaction, leave_tls, be_nonsense]

    def act(self):
        self.random.choice(self.ACTIONS)(self)
        self.actions += 1
