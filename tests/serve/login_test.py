#!/usr/bin/env python3
"""Logins as the clients make them, byte for byte, and read as they read them; sessions, users, isolation, recording.

simple-salesforce is no Debian package: stand_in/ has its requests and what it takes from answers.
"""
import ast
import base64
import json
import pathlib
import re
import subprocess
import sys
import time
import unittest

import requests

from server import HOME, SECONDS, Server, make_org, run

sys.path.insert(0, str(pathlib.Path(__file__).with_name("stand_in")))
from simple_salesforce import (  # noqa: E402
    Salesforce, SalesforceError, escaped, login_body, login_body_with_organization, value_of)

DATA = "/services/data/v59.0/"
ANN, PASSWORD, TOKEN = "ann@shop.example", "a&b<c>'d\"", "TOKEN"


def setUpModule():
    global SERVER, ORG
    ORG = make_org()
    (HOME / "password").write_text(PASSWORD + "\n")
    keys = [["genrsa", "-out", HOME / "client.key", "2048"],
            ["rsa", "-in", HOME / "client.key", "-pubout", "-out", HOME / "client.pem"]]
    for command in keys:
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    done = run("user", "add", ANN, "--org", str(ORG), "--password-file", str(HOME / "password"), "--security-token", TOKEN,
               "--certificate", str(HOME / "client.pem"))
    assert done.returncode == 0, done.stderr
    SERVER = Server("--log", "off", org=ORG)


def tearDownModule():
    SERVER.stop()


def jsforce_body(username, password):
    return ('<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body>'
            f'<login xmlns="urn:partner.soap.sforce.com"><username>{escaped(username)}</username>'
            f'<password>{escaped(password)}</password></login></se:Body></se:Envelope>')


def post(path, body, headers, chunked=False):
    data = (piece.encode() for piece in (body[:50], body[50:])) if chunked else body.encode()
    status, headers, text = SERVER.request("POST", path, data, headers, encode_chunked=chunked)
    return status, headers, text.decode()


class SimpleSalesforce(unittest.TestCase):
    HEADERS = {"content-type": "text/xml", "charset": "UTF-8", "SOAPAction": "login"}

    def client(self, **options):
        session = requests.Session()
        self.addCleanup(session.close)
        session.trust_env, session.verify = False, SERVER.ca
        session.proxies = {"https": f"http://localhost:{SERVER.port}"} if "username" in options else {}
        return Salesforce(session=session, **options)

    def test_login_through_the_proxy_and_all_pages(self):
        client = self.client(username=ANN, password=PASSWORD, security_token=TOKEN)
        self.assertEqual(client.host, "login.salesforce.com")
        self.assertEqual(len(client.query_all("SELECT Id FROM Product2")["records"]), 4500)
        self.assertEqual(set(client.api_usage), {"used", "tot"})

    def test_login_at_the_server_itself(self):
        client = self.client(session_id="none", instance_url="none")
        client.log_in(f"https://localhost:{SERVER.port}", ANN, PASSWORD, TOKEN)
        self.assertEqual(client.host, f"localhost:{SERVER.port}")
        client.log_in(f"https://localhost:{SERVER.port}/x.salesforce.com", ANN, PASSWORD, TOKEN)  # a domain with a slash in it
        self.assertEqual(client.query_all("SELECT Id FROM Account")["totalSize"], 2)

    def test_login_with_an_organization(self):
        status, _, text = post("/services/Soap/u/59.0", login_body_with_organization(ANN, PASSWORD + TOKEN, "00DLo0000000001MAA"), self.HEADERS)
        self.assertEqual((status, value_of(text, "userId")), (200, "005Te0000000001IAA"))

    def test_a_session_id_without_a_login(self):
        client = self.client(session_id=SERVER.token, instance_url=f"https://localhost:{SERVER.port}/")
        self.assertEqual(client.query("SELECT COUNT() FROM Account"), {"totalSize": 2, "done": True, "records": []})
        self.assertEqual(len(client.search("FIND {Acme}")["searchRecords"]), 2)  # quick_search(): no RETURNING
        self.assertEqual(client.search("FIND {nowhere} IN ALL FIELDS RETURNING Product2(Id, Name)"), {"searchRecords": []})

    def test_a_session_that_ended_is_renewed(self):
        client = self.client(username=ANN, password=PASSWORD, security_token=TOKEN)
        ended = client.session_id
        self.assertEqual(SERVER.request("POST", "/services/oauth2/revoke", "token=" + ended, {})[0], 200)
        self.assertEqual(client.query("SELECT Id FROM Account")["totalSize"], 2)
        self.assertNotEqual(client.session_id, ended)

    def test_a_wrong_password(self):
        for wrong in ((ANN, "wrong", TOKEN), ("nobody@shop.example", PASSWORD, TOKEN)):
            status, headers, text = post("/services/Soap/u/59.0", login_body(*wrong), self.HEADERS)
            self.assertEqual((status, headers["Content-Type"]), (500, "text/xml;charset=UTF-8"))
            self.assertEqual(value_of(text, "sf:exceptionCode"), "INVALID_LOGIN")
            self.assertEqual(value_of(text, "sf:exceptionMessage"), "Invalid username, password, security token; or user locked out.")

    def test_client_credentials_and_password_grants(self):
        basic = base64.b64encode(f"{ANN}:{PASSWORD}{TOKEN}".encode()).decode()
        for form, headers in (("grant_type=client_credentials", {"Authorization": "Basic " + basic}),
                              (f"grant_type=password&client_id=any&client_secret=any&username={ANN}&password="
                               + requests.utils.quote(PASSWORD + TOKEN), {})):
            status, _, text = post("/services/oauth2/token", form, {"Content-Type": "application/x-www-form-urlencoded"} | headers)
            answer = json.loads(text)
            client = self.client(session_id=answer["access_token"], instance_url=answer["instance_url"]) if status == 200 else None
            self.assertTrue(client and client.query("SELECT Id FROM Account")["totalSize"] == 2, text)
        status, _, text = post("/services/oauth2/token", "grant_type=password&client_id=any&username=a&password=b", {})
        self.assertEqual((status, json.loads(text)), (400, {"error": "invalid_grant", "error_description": "authentication failure"}))

    def test_an_error_as_the_harness_cuts_it_out(self):
        client = self.client(session_id=SERVER.token, instance_url=f"https://localhost:{SERVER.port}")
        with self.assertRaises(SalesforceError) as raised:
            client.query_all("SELECT Id FROM Account WHERE Nope = 'it''s'")
        first = ast.literal_eval(str(raised.exception).split("Response content: ")[1])[0]
        self.assertEqual(set(first), {"errorCode", "message"})

    def test_an_error_as_the_harness_reads_it(self):
        # It evaluates the Python text of the exception: the parsed body, an array whose first element has the two keys.
        for query, code in (("SELECT Nope FROM Account", "INVALID_FIELD"), ("SELEC", "MALFORMED_QUERY"), ("", "MALFORMED_QUERY")):
            status, _, body = SERVER.request("GET", DATA + "query/?q=" + requests.utils.quote(query))
            self.assertEqual(status, 400)
            first = eval(str(json.loads(body)))[0]  # noqa: S307 - as the harness does
            self.assertEqual(first["errorCode"], code)
            self.assertTrue(first["message"])

    def test_an_expired_session_is_an_array(self):
        status, headers, body = SERVER.request("GET", DATA + "query/?q=x", headers={"Authorization": "Bearer 00D000000000001!x"})
        self.assertEqual((status, headers["WWW-Authenticate"]), (401, "Token"))
        self.assertEqual(json.loads(body), [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}])

    def test_selected_fields_are_in_every_record(self):
        for record in SERVER.query("SELECT Id, Name, Description FROM Product2 LIMIT 3")["records"]:
            self.assertEqual(list(record), ["attributes", "Id", "Name", "Description"])


class Jsforce(unittest.TestCase):
    HEADERS = {"Content-Type": "text/xml", "SOAPAction": '""'}

    def test_login_chunked(self):
        status, _, text = post("/services/Soap/u/59.0", jsforce_body(ANN, PASSWORD + TOKEN), self.HEADERS, chunked=True)
        self.assertEqual(status, 200)
        found = {name: re.search(f"<{name}>([^<]+)</{name}>", text)[1]
                 for name in ("serverUrl", "sessionId", "userId", "organizationId")}
        self.assertEqual(found["userId"], "005Te0000000001IAA")
        self.assertTrue(found["serverUrl"].startswith(f"http://localhost:{SERVER.port}/services/Soap/u/59.0/00D"))
        self.assertTrue(all(value == value.strip() for value in found.values()))
        self.assertIn("<passwordExpired>false</passwordExpired>", text)
        self.assertRegex(found["sessionId"], r"^(00D\w{12,15})![.\w]*$")

    def test_a_wrong_password(self):
        status, _, text = post("/services/Soap/u/59.0", jsforce_body(ANN, "x"), self.HEADERS, chunked=True)
        self.assertEqual(status, 500)
        self.assertEqual(re.search("<faultstring>([^<]+)</faultstring>", text)[1],
                         "INVALID_LOGIN: Invalid username, password, security token; or user locked out.")

    def test_a_bad_session(self):
        body = ('<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header>'
                '<SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>x</sessionId></SessionHeader></soapenv:Header>'
                '<soapenv:Body><logout xmlns="urn:partner.soap.sforce.com"/></soapenv:Body></soapenv:Envelope>')
        status, _, text = post("/services/Soap/u/59.0", body, self.HEADERS)
        self.assertEqual(status, 500)
        self.assertRegex(text, r"<faultcode>[a-zA-Z]+:INVALID_SESSION_ID</faultcode>")

    def test_oauth_password_chunked_and_identity(self):
        form = f"grant_type=password&client_id=any&client_secret=any&username={ANN}&password=" + requests.utils.quote(PASSWORD + TOKEN)
        status, headers, text = post("/services/oauth2/token", form, {"Content-Type": "application/x-www-form-urlencoded"}, chunked=True)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json;charset=UTF-8"))
        answer = json.loads(text)
        self.assertEqual(answer["instance_url"], f"http://localhost:{SERVER.port}")
        org, user = answer["id"].split("/")[-2:]
        self.assertEqual((org[:3], user), ("00D", "005Te0000000001IAA"))
        path = answer["id"].removeprefix(answer["instance_url"])
        status, _, body = SERVER.request("GET", f"{path}?format=json&oauth_token={answer['access_token']}", headers={})
        self.assertEqual(status, 200)
        identity = json.loads(body)
        self.assertEqual((identity["user_id"], identity["organization_id"], identity["username"], identity["id"]), (user, org, ANN, answer["id"]))
        status, _, body = SERVER.request("POST", "/services/oauth2/revoke", "token=" + answer["access_token"], {})
        self.assertEqual((status, body), (200, b""))
        status, _, _ = SERVER.request("GET", DATA + "limits", headers={"Authorization": "Bearer " + answer["access_token"]})
        self.assertEqual(status, 401)

    def test_the_last_segment_of_a_locator_is_enough(self):
        page = SERVER.query("SELECT Id FROM Product2")
        status, _, body = SERVER.request("GET", DATA + "query/" + page["nextRecordsUrl"].split("/")[-1])
        self.assertEqual((status, json.loads(body)["totalSize"]), (200, 4500))
        status, _, _ = SERVER.request("GET", DATA + "query/01gxx0000000000AAA-2000")
        self.assertEqual(status, 400)


class Cli(unittest.TestCase):
    def test_login_with_a_token(self):
        # org login access-token: two that must succeed, the third must fail, the rest may.
        status, _, body = SERVER.request("GET", "/services/oauth2/userinfo")
        user = json.loads(body)["user_id"]
        self.assertEqual(status, 200)
        status, _, body = SERVER.request("GET", f"/services/data/v51.0/sobjects/User/{user}")
        self.assertEqual((status, json.loads(body)["Username"]), (200, ANN))
        status, _, body = SERVER.request("GET", "/services/data/v51.0/query?q=SELECT%20Id%20FROM%20ScratchOrgInfo%20limit%201")
        self.assertEqual((status, json.loads(body)[0]["errorCode"]), (400, "INVALID_TYPE"))
        status, _, body = SERVER.request("GET", "//services/data", headers={})
        versions = [entry["version"] for entry in json.loads(body)]
        self.assertEqual((status, versions[0]), (200, "42.0"))
        self.assertTrue({"50.0", "51.0", "59.0"} <= set(versions))

    def test_each_query_twice(self):
        soql = "?q=SELECT%20Id%2C%20Name%20FROM%20Account"
        for target in ("//services/data/v64.0/query" + soql, "//services/data/v64.0/query" + soql + "&columns=true"):
            status, _, body = SERVER.request("GET", target, headers=SERVER.bearer | {"content-type": "application/json",
                                                                                    "Sforce-Call-Options": "client=sf-cli"})
            self.assertEqual(status, 200)
        self.assertEqual([column["columnName"] for column in json.loads(body)["columnMetadata"]], ["Id", "Name"])

    def test_a_bad_token(self):
        status, _, body = SERVER.request("GET", "/services/oauth2/userinfo", headers={"Authorization": "Bearer 00Dx!y"})
        self.assertEqual((status, body), (403, b"Bad_OAuth_Token"))

    def test_the_probe_of_a_live_token(self):
        status, _, body = SERVER.request("GET", DATA.rstrip("/"))
        self.assertEqual(status, 200)
        self.assertTrue(json.loads(body)["identity"].startswith(f"http://localhost:{SERVER.port}/id/00D"))

    def test_jwt(self):
        def part(content):
            return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
        for subject, expires, works in ((ANN, time.time() + 100, True), ("nobody@x", time.time() + 100, False), (ANN, time.time() - 100, False)):
            signed = part(b'{"alg":"RS256"}') + "." + part(json.dumps({"iss": "x", "sub": subject, "aud": "y", "exp": int(expires)}).encode())
            signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", HOME / "client.key"], input=signed.encode(),
                                       capture_output=True, check=True).stdout
            for proof, is_right in ((signature, True), (signature[::-1], False)):
                form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + signed + "." + part(proof)
                status, _, text = post("/services/oauth2/token", form, {})
                self.assertEqual(status, 200 if works and is_right else 400, text)


class Users(unittest.TestCase):
    def test_add_list_remove(self):
        org = make_org("users")
        self.assertIn("no users of its own", run("user", "list", "--org", str(org)).stdout)
        made = run("user", "add", "Bob@shop.example", "--org", str(org))
        self.assertEqual(made.returncode, 0, made.stderr)
        password = re.search(r"^password (\w{16})$", made.stdout, re.M)[1]
        self.assertEqual(run("user", "list", "--org", str(org)).stdout, "Bob@shop.example  005Te0000000001IAA\n")
        self.assertNotIn(password.encode(), org.read_bytes())
        with Server("--log", "off", org=org) as server:
            self.assertNotIn("password", server.banner)

            def log_in(name, secret):
                return server.request("POST", "/services/oauth2/token", f"grant_type=password&client_id=x&username={name}&password={secret}", {})[0]
            self.assertEqual(log_in("bob@shop.example", password), 200)
            self.assertEqual(log_in("user@users.localorg", password), 400)
            # Users come and go while the server runs.
            self.assertEqual(run("user", "remove", "BOB@shop.example", "--org", str(org)).returncode, 0)
            self.assertEqual(log_in("bob@shop.example", password), 400)
        self.assertEqual(run("user", "remove", "nobody", "--org", str(org)).returncode, 2)
        for wrong in (["add"], ["list", "x"], ["explode"], [], ["add", "x", "--user-id", "001"], ["add", "x", "--password-file", "/no/file"]):
            self.assertEqual(run("user", *wrong, "--org", str(org)).returncode, 2, wrong)

    def test_users_stay_when_the_org_goes_back(self):
        org = make_org("back")
        with Server("--log", "off", org=org) as server:
            self.assertEqual(create(server, "New", server.bearer)[0], 201)
            self.assertEqual(run("user", "add", "late@shop.example", "--org", str(org)).returncode, 0)
            self.assertEqual(server.request("POST", "/localorg/reset", None, server.bearer)[0], 200)
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)
        self.assertIn("late@shop.example", run("user", "list", "--org", str(org)).stdout)

    def test_the_user_made_at_start(self):
        with Server("--log", "off", org=make_org("fresh")) as server:
            self.assertEqual(server.user["username"], "user@fresh.localorg")
            body = login_body(server.user["username"], server.user["password"], server.user["securityToken"])
            status, _, _ = server.request("POST", "/services/Soap/u/59.0", body, SimpleSalesforce.HEADERS)
            self.assertEqual(status, 200)

    def test_a_token_of_ones_own(self):
        token = "00D000000000001!my.own_token"
        with Server("--log", "off", "--token", token, org=ORG) as server:
            self.assertEqual(server.token, token)
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)

    def test_several_orgs(self):
        other = make_org("other")
        with Server("--log", "off", "--org", f"b2b={other}", org=f"main={ORG}") as server:
            first, second = server.facts["orgs"]
            self.assertEqual((first["name"], second["name"], second["username"]), ("main", "b2b", "user@b2b.localorg"))
            bearer = {"Authorization": "Bearer " + second["token"]}
            status, _, _ = server.request("POST", DATA + "sobjects/Account", '{"LastName":"Only there"}', bearer | {"Content-Type": "application/json"})
            self.assertEqual(status, 201)
            self.assertEqual(server.query("SELECT COUNT() FROM Account", headers=bearer)["totalSize"], 3)
            self.assertEqual(server.query("SELECT COUNT() FROM Account")["totalSize"], 2)


def create(server, name, bearer):
    return server.request("POST", DATA + "sobjects/Account", json.dumps({"LastName": name}), bearer | {"Content-Type": "application/json"})


def log_in(server):
    form = f"grant_type=password&client_id=x&username={server.user['username']}&password={server.user['password']}"
    status, _, body = server.request("POST", "/services/oauth2/token", form, {})
    assert status == 200, body
    return {"Authorization": "Bearer " + json.loads(body)["access_token"]}


class Isolation(unittest.TestCase):
    def count(self, server, bearer):
        return server.query("SELECT COUNT() FROM Account", headers=bearer)["totalSize"]

    def test_shared(self):
        with Server("--log", "off", org=make_org("shared")) as server:
            one, two = log_in(server), log_in(server)
            self.assertEqual((self.count(server, one), self.count(server, two)), (2, 2))
            self.assertEqual(create(server, "New", one)[0], 201)
            self.assertEqual((self.count(server, one), self.count(server, two)), (3, 3))
            self.assertEqual(self.state(server, two, "snapshot", {"name": "three"})[0], 200)
            self.assertEqual(create(server, "Newer", two)[0], 201)
            self.assertEqual(self.state(server, one, "restore", {"name": "three"})[0], 200)
            self.assertEqual((self.count(server, one), self.count(server, two)), (3, 3))
            self.assertEqual(self.state(server, one, "reset")[0], 200)
            self.assertEqual((self.count(server, one), self.count(server, two)), (2, 2))
            self.assertEqual(self.state(server, one, "restore", {"name": "nothing"})[0], 400)
            self.assertEqual(self.state(server, {}, "reset")[0], 401)

    def state(self, server, bearer, what, body=None):
        return server.request("POST", "/localorg/" + what, json.dumps(body) if body else None, bearer)

    def test_isolated(self):
        org = make_org("isolated")
        before = org.read_bytes()
        with Server("--log", "off", "--isolated", org=org) as server:
            one, two = log_in(server), log_in(server)
            page = server.query("SELECT Id FROM Product2", headers=one)
            self.assertEqual(create(server, "Mine", one)[0], 201)
            self.assertEqual((self.count(server, one), self.count(server, two)), (3, 2))
            # A cursor from before the first write is still good.
            self.assertEqual(server.request("GET", page["nextRecordsUrl"], headers=one)[0], 200)
            self.assertEqual(create(server, "Theirs", two)[0], 201)
            self.assertEqual(create(server, "Theirs, too", two)[0], 201)
            self.assertEqual((self.count(server, one), self.count(server, two)), (3, 4))
            self.assertEqual(self.state(server, two, "reset")[0], 200)
            self.assertEqual((self.count(server, one), self.count(server, two)), (3, 2))
            self.assertEqual(self.count(server, log_in(server)), 2)
        self.assertEqual(org.read_bytes(), before)

    def test_read_only(self):
        with Server("--log", "off", "--read-only", org=make_org("fixed")) as server:
            bearer = log_in(server)
            status, _, body = create(server, "New", bearer)
            self.assertEqual((status, json.loads(body)[0]["errorCode"]), (403, "INSUFFICIENT_ACCESS_OR_READONLY"))
            self.assertEqual(self.count(server, bearer), 2)
            self.assertEqual(self.state(server, bearer, "reset")[0], 403)


class Recording(unittest.TestCase):
    def test_record_and_log(self):
        path = HOME / "record.jsonl"
        with Server("--log", "off", "--record", str(path), org=make_org("recorded")) as server:
            bearer = log_in(server)
            self.assertEqual(len(server.query("SELECT Id FROM Account", headers=bearer)["records"]), 2)
            server.request("GET", DATA + "query?q=SELECT+Nope+FROM+Account", headers=bearer)
            create(server, "New", bearer)
            server.stop()
        lines = {(line["path"], line["query"]): line for line in map(json.loads, path.read_text().splitlines())}
        self.assertEqual({line["session"] for line in lines.values()}, {"s1"})
        query = DATA + "query"
        self.assertEqual((lines[query, "SELECT Id FROM Account"]["rows"], lines[query, "SELECT Id FROM Account"]["error"]), (2, None))
        self.assertTrue(lines[query, "SELECT Nope FROM Account"]["error"].startswith("INVALID_FIELD: "))
        self.assertEqual((lines[DATA + "sobjects/Account", None]["status"], lines[DATA + "sobjects/Account", None]["rows"]), (201, None))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        shown = run("log", str(path))
        self.assertEqual(shown.returncode, 0)
        self.assertIn("SELECT Id FROM Account", shown.stdout)
        self.assertIn("POST /services/data/v59.0/sobjects/Account", shown.stdout)
        self.assertTrue(shown.stdout.endswith("(3 requests)\n"))
        self.assertEqual(run("log").returncode, 2)
        self.assertEqual(run("log", "/no/such/file").returncode, 2)
        (HOME / "broken.jsonl").write_text("{}\nnonsense\n")
        broken = run("log", str(HOME / "broken.jsonl"))
        self.assertEqual((broken.returncode, "line 2" in broken.stderr), (3, True))


if __name__ == "__main__":
    unittest.main(verbosity=1)
