"""Published clients of MCP against the program: mcp_test.py CLIENTS, the folder that install filled.

The inspector's command line, over pipes and HTTP; then mcp.test.mjs, with both generations of the TypeScript SDK.
"""
import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "serve"))
from server import BINARY, ENVIRONMENT, HOME, SECONDS, Server, make_org  # noqa: E402

clients = pathlib.Path(sys.argv[1]).resolve()
node = clients / "node_modules/node/bin/node"
script = shutil.copy(pathlib.Path(__file__).with_name("mcp.test.mjs"), clients)
org = make_org()
environment = ENVIRONMENT | {"LOCALORG_BINARY": BINARY, "LOCALORG_ORG": str(org), "PATH": f"{node.parent}:{ENVIRONMENT['PATH']}",
                             "MCP_INSPECTOR_SECRET_STORE": "memory"}


def inspector(*arguments):
    """What it prints, as JSON, and its exit code."""
    done = subprocess.run([node, clients / "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", "--cli",
                           *arguments], capture_output=True, text=True, env=environment, timeout=2 * SECONDS, check=False, cwd=HOME)
    try:
        return json.loads(done.stdout), done.returncode
    except ValueError:
        sys.exit(f"inspector {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}")


def check(got, wanted, what):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def check_inspector(*server):
    listed, code = inspector(*server, "--method", "tools/list", "--strict")
    check((code, [tool["name"] for tool in listed["tools"]]),
          (0, ["soql_query", "sosl_search", "list_objects", "describe_object"]), "tools/list")
    called, code = inspector(*server, "--method", "tools/call", "--tool-name", "soql_query", "--tool-arg",
                             "query=SELECT Name FROM Product2 ORDER BY Id", "max_rows=2")
    check((code, called["structuredContent"]["totalSize"], called["structuredContent"]["records"]),
          (0, 4500, [{"Name": "Shoe 0"}, {"Name": "Shoe 1"}]), "soql_query")
    refused, code = inspector(*server, "--method", "tools/call", "--tool-name", "soql_query", "--tool-arg",
                              "query=SELECT Nmae FROM Account")
    check((code != 0, refused["isError"], refused["content"][0]["text"].split("\n")[0]), (True, True, "INVALID_FIELD: "), "an error")
    listed, code = inspector(*server, "--method", "resources/list")
    check((code, listed["resources"][0]["uri"]), (0, "localorg://objects"), "resources/list")
    listed, code = inspector(*server, "--method", "resources/templates/list")
    check((code, listed["resourceTemplates"][0]["uriTemplate"]), (0, "localorg://object/{name}"), "resources/templates/list")
    read, code = inspector(*server, "--method", "resources/read", "--uri", "localorg://object/Case")
    check((code, json.loads(read["contents"][0]["text"])["keyPrefix"]), (0, "500"), "resources/read")


with Server("--log", "off", org=org) as served:
    check_inspector(BINARY, "mcp", "--org", str(org))
    check_inspector(f"http://localhost:{served.port}/mcp")
    found = subprocess.run([node, "--test", "--test-reporter=spec", script],
                           env=environment | {"LOCALORG_MCP": f"http://localhost:{served.port}/mcp", "LOCALORG_TOKEN": served.token},
                           timeout=5 * SECONDS, check=False)
sys.exit(found.returncode)
