"""A client that writes accounts of its own and knows what must be there, also when the server is killed under it."""
import http.client
import json
import random
import urllib.parse

DATA = "/services/data/v59.0/"
MOST = 60  # records of one writer: above that it deletes


class Lost(AssertionError):
    """What was acknowledged is not there, or half of something is."""


class Writer:
    """`made` is LastName -> Id of all that was acknowledged.  Every request here is one transaction, so while one is under way
    there are two states that may be found: `made`, and `doubt`, the names there will be."""

    def __init__(self, name, seed):
        self.name = name
        self.random = random.Random(f"{seed} {name}")
        self.made = {}
        self.doubt = None
        self.acknowledged = 0
        self.count = 0
        self.connection = None
        self.token = None

    def use(self, server):
        self.close()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
        self.token = server.token

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def ask(self, method, path, body=None, kind="application/json"):
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        self.connection.request(method, DATA + path, text, {"Authorization": "Bearer " + self.token, "Content-Type": kind})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def send(self, method, path, body, *expected, kind="application/json"):
        status, text = self.ask(method, path, body, kind)
        assert status in expected, (method, path, status, text)
        return json.loads(text) if text[:1] in (b"{", b"[") else text.decode()

    def new_name(self):
        self.count += 1
        return f"N{self.count}"

    def record(self, name):
        return {"attributes": {"type": "Account"}, "FirstName": self.name, "LastName": name}

    # ---- what it writes ------------------------------------------------------------------------------------------------

    def create(self):
        name = self.new_name()
        self.doubt = {*self.made, name}
        self.made[name] = self.send("POST", "sobjects/Account", {"FirstName": self.name, "LastName": name}, 201)["id"]

    def update(self):
        old, name = self.random.choice(list(self.made)), self.new_name()
        self.doubt = {*self.made, name} - {old}
        self.send("PATCH", "sobjects/Account/" + self.made[old], {"LastName": name}, 204)
        self.made[name] = self.made.pop(old)

    def delete(self):
        name = self.random.choice(list(self.made))
        self.doubt = {*self.made} - {name}
        self.send("DELETE", "sobjects/Account/" + self.made[name], None, 204)
        del self.made[name]

    def delete_many(self):
        gone = self.random.sample(list(self.made), len(self.made) // 2)
        self.doubt = {*self.made} - {*gone}
        self.send("DELETE", "composite/sobjects?allOrNone=true&ids=" + ",".join(self.made[name] for name in gone), None, 200)
        for name in gone:
            del self.made[name]

    def create_many(self):
        names = [self.new_name() for _ in range(10)]
        self.doubt = {*self.made, *names}
        results = self.send("POST", "composite/sobjects", {"allOrNone": True, "records": [self.record(n) for n in names]}, 200)
        self.made |= {name: result["id"] for name, result in zip(names, results, strict=True)}

    def create_some(self):
        """The last one is refused and leaves the others."""
        names = [self.new_name() for _ in range(5)]
        self.doubt = {*self.made, *names}
        records = [self.record(n) for n in names] + [{"attributes": {"type": "Account"}, "Nope": 1}]
        results = self.send("POST", "composite/sobjects", {"allOrNone": False, "records": records}, 200)
        assert not results.pop()["success"]
        self.made |= {name: result["id"] for name, result in zip(names, results, strict=True)}

    def create_none(self):
        """The last one is refused and takes the others back."""
        self.doubt = {*self.made}
        records = [self.record(self.new_name()) for _ in range(5)] + [{"attributes": {"type": "Account"}, "Nope": 1}]
        results = self.send("POST", "composite/sobjects", {"allOrNone": True, "records": records}, 200)
        assert not any(result["success"] for result in results), results

    def compose(self):
        """Three records and a change of one, all or nothing."""
        old, names = self.random.choice(list(self.made)), [self.new_name() for _ in range(4)]
        self.doubt = {*self.made, *names} - {old}
        requests = [{"method": "POST", "url": DATA + "sobjects/Account", "referenceId": f"r{i}",
                     "body": {"FirstName": self.name, "LastName": name}} for i, name in enumerate(names[:3])]
        requests.append({"method": "PATCH", "url": DATA + "sobjects/Account/" + self.made[old], "referenceId": "r3",
                         "body": {"LastName": names[3]}})
        answers = self.send("POST", "composite", {"allOrNone": True, "compositeRequest": requests}, 200)["compositeResponse"]
        assert [answer["httpStatusCode"] for answer in answers] == [201, 201, 201, 204], answers
        self.made |= {name: answer["body"]["id"] for name, answer in zip(names, answers[:3])}
        self.made[names[3]] = self.made.pop(old)

    def write_in_bulk(self):
        names = [self.new_name() for _ in range(20)]
        job = self.send("POST", "jobs/ingest", {"object": "Account", "operation": "insert", "lineEnding": "LF"}, 200)["id"]
        rows = "".join(f"{self.name},{name}\n" for name in names)
        self.send("PUT", f"jobs/ingest/{job}/batches", "FirstName,LastName\n" + rows, 201, kind="text/csv")
        self.doubt = {*self.made, *names}
        self.send("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"}, 200)
        self.made |= dict.fromkeys(names)  # acknowledged; their Ids are seen below
        self.doubt = None
        self.check()

    def act(self):
        choices = [self.create, self.create_many, self.create_some, self.create_none, self.write_in_bulk]
        if self.made:
            choices += [self.update, self.update, self.delete, self.compose]
        self.random.choice(choices if len(self.made) < MOST else [self.delete_many])()
        self.doubt = None
        self.acknowledged += 1

    # ---- what must be there --------------------------------------------------------------------------------------------

    def found(self):
        soql = f"SELECT Id, LastName FROM Account WHERE FirstName = '{self.name}'"
        page = self.send("GET", "query?" + urllib.parse.urlencode({"q": soql}), None, 200)
        records = page["records"]
        while not page["done"]:
            page = self.send("GET", page["nextRecordsUrl"].removeprefix(DATA), None, 200)
            records += page["records"]
        return {record["LastName"]: record["Id"] for record in records}

    def check(self):
        """Finds what was acknowledged, and of a request without an answer all or nothing."""
        found = self.found()
        if set(found) not in ([set(self.made)] if self.doubt is None else [set(self.made), self.doubt]):
            lost, more = sorted({*self.made} - {*found}), sorted({*found} - {*self.made})
            raise Lost(f"{self.name}: {lost[:20]} are lost, {more[:20]} are more, in doubt: {sorted(self.doubt or ())[:20]}")
        for name, record_id in found.items():
            if (self.made.get(name) or record_id) != record_id:
                raise Lost(f"{self.name}: {name} is {record_id} and was {self.made[name]}")
        self.made, self.doubt = found, None
