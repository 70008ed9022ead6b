"""README.md's recipe for each client, run as it stands there: recipes_test.py CLIENTS, the folder that install filled.

Only the port is put in.  simple-salesforce, and CRMArena's harness, which is built on it, are the stand-in's.
"""
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "serve"))
from server import BINARY, ENVIRONMENT, HOME, Server  # noqa: E402

STAND_IN = HERE.parents[1] / "serve" / "stand_in"
README = (HERE.parents[2] / "README.md").read_text(encoding="utf-8")
CASE = r"\b500\w{15}\b"
PRODUCT = r"\b01t\w{15}\b"
# What the harness does with its environment, as far as Salesforce sees it.
RUN_TASKS = """
import os
from simple_salesforce import Salesforce
sf = Salesforce(username=os.environ["SALESFORCE_USERNAME"], password=os.environ["SALESFORCE_PASSWORD"],
                security_token=os.environ["SALESFORCE_SECURITY_TOKEN"])
print(sf.query_all("SELECT Id FROM Case LIMIT 1")["records"])
print(len(sf.query_all("SELECT Id FROM PricebookEntry")["records"]))
print(sf.search("FIND {shoe} IN ALL FIELDS RETURNING Product2(Id, Name, Description)")["searchRecords"])
"""


def recipe(beginning):
    """The block behind the paragraph of "### Clients" that begins so."""
    section = README.split("\n### Clients\n")[1].split("\n## ")[0]
    found = re.search(rf"^{re.escape(beginning)}[^\n]*:\n\n((?:    .*\n|\n)+)", section, re.MULTILINE)
    assert found, beginning
    return "\n".join(line[4:] for line in found[1].splitlines()) + "\n"


class Recipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server("--log", "off"))
        user, server = cls.server.user, cls.server
        cls.environment = ENVIRONMENT | {
            "TOKEN": server.token, "CA": server.ca, "BUNDLE": server.facts["bundle"], "SF_USER": user["username"],
            "SF_PASSWORD": user["password"], "SF_SECURITY_TOKEN": user["securityToken"], "PYTHONPATH": str(STAND_IN), "NO_COLOR": "1",
            "PATH": f"{CLIENTS / 'node_modules/.bin'}:{CLIENTS / 'node_modules/node/bin'}:{ENVIRONMENT['PATH']}",
            "SF_DISABLE_TELEMETRY": "true", "SF_AUTOUPDATE_DISABLE": "true", "SF_DISABLE_AUTOUPDATE": "true",
            "SF_SKIP_NEW_VERSION_CHECK": "true", "SF_DISABLE_LOG_FILE": "true", "SF_DISABLE_DNS_CHECK": "true"}

    def run_words(self, *words, **more):
        done = subprocess.run(words, env=self.environment | more, cwd=HOME, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def text(self, beginning):
        return recipe(beginning).replace("localhost:8443", f"localhost:{self.server.port}")

    def run_node(self, beginning):
        script = CLIENTS / "recipe.mjs"  # modules are found from its folder
        script.write_text(self.text(beginning), encoding="utf-8")
        try:
            return self.run_words("node", str(script))
        finally:
            script.unlink()

    def test_curl(self):
        self.assertRegex(self.run_words("sh", "-c", self.text("curl")), CASE)

    def test_requests(self):
        self.assertRegex(self.run_words(sys.executable, "-c", self.text("Python's requests")), CASE)

    def test_simple_salesforce(self):
        said = self.run_words(sys.executable, "-c", self.text("simple-salesforce"))
        self.assertRegex(said, CASE)
        self.assertRegex(said, PRODUCT)

    def test_harness(self):
        (HOME / "run_tasks.py").write_text(RUN_TASKS, encoding="utf-8")
        words = recipe("CRMArena's harness").split()
        self.assertEqual(words[:4], ["localorg", "exec", "--org", "crmarena.org.db"])
        said = self.run_words(BINARY, "exec", *[sys.executable if word == "python" else word for word in words[4:]])
        self.assertRegex(said, CASE)
        self.assertRegex(said, PRODUCT)
        self.assertGreater(int(said.splitlines()[1]), 20_000)

    def test_jsforce(self):
        said = self.run_node("jsforce")
        self.assertRegex(said, CASE)
        self.assertRegex(said, PRODUCT)

    def test_sf(self):
        said = self.run_words("sh", "-ec", self.text("The Salesforce CLI"))
        self.assertRegex(said, CASE)
        self.assertRegex(said, PRODUCT)

    def test_salesforce_core(self):
        said = self.run_node("@salesforce/core")
        self.assertRegex(said, CASE)
        self.assertTrue(said.endswith("500\n"), said)


if __name__ == "__main__":
    CLIENTS = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
