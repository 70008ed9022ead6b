"""An agent for `localorg run --agent-cmd 'python3 tools/example_agent.py' --task top_issue_identification`: events come as lines
of JSON on standard input, turns go to standard output.  It reads product and period out of the question and calls functions."""
import ast
import json
import re
import sys

NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
PERIODS = ("January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|Spring|Summer|Fall|"
           "Autumn|Winter")


def call(name, **arguments):
    print(json.dumps({"call": name, "arguments": arguments}), flush=True)
    seen = json.loads(sys.stdin.readline())["content"]  # as Python prints it; a date comes as a bare text
    return seen if re.match(r"\d{4}-", seen) else ast.literal_eval(seen)


def period(question, today):
    if span := re.search(rf"(\d+|{'|'.join(NUMBERS)})[ -](week|month|quarter|year)|(week|month|quarter|year)\b", question, re.I):
        count, unit = (span[1] or "one").lower(), (span[2] or span[3]).lower()
        count = int(count) if count.isdigit() else NUMBERS.index(count)
        unit, count = ("month", 12 * count) if unit == "year" else (unit, count)
        return call("get_start_date", end_date=today, period=unit, interval_count=count), today
    named = re.search(rf"({PERIODS})\D*?(\d{{4}})|(\d{{4}})\D*?({PERIODS})", question, re.I)
    name = (named[1] or named[4]).capitalize().replace("Autumn", "Fall")
    found = call("get_period", period_name=name, year=int(named[2] or named[3]))
    return found["start_date"], found["end_date"]


for line in sys.stdin:
    task = json.loads(line).get("task")
    if task is None:  # the end of the last episode
        continue
    start, end = period(task["query"], re.search(r"\d{4}-\d\d-\d\d", task["required"])[0] + "T00:00:00Z")
    items = call("get_order_item_ids_by_product", product_id=re.search(r"01t\w{15}", task["query"])[0])
    issues = call("get_issue_counts", start_date=start, end_date=end, order_item_ids=items) if items else {}
    print(json.dumps({"respond": max(issues, key=issues.get) if issues else "None"}), flush=True)
