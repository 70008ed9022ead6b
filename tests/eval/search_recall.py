#!/usr/bin/env python3
"""How often a search for a question's own words brings an article with its answer.

    LOCALORG_SHARED=FOLDER tests/eval/search_recall.py LOCALORG

Of the folder that LOCALORG_SHARED names it imports data/crmarena_partial.db, and takes the questions of data/crmarena_tasks.jsonl;
without one it is skipped.  It searches the articles for the words of each knowledge_qa question, escaped as an
agent must, and prints how often one of the first five (and the first) contains all words of the published answer.  Fails if a
search is refused or finds nothing.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

RESERVED = "?&|!{}[]()^~*:\\\"'+-"
STOP = set("a an and are as at be by for from if in is it of on or per the their there to up was will with within you your".split())
FIRST = 5


def escaped(text):
    return "".join("\\" + c if c in RESERVED else c for c in text)


def words(text):
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^>]+>|&\w+;", " ", text)).lower()
    return set(re.findall(r"[a-z0-9]+", plain)) - STOP


def has_answer(article, answer):
    return words(answer) <= words(" ".join(value for value in article.values() if isinstance(value, str)))


def main(localorg):
    shared = os.environ.get("LOCALORG_SHARED", "")
    database, tasks = shared + "/data/crmarena_partial.db", shared + "/data/crmarena_tasks.jsonl"
    if not os.path.exists(database) or not os.path.exists(tasks):
        return 77  # skipped
    rows = [json.loads(line) for line in open(tasks, encoding="utf-8")]
    rows = [row for row in rows if row["task"] == "knowledge_qa"]
    with tempfile.TemporaryDirectory() as folder:
        org = folder + "/org.db"
        subprocess.run([localorg, "import", database, "--out", org], check=True, stdout=subprocess.DEVNULL)
        known = first = pages = within = 0
        everything = records_of(localorg, "query", "SELECT Title, FAQ_Answer__c FROM Knowledge__kav", org)["records"]
        for row in rows:
            search = "FIND {%s} RETURNING Knowledge__kav(Id, Title, FAQ_Answer__c)" % escaped(row["query"])
            found = records_of(localorg, "search", search, org)["searchRecords"]
            pages += bool(found)
            if not found:
                print("finds nothing:", row["query"])
            known += any(has_answer(article, row["answer"]) for article in everything)
            within += any(has_answer(article, row["answer"]) for article in found[:FIRST])
            first += any(has_answer(article, row["answer"]) for article in found[:1])
    print("%d questions, %d with a first page" % (len(rows), pages))
    print("answers whose words stand in some article: %d" % known)
    print("among the first %d: %d; the first: %d" % (FIRST, within, first))
    return 0 if pages == len(rows) else 1


def records_of(localorg, command, text, org):
    done = subprocess.run([localorg, command, text, "--org", org, "--format", "json"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s\n%s" % (text, done.stderr or done.stdout))
    return json.loads(done.stdout)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
