#!/usr/bin/env python3
"""Org files that are locked, newer, damaged, gone, or left by a killed program: file_test.py [--slow] [TEST ...].

Each fault has a clear error and loses nothing.  --slow waits for locks as writers do, too.
"""
import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import unittest

from program import (BINARY, ENVIRONMENT, HOME, ORG, SECONDS, SOURCE, Server, digest, folder_for, leave_journal, localorg, make_orgs,
                     query, run)
from writer import Writer

IS_SLOW = "--slow" in sys.argv


def setUpModule():
    make_orgs()


class Files(unittest.TestCase):
    COMMANDS = (["query", "SELECT COUNT() FROM User"], ["search", "FIND {shoe}"], ["describe"], ["verify"],
                ["tasks", "generate", "--out", HOME / "never"], ["run", "--agent", "null", "--out", HOME / "never"], ["mcp"],
                ["reset"], ["snapshot", "one"], ["user", "list"], ["serve", "--port", "0"])

    def all_refuse(self, org, words, commands=COMMANDS):
        for command in commands:
            with self.subTest(command[0]):
                which = [org] if command[0] == "verify" else ["--org", org]
                done = run(*map(str, [*command, *which]), stdin=subprocess.DEVNULL)
                self.assertEqual(done.returncode, 3, done)
                self.assertRegex(done.stderr, words)

    def test_a_newer_version(self):
        org = folder_for(self) / "shop.org.db"
        with contextlib.closing(sqlite3.connect(org)) as database, database:
            database.execute("UPDATE localorg_meta SET value = '999' WHERE name = 'format'")
        self.all_refuse(org, r"made by a newer localorg \(format 999; this program reads up to \d+\)")

    def test_no_file_and_no_org(self):
        folder = folder_for(self)
        self.all_refuse(folder / "none.db", "no such file")
        (folder / "text.db").write_text("A text, and no database at all, that is long enough for a header." * 20, encoding="utf-8")
        self.all_refuse(folder / "text.db", "file is not a database")
        self.assertFalse((folder / "none.db").exists())

    def test_truncated(self):
        whole = ORG.read_bytes()
        folder = folder_for(self)
        for number, size in enumerate((0, 1, 50, 100, 4096, 20_000, len(whole) // 2, len(whole) - 4096)):
            org = folder / f"{number}.db"
            org.write_bytes(whole[:size])
            with self.subTest(size=size):
                done = run("verify", str(org))
                self.assertIn(done.returncode, (1, 3), done)
                self.assertTrue(done.stderr or "malformed" in done.stdout or "integrity" in done.stdout.lower(), done)

    def test_flipped(self):
        """A flipped bit is found or hurts nobody: no command crashes."""
        whole = ORG.read_bytes()
        org = folder_for(self) / "shop.org.db"
        for number in range(8):
            damaged = bytearray(whole)
            place = (number * 7919 * 131) % len(whole) if number else 103  # 103: the root of the schema
            damaged[place] ^= 0xFF
            org.write_bytes(damaged)
            for command in (["verify", org], ["query", "SELECT Id, Name FROM Product2", "--org", org]):
                with self.subTest(place=place, command=command[0]):
                    self.assertIn(run(*map(str, command), text=False).returncode, (0, 1, 3))

    def test_locked(self):
        org = folder_for(self) / "shop.org.db"
        waiting = [["query", "SELECT COUNT() FROM User"], ["search", "FIND {shoe}"], ["describe"]]
        waiting += [["reset"], ["snapshot", "one"], ["user", "add", "x@x.example"]] if IS_SLOW else []
        with contextlib.closing(sqlite3.connect(org, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            commands = [[*command, "--org", org] for command in waiting] + ([["import", SOURCE, "--out", org]] if IS_SLOW else [])
            started = [subprocess.Popen([BINARY, *map(str, command)], env=ENVIRONMENT, stderr=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, text=True) for command in commands]
            for process in started:
                said = process.communicate(timeout=SECONDS)[1]
                with self.subTest(process.args[1]):
                    self.assertEqual((process.returncode, "database is locked" in said), (3, True), said)
            other.execute("ROLLBACK")
        self.assertEqual(digest(org), digest(ORG))
        localorg("snapshot", "--org", org, "one")

    def test_a_journal_of_the_old_file_does_not_hurt_the_new_one(self):
        folder = folder_for(self)
        killed = folder / "killed.org.db"
        for is_removed in (False, True):
            leave_journal(folder / "shop.org.db", killed)
            self.assertGreater(pathlib.Path(f"{killed}-journal").stat().st_size, 4096)
            if is_removed:
                killed.unlink()
            localorg("import", SOURCE, "--out", killed)
            self.assertEqual(len(query(killed, "SELECT Id FROM Product2")), 1500)
            self.assertEqual(digest(killed), digest(ORG))

    def test_a_journal_takes_back_what_was_not_finished(self):
        killed = folder_for(self) / "killed.org.db"
        leave_journal(ORG, killed)
        self.assertNotEqual(digest(killed), digest(ORG))
        self.assertEqual(len(query(killed, "SELECT Id FROM Product2")), 1500)
        self.assertEqual(digest(killed), digest(ORG))

    def test_removed_or_replaced_while_it_is_served(self):
        for is_replaced in (False, True):
            folder = folder_for(self)
            org = folder / "shop.org.db"
            with self.subTest(is_replaced=is_replaced), Server("--log", "off", org=org) as server:
                writer = Writer("Writer0x", 1)
                writer.use(server)
                self.addCleanup(writer.close)
                writer.create()
                org.unlink()
                if is_replaced:
                    localorg("import", SOURCE, "--out", org)
                status, text = writer.ask("POST", "sobjects/Account", {"LastName": "lost"})
                self.assertEqual(status, 500, text)
                self.assertIn("was removed or replaced", text.decode())
                self.assertEqual(writer.found(), writer.made)  # the file that it serves is still open
                if is_replaced:
                    self.assertEqual(digest(org), digest(ORG))


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--slow"])
