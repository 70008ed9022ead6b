#!/usr/bin/env python3
"""The rows of a generated org in CRMArena's layout, and twelve queries over them: data.py ORG DATA.db QUERIES.json.

DATA.db has a table for each object, with the indexes that a careful author would add.  QUERIES.json has each query twice, as
SOQL and as SQL written by hand for DATA.db: [{"name", "shape", "soql", "sql"}, ...].  The same org gives the same files.
"""
import json
import pathlib
import sqlite3
import sys

# What a careful author would index for these queries, beside the Ids and the references.
INDEXES = {
    "Account": ["ShippingState"],
    "Case": ["CreatedDate", "Status, CreatedDate"],
    "CaseHistory__c": ["CreatedDate", "Field__c, CaseId__c, Id"],
    "EmailMessage": ["MessageDate"],
    "PricebookEntry": ["UnitPrice", "IsActive"],
}


def layout(org):
    """Of each object that has records, its fields with a value in any of them: what the published files hold."""
    for (name,) in org.execute("SELECT name FROM localorg_object ORDER BY position").fetchall():
        fields = [field for (field,) in org.execute(
            "SELECT json_extract(definition, '$.name') FROM localorg_field WHERE object = ? ORDER BY position", (name,))]
        tables = [table for (table,) in org.execute("SELECT name FROM sqlite_schema WHERE name = ?", (name,))]
        if not tables:
            continue
        filled = org.execute(f'SELECT {", ".join(f"COUNT({quoted(f)})" for f in fields)} FROM {quoted(name)}').fetchone()
        kept = [field for field, count in zip(fields, filled) if count > 0]
        if kept:
            yield name, kept


def quoted(name):
    return f'"{name}"'


def is_reference(field):
    return field.endswith(("Id", "Id__c")) and field != "Id"


def column(field, sample):
    if isinstance(sample, (int, float)):
        return f"{quoted(field)} NUMERIC"
    words = "" if field == "Id" or is_reference(field) or field.endswith(("Date", "Value__c")) else " COLLATE NOCASE"
    return f"{quoted(field)} TEXT{words}{' PRIMARY KEY' if field == 'Id' else ''}"


def copy_rows(org, data):
    for name, fields in layout(org):
        names = ", ".join(quoted(field) for field in fields)
        sample = [org.execute(f"SELECT {quoted(f)} FROM {quoted(name)} WHERE {quoted(f)} IS NOT NULL LIMIT 1").fetchone()[0]
                  for f in fields]
        columns = ", ".join(column(field, value) for field, value in zip(fields, sample))
        data.execute(f"CREATE TABLE {quoted(name)} ({columns})")
        data.executemany(f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * len(fields))})",
                         org.execute(f"SELECT {names} FROM {quoted(name)}"))
        for number, keys in enumerate([quoted(f) for f in fields if is_reference(f)] + INDEXES.get(name, [])):
            data.execute(f'CREATE INDEX "ix_{name}_{number}" ON {quoted(name)} ({keys})')
    data.commit()
    data.execute("ANALYZE")
    data.commit()


def some(data, sql, *values):
    return [row[0] for row in data.execute(sql, values)]


def listed(values):
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def pairs(data):
    """(shape, SOQL, SQL) of each; SQL None where SOQL's text will do."""
    case = some(data, 'SELECT Id FROM "Case" ORDER BY Id LIMIT 1 OFFSET 500')[0]
    state = some(data, "SELECT ShippingState FROM Account GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 1")[0]
    account = some(data, 'SELECT AccountId FROM "Order" GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 1')[0]
    accounts = some(data, "SELECT Id FROM Account ORDER BY Id LIMIT 20")
    product = some(data, "SELECT Product2Id FROM OrderItem GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 1")[0]
    items = some(data, "SELECT Id FROM OrderItem WHERE Product2Id = ? ORDER BY Id LIMIT 114", product)
    history = "SELECT CaseId__c FROM CaseHistory__c WHERE Field__c = 'Owner Assignment' GROUP BY CaseId__c HAVING COUNT(Id) = 1 LIMIT 1000"
    cases = "SELECT OwnerId, CreatedDate, ClosedDate, AccountId FROM {} WHERE Status = 'Closed' AND CreatedDate >= {} AND CreatedDate <= {}"
    of_account = f"SELECT Id, Product2Id FROM OrderItem WHERE OrderId IN (SELECT Id FROM {{}} WHERE AccountId = '{account}')"
    return [
        ("point by Id", f"SELECT Id, Subject, Status, OwnerId FROM Case WHERE Id = '{case}'",
         f"SELECT Id, Subject, Status, OwnerId FROM \"Case\" WHERE Id = '{case}'"),
        ("status and a range of dates", cases.format("Case", "2021-01-01T00:00:00Z", "2021-04-01T00:00:00Z"),
         cases.format('"Case"', "'2021-01-01T00:00:00.000+0000'", "'2021-04-01T00:00:00.000+0000'")),
        ("LIKE that begins with a wildcard", "SELECT Id, Name FROM Product2 WHERE Name LIKE '%shoe%'", None),
        ("two parents, a filter on one", f"SELECT Id, Subject, Account.Name, Owner.Name FROM Case WHERE Account.ShippingState = '{state}'",
         'SELECT c.Id, c.Subject, a.Name, u.Name FROM "Case" c LEFT JOIN Account a ON a.Id = c.AccountId '
         f"LEFT JOIN User u ON u.Id = c.OwnerId WHERE a.ShippingState = '{state}'"),
        ("children of 50 parents", "SELECT Id, Name, (SELECT Id, Subject, Status FROM Cases) FROM Account ORDER BY Id LIMIT 50",
         "SELECT a.Id, a.Name, c.Id, c.Subject, c.Status FROM (SELECT Id, Name FROM Account ORDER BY Id LIMIT 50) a "
         'LEFT JOIN "Case" c ON c.AccountId = a.Id'),
        ("GROUP BY and HAVING", history, None),
        ("semi-join", of_account.format("Order"), of_account.format('"Order"')),
        ("ORDER BY, LIMIT over the largest table", "SELECT Id, UnitPrice, Product2Id FROM PricebookEntry ORDER BY UnitPrice DESC LIMIT 10", None),
        ("COUNT() over the largest table", "SELECT COUNT() FROM PricebookEntry WHERE IsActive = true",
         "SELECT COUNT(*) FROM PricebookEntry WHERE IsActive = 1"),
        ("IN with 20 Ids", f"SELECT Id, ShippingState FROM Account WHERE Id IN {listed(accounts)}", None),
        ("filter through a parent", f"SELECT Product2Id FROM OrderItem WHERE Order.AccountId = '{account}' AND Order.Status = 'Activated'",
         f"SELECT i.Product2Id FROM OrderItem i JOIN \"Order\" o ON o.Id = i.OrderId WHERE o.AccountId = '{account}' AND o.Status = 'Activated'"),
        (f"GROUP BY, ORDER BY COUNT, IN with {len(items)} Ids",
         f"SELECT IssueId__c, COUNT(Id) IssueCount FROM Case WHERE OrderItemId__c IN {listed(items)} GROUP BY IssueId__c ORDER BY COUNT(Id) DESC",
         f'SELECT IssueId__c, COUNT(Id) FROM "Case" WHERE OrderItemId__c IN {listed(items)} GROUP BY +IssueId__c ORDER BY COUNT(Id) DESC'),
    ]


def main(org_file, data_file, queries_file):
    pathlib.Path(data_file).unlink(missing_ok=True)
    org = sqlite3.connect(f"file:{pathlib.Path(org_file).absolute()}?mode=ro", uri=True)
    data = sqlite3.connect(data_file)
    copy_rows(org, data)
    queries = [{"name": f"q{number:02}", "shape": shape, "soql": soql, "sql": sql or soql}
               for number, (shape, soql, sql) in enumerate(pairs(data), 1)]
    data.close()
    pathlib.Path(queries_file).write_text(json.dumps(queries, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
