#!/usr/bin/env python3
"""Logs in to https://login.salesforce.com as any client does, with SOAP, and queries.

    localorg exec --offline -- python3 tools/examples/soap_login.py

Nothing in here knows of localorg: the user, the proxy and the certificates come from the environment.
"""
import html
import os
import re

import requests

LOGIN = """<?xml version="1.0" encoding="utf-8" ?>
<env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
  <env:Body>
    <n1:login xmlns:n1="urn:partner.soap.sforce.com">
      <n1:username>{username}</n1:username>
      <n1:password>{password}</n1:password>
    </n1:login>
  </env:Body>
</env:Envelope>"""


def log_in(session):
    """The instance's address and a session id."""
    secret = os.environ["SALESFORCE_PASSWORD"] + os.environ["SALESFORCE_SECURITY_TOKEN"]
    body = LOGIN.format(username=html.escape(os.environ["SALESFORCE_USERNAME"]), password=html.escape(secret))
    headers = {"Content-Type": "text/xml", "SOAPAction": "login"}
    answer = session.post("https://login.salesforce.com/services/Soap/u/59.0", data=body, headers=headers, timeout=60)
    answer.raise_for_status()
    server_url = re.search("<serverUrl>(.*?)</serverUrl>", answer.text)[1]
    return server_url.split("/services")[0], re.search("<sessionId>(.*?)</sessionId>", answer.text)[1]


def main():
    with requests.Session() as session:
        instance, session_id = log_in(session)
        print("logged in to", instance)
        session.headers["Authorization"] = "Bearer " + session_id
        soql = "SELECT Status, COUNT(Id) FROM Case GROUP BY Status"
        answer = session.get(instance + "/services/data/v59.0/query", params={"q": soql}, timeout=60)
        answer.raise_for_status()
        for record in answer.json()["records"]:
            print(record["Status"], record["expr0"])


main()
