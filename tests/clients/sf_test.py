"""The Salesforce CLI, unmodified, against the real server: sf_test.py CLIENTS, the folder that install filled."""
import csv
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from server import ENVIRONMENT, HOME, Server  # noqa: E402

QUIET = {"SF_DISABLE_TELEMETRY": "true", "SF_AUTOUPDATE_DISABLE": "true", "SF_DISABLE_AUTOUPDATE": "true",
         "SF_SKIP_NEW_VERSION_CHECK": "true", "SF_DISABLE_LOG_FILE": "true", "SF_DISABLE_DNS_CHECK": "true", "NO_COLOR": "1"}


class Sf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.url = f"http://localhost:{cls.server.port}"
        cls.base = {**ENVIRONMENT, **QUIET, "PATH": f"{CLIENTS / 'node_modules/node/bin'}:{ENVIRONMENT['PATH']}"}

    def run_sf(self, *words, env=None, token=True, code=0, stdin=None):
        where = {"SF_TARGET_ORG": self.server.token, "SF_ORG_INSTANCE_URL": self.url} if token else {}
        done = subprocess.run([CLIENTS / "node_modules/.bin/sf", *words], env={**self.base, **where, **(env or {})}, cwd=HOME,
                              capture_output=True, text=True, input=stdin, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def ask(self, *words, **more):
        return json.loads(self.run_sf(*words, "--json", **more).stdout)

    def test_query_with_environment_variables_alone(self):
        answer = self.ask("data", "query", "--query", "SELECT Id, Name FROM Account LIMIT 3")
        self.assertEqual(answer["result"]["totalSize"], 3)
        self.assertEqual(set(answer["result"]["records"][0]), {"attributes", "Id", "Name"})

    def test_query_as_a_table(self):
        done = self.run_sf("data", "query", "--query", "SELECT Name, (SELECT Status FROM Cases LIMIT 1) FROM Account LIMIT 2")
        self.assertIn("Total number of records retrieved: 2", done.stdout)

    def test_query_of_groups(self):
        answer = self.ask("data", "query", "--query", "SELECT Status, COUNT(Id) n FROM Case GROUP BY Status")
        self.assertEqual({record["Status"] for record in answer["result"]["records"]}, {"Closed", "Waiting on Customer", "Working"})

    def test_all_pages(self):
        answer = self.ask("data", "query", "--query", "SELECT Id FROM PricebookEntry")
        self.assertEqual(len(answer["result"]["records"]), answer["result"]["totalSize"])
        self.assertGreater(answer["result"]["totalSize"], 20_000)

    def test_an_error_has_the_orgs_code(self):
        answer = self.ask("data", "query", "--query", "SELECT Nmae FROM Account", code=1)
        self.assertEqual(answer["name"], "INVALID_FIELD")
        self.assertIn("ERROR at Row:1:Column:8", answer["message"])

    def test_https_with_the_certificate_authority(self):
        answer = self.ask("data", "query", "--query", "SELECT Id FROM Account LIMIT 1",
                          env={"SF_ORG_INSTANCE_URL": f"https://localhost:{self.server.port}", "NODE_EXTRA_CA_CERTS": self.server.ca})
        self.assertEqual(answer["result"]["totalSize"], 1)

    def test_through_the_proxy(self):
        answer = self.ask("data", "query", "--query", "SELECT Id FROM Account LIMIT 1",
                          env={"SF_ORG_INSTANCE_URL": "https://crm.my.salesforce.com", "NODE_EXTRA_CA_CERTS": self.server.ca,
                               "HTTPS_PROXY": self.url, "https_proxy": self.url})
        self.assertEqual(answer["result"]["totalSize"], 1)

    def test_a_stored_login(self):
        self.ask("org", "login", "access-token", "--instance-url", self.url, "--alias", "crm", "--no-prompt", token=False,
                 env={"SF_ACCESS_TOKEN": self.server.token})
        answer = self.ask("data", "query", "--query", "SELECT COUNT() FROM Issue__c", "--target-org", "crm", token=False)
        self.assertGreater(answer["result"]["totalSize"], 0)
        shown = self.ask("org", "display", "--target-org", "crm", token=False)
        self.assertEqual(shown["result"]["instanceUrl"].rstrip("/"), self.url)

    def test_search(self):
        answer = self.ask("data", "search", "--query", "FIND {return policy} RETURNING Knowledge__kav(Id, Title LIMIT 2)")
        self.assertEqual(len(answer["result"]["searchRecords"]), 2)

    def test_describe(self):
        answer = self.ask("sobject", "describe", "--sobject", "Case")
        self.assertEqual(answer["result"]["keyPrefix"], "500")
        names = self.ask("sobject", "list", "--sobject", "all")
        self.assertIn("Knowledge__kav", names["result"])

    def test_a_record_from_cradle_to_grave(self):
        made = self.ask("data", "create", "record", "--sobject", "Account", "--values", "FirstName=Nora LastName=Quill")
        which = ("--sobject", "Account", "--record-id", made["result"]["id"])
        self.ask("data", "update", "record", *which, "--values", "LastName=Quillon")
        self.assertEqual(self.ask("data", "get", "record", *which)["result"]["Name"], "Nora Quillon")
        self.assertTrue(self.ask("data", "delete", "record", *which)["result"]["success"])
        self.assertEqual(self.ask("data", "get", "record", *which, code=1)["name"], "ENTITY_IS_DELETED")

    def test_export_in_bulk(self):
        self.ask("data", "export", "bulk", "--query", "SELECT Id, Name FROM Product2", "--output-file", "products.csv", "--wait", "2")
        with open(HOME / "products.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["Id", "Name"])
        self.assertGreater(len(rows), 400)

    def test_import_in_bulk(self):
        (HOME / "accounts.csv").write_text("FirstName,LastName\nAda,Bulk\nBob,Bulk\n", encoding="utf-8")
        answer = self.ask("data", "import", "bulk", "--file", "accounts.csv", "--sobject", "Account", "--wait", "2",
                          "--line-ending", "LF")
        self.assertEqual(answer["result"]["successfulRecords"], 2)

    def test_export_and_import_of_a_tree(self):
        self.ask("data", "export", "tree", "--query", "SELECT LastName, FirstName FROM Account LIMIT 2", "--output-dir", "tree")
        answer = self.ask("data", "import", "tree", "--files", "tree/Account.json")
        self.assertEqual(len(answer["result"]), 2)

    def test_limits_and_a_request_of_ones_own(self):
        limits = self.ask("limits", "api", "display")
        self.assertIn("DailyApiRequests", {limit["name"] for limit in limits["result"]})
        done = self.run_sf("api", "request", "rest", "/services/data/v59.0/sobjects/Case/describe")
        self.assertIn('"keyPrefix"', done.stdout)


if __name__ == "__main__":
    CLIENTS = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=sys.argv[:1])
