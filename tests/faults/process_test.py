#!/usr/bin/env python3
"""Streams that are closed or full, signals, and a clock that jumps: nothing is lost, and no command crashes."""
import contextlib
import os
import pathlib
import signal
import sqlite3
import subprocess
import unittest

from program import (BINARY, ENVIRONMENT, GENERATED, HOME, ORG, SECONDS, SOURCE, Server, check_whole, digest, folder_for, make_orgs,
                     start, when)
from writer import Writer


def setUpModule():
    make_orgs()


class Streams(unittest.TestCase):
    # More than a pipe holds: the program is still writing when its reader goes.
    QUERY = ["query", "SELECT Id, Name, CreatedDate, LastModifiedDate, SystemModstamp FROM Product2", "--org", str(ORG)]

    def test_a_pipe_that_is_closed(self):
        """As other tools: ended by SIGPIPE, or, where that is ignored, an error."""
        for ignored in (False, True):
            process = subprocess.Popen([BINARY, *self.QUERY, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=ENVIRONMENT, restore_signals=not ignored)
            self.assertEqual(process.stdout.readline(), b"Id,Name,CreatedDate,LastModifiedDate,SystemModstamp\n")
            process.stdout.close()
            said = process.stderr.read()
            process.stderr.close()
            code = process.wait(SECONDS)
            self.assertEqual((code, said), (1, b"localorg: cannot write to standard output\n") if ignored else (-13, b""))

    def test_a_full_device_and_a_closed_stream(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BINARY, *self.QUERY], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, b"localorg: cannot write to standard output\n"))
        done = subprocess.run([BINARY, *self.QUERY], stderr=subprocess.PIPE, env=ENVIRONMENT, check=False,
                              preexec_fn=lambda: os.close(1))
        self.assertEqual((done.returncode, done.stderr), (1, b"localorg: cannot write to standard output\n"))

    def test_standard_input_is_closed(self):
        for command, code in ((["query", "-"], 2), (["shell"], 0), (["mcp"], 0)):
            done = subprocess.run([BINARY, *command, "--org", str(ORG)], capture_output=True, env=ENVIRONMENT, check=False,
                                  preexec_fn=lambda: os.close(0))
            with self.subTest(command[0]):
                self.assertEqual(done.returncode, code, done)


class Signals(unittest.TestCase):
    def setUp(self):
        self.addCleanup(signal.signal, signal.SIGHUP, signal.signal(signal.SIGHUP, signal.SIG_DFL))  # nohup ignores it

    def test_long_commands_end_at_once_and_leave_the_old_file(self):
        folder = folder_for(self)
        org, results = folder / "shop.org.db", folder / "out.jsonl"
        run = ["run", "--agent-cmd", "cat >/dev/null", "--org", GENERATED, "--per-task", "1", "--out", results, "--restart"]
        commands = ((["generate", "--scale", "0.02", "--out", org], f"{org}.partial"),
                    (["import", SOURCE, "--out", org], f"{org}.partial"),
                    (run, f"{results}.partial"))
        # None of them can end by itself: the old file is locked, and the agent says nothing.
        with contextlib.closing(sqlite3.connect(org, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                for command, seen in commands:
                    with self.subTest(command[0], signal=number):
                        pathlib.Path(seen).unlink(missing_ok=True)
                        process = start(*command)
                        when(pathlib.Path(seen).exists)(process)
                        process.send_signal(number)
                        self.assertEqual(process.wait(SECONDS), -number)
                        self.assertFalse(results.exists())
        self.assertEqual(digest(org), digest(ORG))

    def test_the_server_ends_well(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            server = Server("--log", "off", org=ORG)
            server.stop(number)


class Clock(unittest.TestCase):
    LIBRARY = next(iter(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)

    def test_it_jumps_while_the_server_runs(self):
        if self.LIBRARY is None:
            self.skipTest("libfaketime is not installed")
        if "libasan" in subprocess.run(["ldd", BINARY], capture_output=True, text=True, check=True).stdout:
            self.skipTest("the address sanitizer lets no library be loaded before it")
        org = folder_for(self) / "shop.org.db"
        turned = HOME / "clock"
        turned.write_text("@2024-05-01 12:00:00", encoding="utf-8")
        environment = ENVIRONMENT | {"LD_PRELOAD": str(self.LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(turned), 
                                     "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
        with Server("--log", "off", org=org, env=environment) as server:
            writer = Writer("Writer0x", 1)
            writer.use(server)
            self.addCleanup(writer.close)
            days = ("2024-05-01", "2031-01-01", "2019-02-03", "2024-05-02")
            for day in days:
                turned.write_text(f"@{day} 12:00:00", encoding="utf-8")
                writer.create()  # over the connection that it keeps: deadlines go by another clock
                writer.check()
            soql = "SELECT CreatedDate FROM Account WHERE FirstName = 'Writer0x' ORDER BY Id"
            self.assertEqual(tuple(r["CreatedDate"][:10] for r in server.query(soql)["records"]), days)
            turned.write_text("@2019-02-03 12:00:00", encoding="utf-8")
            self.assertEqual(server.query("SELECT COUNT() FROM Account WHERE CreatedDate > TODAY")["totalSize"], 3)
        check_whole(org)


if __name__ == "__main__":
    unittest.main()
