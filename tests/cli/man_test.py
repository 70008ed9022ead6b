#!/usr/bin/env python3
"""The manual page: what it says is what --help says, and formatters take it without a warning."""
import os
import pathlib
import re
import shutil
import subprocess
import unittest

BINARY = os.environ["LOCALORG_BINARY"]
SOURCES = pathlib.Path(os.environ["LOCALORG_TESTS"]).parent / "src"
SECONDS = 60


def run(*command, stdin=None, **more):
    return subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=SECONDS, check=False,
                          env={**os.environ, **more})


def setUpModule():
    global PAGE
    PAGE = run(BINARY, "man", SOURCE_DATE_EPOCH="1700000000").stdout


class Page(unittest.TestCase):
    def test_title(self):
        version = run(BINARY, "--version").stdout.strip()
        self.assertEqual(PAGE.splitlines()[1], f'.TH LOCALORG 1 2023-11-14 "{version}"')

    def test_sections(self):
        self.assertEqual(re.findall(r"^\.SH (.*)$", PAGE, re.MULTILINE), [
            "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "SEE ALSO"])

    def test_every_command_and_every_option(self):
        commands = re.findall(r"^  ([a-z]+)  ", run(BINARY, "--help").stdout, re.MULTILINE)
        sections = re.split(r'^\.SS "localorg ', PAGE.split(".SH FILES")[0], flags=re.MULTILINE)[1:]
        self.assertEqual([section.split()[0] for section in sections], commands)
        for command, section in zip(commands, sections):
            shown = re.findall(r"^  (?:(-\w) \[ )?(--[a-z-]+)", run(BINARY, command, "--help").stdout, re.MULTILINE)
            written = re.findall(r"^\.TP\n(?:\\fB(\S+)\\fR, )?\\fB(\S+)\\fR", section.replace("\\-", "-"), re.MULTILINE)
            self.assertEqual(written, shown, command)

    def test_every_exit_code(self):
        codes = PAGE.split(".SH EXIT STATUS")[1].split(".SH")[0]
        self.assertEqual(re.findall(r'^\.B "(\d)"\n(.*)$', codes, re.MULTILINE), [
            ("0", "fine"), ("1", "the query or task failed"), ("2", "wrong usage"), ("3", "the org file is unusable")])

    def test_every_variable(self):
        """Whatever the sources ask the environment for stands there."""
        text = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.cpp"))
        names = set(re.findall(r'(?:getenv|environment|value_of|variable)\("([A-Z_]{3,})"', text))
        for listed in re.findall(r"first_of\(\{(.*?)\}", text):
            names |= set(re.findall(r'"([A-Z_]+)"', listed))
        self.assertGreater(len(names), 5)
        described = PAGE.split(".SH ENVIRONMENT")[1].split(".SH")[0]
        self.assertEqual([name for name in sorted(names) if name not in described], [])

    def test_examples_have_options_that_there_are(self):
        examples = re.findall(r'^\.B "localorg (\w+)(.*)"$', PAGE.split(".SH EXAMPLES")[1].replace("\\-", "-"), re.MULTILINE)
        self.assertEqual(len(examples), 6)
        for command, rest in examples:
            known = run(BINARY, command, "--help").stdout
            for option in re.findall(r"--[a-z-]+", rest.split("&&")[0]):
                self.assertIn(option, known)


class Formatters(unittest.TestCase):
    def check(self, *command):
        if not shutil.which(command[0]):
            self.skipTest(command[0] + " is not installed")
        done = run(*command, stdin=PAGE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_groff(self):
        self.assertEqual(self.check("groff", "-man", "-ww", "-Tutf8", "-z"), "")

    def test_mandoc(self):
        self.assertEqual(self.check("mandoc", "-Tlint"), "")


if __name__ == "__main__":
    unittest.main(verbosity=1)
