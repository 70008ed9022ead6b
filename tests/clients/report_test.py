"""Runs report.test.mjs, which opens the page of `localorg score --html` in jsdom: report_test.py CLIENTS, the folder that
install filled."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

AGENT = "005Lo000000000gIAA"
SCHEMA = "Objects:\n" + "  - a made-up field\n" * 60


def record(number, trial, gold, reply, messages, **more):
    return {"task_id": number, "task_type": "handle_time", "trial": trial, "gt_answer": gold, "reward": 0,
            "agent_info": {"observation_sizes": [], "num_turns": 1,
                           "end_reason": {"source": "agent", "message": "Submit action", "content": reply},
                           "usage": {"cost": [0.01], "completion_tokens": [1], "prompt_tokens": [2], "total_tokens": [1234]}},
            "traj": [{"role": "system", "content": f"{SCHEMA}Task é{number}"}, {"role": "user", "content": f"Question {number}?"},
                     *messages], **more}


def say(text):
    return {"role": "assistant", "content": text}


def results():
    broken = {"task_id": 9, "task_type": "case_routing", "trial": 0, "gt_answer": AGENT, "reward": 0,
              "agent_info": {"source": "api", "content": "Error: 503"}, "traj": []}
    talk = [say("<thought>Look.</thought>\n<execute>SELECT Nmae FROM Case</execute>"),
            {"role": "user", "content": "Salesforce instance output: INVALID_FIELD: \nSELECT Nmae FROM Case\n       ^"},
            say(f"<respond>{AGENT}</respond>")]
    call = {"id": "1", "function": {"name": "respond", "arguments": '{"content": "None"}'}}
    markup = "</script><img src=x onerror=alert(1)><b>needle in the hay</b>"
    yield record(1, 0, AGENT, AGENT, talk)
    yield record(1, 1, AGENT, "Ann", [say(markup)])
    yield record(2, 0, None, "None", [{"role": "assistant", "content": None, "tool_calls": [call]},
                                      {"role": "tool", "name": "get_cases", "content": "Error: input must be a list"}])
    yield broken
    for number in range(100, 230):
        yield record(number, 0, None, "Ann", [])


clients = pathlib.Path(sys.argv[1]).resolve()
with tempfile.TemporaryDirectory() as folder:
    lines, page = pathlib.Path(folder, "run.jsonl"), pathlib.Path(folder, "page.html")
    lines.write_text("".join(json.dumps(one) + "\n" for one in results()), encoding="utf-8")
    subprocess.run([os.environ["LOCALORG_BINARY"], "score", lines, "--html", page], check=True, capture_output=True)
    # A module is found from the folder of the script that imports it.
    script = shutil.copy(pathlib.Path(__file__).with_name("report.test.mjs"), clients)
    found = subprocess.run([clients / "node_modules/node/bin/node", "--test", "--test-reporter=spec", script],
                           env=os.environ | {"LOCALORG_PAGE": str(page)}, timeout=300, check=False)
sys.exit(found.returncode)
