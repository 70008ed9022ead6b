#!/usr/bin/env python3
"""The same org, request and clock give the same bytes: asked by one client and by sixteen at once, in other time zones and
locales of the machine, by the server and by the command line."""
import concurrent.futures
import itertools
import json
import unittest
import urllib.parse

from server import ENVIRONMENT, HOME, Server, record_id, run

NOW = "2024-05-15T10:30:00Z"
NAMES = ["Zebra", "apfel", "Ärmel", "öl", "Straße", "strasse", "I", "ı", "İstanbul", "Été", "ete", "日本", "1.5", "10", "9"]
ZONES = [("UTC", "C"), ("Asia/Kolkata", "de_DE.UTF-8"), ("America/St_Johns", "tr_TR.UTF-8"), ("Pacific/Apia", "C.UTF-8")]
QUERIES = [
    "SELECT Id, Name, CreatedDate FROM Product2 ORDER BY Name",
    "SELECT Id, FORMAT(CreatedDate) shown FROM Product2 ORDER BY Name DESC NULLS LAST",
    "SELECT FORMAT(UnitPrice) price FROM PricebookEntry ORDER BY UnitPrice, Id",
    "SELECT CALENDAR_YEAR(CreatedDate) y, HOUR_IN_DAY(convertTimezone(CreatedDate)) h, COUNT(Id) n FROM Product2 "
    "GROUP BY CALENDAR_YEAR(CreatedDate), HOUR_IN_DAY(convertTimezone(CreatedDate))",
    "SELECT Id FROM Product2 WHERE CreatedDate = TODAY",
    "SELECT Id FROM Product2 WHERE CreatedDate = LAST_N_DAYS:30",
    "SELECT Id FROM Product2 WHERE CreatedDate = THIS_WEEK",
    "SELECT Name FROM Product2 WHERE Name > 'm' ORDER BY Name",
    "SELECT Name FROM Product2 WHERE Name LIKE 'I%'",
    "SELECT Name, COUNT(Id) FROM Product2 GROUP BY Name",
    "SELECT SUM(UnitPrice), AVG(UnitPrice), MAX(UnitPrice) FROM PricebookEntry",
    "SELECT Id, (SELECT Id, UnitPrice FROM PricebookEntries) FROM Product2",
    "SELECT Nonsense FROM Product2",
    "SELECT Id FROM",
]
SEARCHES = ["FIND {strasse} RETURNING Product2(Id, Name)", "FIND {e*} IN NAME FIELDS RETURNING Product2(Name)", "FIND {a OR} RETURNING X"]


def setUpModule():
    global ORG
    ORG = HOME / "words.org.db"
    source = HOME / "words"
    source.mkdir()

    def write(name, records):
        (source / f"{name}.json").write_text(json.dumps(records))

    write("User", [{"Id": record_id("005", 1), "Username": "ann@words.example", "LastName": "Lee", "Email": "ann@words.example",
                    "IsActive": True}])
    write("Product2", [{"Id": record_id("01t", n), "Name": name, "IsActive": True,
                        "CreatedDate": f"2024-{1 + n % 5:02}-{15 - n % 3:02}T{(n * 7) % 24:02}:15:00.000+0000"}
                       for n, name in enumerate(NAMES)])
    write("Pricebook2", [{"Id": record_id("01s", 1), "Name": "Standard", "IsActive": True}])
    write("PricebookEntry", [{"Id": record_id("01u", n), "Pricebook2Id": record_id("01s", 1), "Product2Id": record_id("01t", n),
                              "UnitPrice": 1234.5 * n + 0.1} for n in range(len(NAMES))])
    done = run("import", str(source), "--out", str(ORG))
    assert done.returncode == 0, done.stderr


def targets():
    base = "/services/data/v59.0/"
    return ([base + "query?" + urllib.parse.urlencode({"q": query}) for query in QUERIES] +
            [base + "search?" + urllib.parse.urlencode({"q": search}) for search in SEARCHES] +
            [base + "sobjects/Product2/describe", base + "sobjects"])  # limits count what was asked


class SameBytes(unittest.TestCase):
    maxDiff = None

    def server(self, zone=("UTC", "C")):
        return Server("--log", "off", "--now", NOW, org=ORG, env=self.environment(zone))

    def answers(self, server):
        return [(status, body) for status, _, body in (server.request("GET", target) for target in targets())]

    def test_however_many_ask(self):
        with self.server() as server:
            alone = self.answers(server)
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                together = list(pool.map(lambda _: self.answers(server), range(16)))
        self.assertEqual([200, 400], sorted({status for status, _ in alone}))
        for one in together:
            self.assertEqual(alone, one)

    def test_wherever_the_machine_is(self):
        seen = []
        for zone in ZONES:
            with self.server(zone) as server:
                seen.append(self.answers(server))
        for one in seen[1:]:
            self.assertEqual(seen[0], one)

    def test_of_the_command_line(self):
        for query, form in zip(QUERIES, itertools.cycle(["json", "csv", "table"])):
            one, other = (run("query", query, "--org", str(ORG), "--now", NOW, "--format", form, env=self.environment(zone))
                          for zone in ZONES[1:3])
            self.assertEqual((one.returncode, one.stdout, one.stderr), (other.returncode, other.stdout, other.stderr), query)

    @staticmethod
    def environment(zone):
        return ENVIRONMENT | {"TZ": zone[0], "LC_ALL": zone[1], "LANG": zone[1]}


if __name__ == "__main__":
    unittest.main()
