"""What simple-salesforce 1.12 sends and what it takes from answers, written down from recordings: it is no Debian package.

A stand-in for tests: the same requests in the same order, byte for byte where a server could tell, and the same ways to fail.
"""
import re
import xml.dom.minidom

import requests

VERSION = "59.0"


def escaped(text):
    """html.escape: user name and password are written with it, the token is not."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#x27;")


def login_body(username, password, token):
    return f"""<?xml version="1.0" encoding="utf-8" ?>
        <env:Envelope
                xmlns:xsd="http://www.w3.org/2001/XMLSchema"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"
                xmlns:urn="urn:partner.soap.sforce.com">
            <env:Header>
                <urn:CallOptions>
                    <urn:client>simple-salesforce</urn:client>
                    <urn:defaultNamespace>sf</urn:defaultNamespace>
                </urn:CallOptions>
            </env:Header>
            <env:Body>
                <n1:login xmlns:n1="urn:partner.soap.sforce.com">
                    <n1:username>{escaped(username)}</n1:username>
                    <n1:password>{escaped(password)}{token}</n1:password>
                </n1:login>
            </env:Body>
        </env:Envelope>"""


def login_body_with_organization(username, password, organization):
    return f"""<?xml version="1.0" encoding="utf-8" ?>
        <soapenv:Envelope
                xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                xmlns:urn="urn:partner.soap.sforce.com">
            <soapenv:Header>
                <urn:CallOptions>
                    <urn:client>simple-salesforce</urn:client>
                    <urn:defaultNamespace>sf</urn:defaultNamespace>
                </urn:CallOptions>
                <urn:LoginScopeHeader>
                    <urn:organizationId>{organization}</urn:organizationId>
                </urn:LoginScopeHeader>
            </soapenv:Header>
            <soapenv:Body>
                <urn:login>
                    <urn:username>{escaped(username)}</urn:username>
                    <urn:password>{escaped(password)}</urn:password>
                </urn:login>
            </soapenv:Body>
        </soapenv:Envelope>"""


def value_of(text, name):
    """Its reading: the first element of that name, prefix included, its first text."""
    elements = xml.dom.minidom.parseString(text).getElementsByTagName(name)
    return elements[0].toxml().replace(f"<{name}>", "").replace(f"</{name}>", "") if elements else None


class SalesforceAuthenticationFailed(Exception):
    pass


class SalesforceError(Exception):
    def __str__(self):
        return "{}. Response content: {}".format(*self.args)


class Salesforce:
    def __init__(self, username=None, password=None, security_token=None, instance_url=None, session_id=None, session=None,
                 domain="login"):
        self.session = session or requests.Session()
        self.again = None
        self.api_usage = {}
        if session_id:
            self.session_id, self.host = session_id, re.sub("^https?://", "", instance_url).rstrip("/")
        else:
            self.again = lambda: self.log_in(f"https://{domain}.salesforce.com", username, password, security_token)
            self.again()

    def log_in(self, url, username, password, token):
        answer = self.session.post(f"{url}/services/Soap/u/{VERSION}", data=login_body(username, password, token),
                                   headers={"content-type": "text/xml", "charset": "UTF-8", "SOAPAction": "login"})
        if answer.status_code != 200:
            raise SalesforceAuthenticationFailed(value_of(answer.content, "sf:exceptionCode"),
                                                 value_of(answer.content, "sf:exceptionMessage"))
        self.session_id = value_of(answer.content, "sessionId")
        url = value_of(answer.content, "serverUrl")
        self.host = url.replace("http://", "").replace("https://", "").split("/")[0].replace("-api", "")

    def call(self, method, path, **options):
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.session_id, "X-PrettyPrint": "1"}
        answer = self.session.request(method, f"https://{self.host}{path}", headers=headers, **options)
        # Evaluated only where there are credentials to log in with.
        if answer.status_code == 401 and self.again and answer.json()[0]["errorCode"] == "INVALID_SESSION_ID":
            self.again()
            return self.call(method, path, **options)
        if answer.status_code >= 300:
            raise SalesforceError(answer.url, answer.json())
        usage = re.match(r"[^-]?api-usage=(?P<used>\d+)/(?P<tot>\d+)", answer.headers.get("Sforce-Limit-Info", ""))
        self.api_usage = usage.groupdict() if usage else {}
        return answer

    def query(self, soql):
        return self.call("GET", f"/services/data/v{VERSION}/query/", params={"q": soql}).json()

    def query_all(self, soql):
        page = self.query(soql)
        records = page["records"]
        while not page["done"]:
            page = self.call("GET", page["nextRecordsUrl"]).json()
            records += page["records"]
        return {"records": records, "totalSize": page["totalSize"], "done": True}

    def search(self, sosl):
        return self.call("GET", f"/services/data/v{VERSION}/search/", params={"q": sosl}).json()
