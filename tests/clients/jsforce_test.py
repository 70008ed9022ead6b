"""Runs jsforce.test.mjs against the real server: jsforce_test.py CLIENTS, the folder that install filled."""
import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from server import ENVIRONMENT, SECONDS, Server, run  # noqa: E402

clients = pathlib.Path(sys.argv[1]).resolve()
# A module is found from the folder of the script that imports it.
script = shutil.copy(pathlib.Path(__file__).with_name("jsforce.test.mjs"), clients)

with Server() as server:
    count = json.loads(run("query", "SELECT COUNT() FROM PricebookEntry", "--format", "json").stdout)["totalSize"]
    found = subprocess.run(
        [clients / "node_modules/node/bin/node", "--test", "--test-reporter=spec", script],
        env=ENVIRONMENT | {
            "LOCALORG_HTTP": f"http://localhost:{server.port}",
            "LOCALORG_HTTPS": f"https://localhost:{server.port}",
            "LOCALORG_TOKEN": server.token,
            "LOCALORG_USER": server.user["username"],
            "LOCALORG_PASSWORD": server.user["password"],
            "LOCALORG_SECURITY_TOKEN": server.user["securityToken"],
            "LOCALORG_ENTRIES": str(count),
            "NODE_EXTRA_CA_CERTS": server.ca,
        }, timeout=5 * SECONDS, check=False)
sys.exit(found.returncode)
