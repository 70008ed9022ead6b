#!/usr/bin/env python3
"""kill -9 at any point of whatever writes: kill_test.py [--kills N] [--seed N] [TEST ...].

Each test kills a command again and again, at points drawn from the seed: after a time, or when something can be seen (a file
that grows, a journal that appears, a number of acknowledged writes).  What is asserted holds whatever the point: the org file
is whole, the old one or the new one, nothing acknowledged is missing, and what was left behind is in nobody's way.
"""
import argparse
import http.client
import pathlib
import random
import sys
import threading
import unittest

from program import (HOME, Server, after, check_whole, digest, kill_at, localorg, query, seconds_of, size_of, when,
                     write_source)
from writer import Writer

OPTIONS = argparse.Namespace(kills=40, seed=1)
COUNTS = {}


def kills(share):
    """Yields until so large a share of all kills was made; the caller says which attempts were kills."""
    wanted = max(1, round(OPTIONS.kills * share))
    name = sys._getframe(1).f_code.co_name
    COUNTS.setdefault(name, 0)
    attempts = 0
    while COUNTS[name] < wanted:
        attempts += 1
        assert attempts < 20 * wanted + 100, "the command always ends before it is killed"
        yield lambda killed: COUNTS.update({name: COUNTS[name] + killed})


class Kill(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(f"{OPTIONS.seed} {self.id()}")

    def some_point(self, usual, growing, whole_size):
        """A time of those that the command takes, or a size of the file that it writes."""
        if self.random.random() < 0.5:
            return after(self.random.uniform(0, usual))
        size = self.random.uniform(0, whole_size)
        return when(lambda: size_of(growing) > size)

    def test_import(self):
        org = HOME / "imported.org.db"
        sources = [write_source("Shoe", 20, 3000), write_source("Boot", 10, 2000)]
        whole = []
        for source in sources:
            usual = seconds_of("import", source, "--out", org)
            whole.append(digest(org))
        size = size_of(org)
        at = 1  # whose org stands there
        for count_kill in kills(0.2):
            if self.random.random() < 0.2:
                org.unlink(missing_ok=True)
                at = None
            new = self.random.randrange(2)
            count_kill(kill_at(self.some_point(usual, f"{org}.partial", size), "import", sources[new], "--out", org))
            self.assertIn(digest(org), (None if at is None else whole[at], whole[new]))
            at = None if not org.exists() else whole.index(digest(org))
            if at is not None:
                check_whole(org)
        localorg("import", sources[0], "--out", org)
        self.assertEqual((digest(org), size_of(f"{org}.partial")), (whole[0], 0))

    def test_generate(self):
        org, latent = HOME / "generated.org.db", HOME / "generated.org.latent.json"
        made = {}
        for seed in ("1", "2"):
            usual = seconds_of("generate", "--scale", "0.02", "--seed", seed, "--out", org)
            made[digest(org)] = (seed, digest(latent))
        size = size_of(org)
        for count_kill in kills(0.2):
            old = digest(org)
            seed = self.random.choice("12")
            point = self.some_point(usual, f"{org}.partial", size)
            count_kill(kill_at(point, "generate", "--scale", "0.02", "--seed", seed, "--out", org))
            self.assertTrue(digest(org) == old or made[digest(org)][0] == seed)
            check_whole(org)
            if digest(latent) != made[digest(org)][1]:  # killed between the two moves
                self.assertNotEqual(digest(org), old)
                refused = localorg("tasks", "generate", "--org", org, "--out", HOME / "never", code=3)
                self.assertIn("belongs to another org", refused.stderr)
        localorg("generate", "--scale", "0.02", "--seed", "1", "--out", org)
        self.assertEqual(made[digest(org)], ("1", digest(latent)))
        left = sorted(path.name for path in HOME.glob("generated.*"))
        self.assertEqual(left, ["generated.org.db", "generated.org.latent.json"])

    def test_writes_through_the_server(self):
        org = HOME / "served.org.db"
        localorg("import", write_source("Glove", 2, 50), "--out", org)
        writers = [Writer(f"Writer{n}x", OPTIONS.seed) for n in range(4)]
        for count_kill in kills(0.3):
            count_kill(self.serve_and_kill(org, writers))
            check_whole(org)
            with Server("--log", "off", org=org) as server:
                for writer in writers:
                    writer.use(server)
                    writer.check()
                    writer.close()
        acknowledged = sum(writer.acknowledged for writer in writers)
        COUNTS["acknowledged writes"] = acknowledged
        self.assertGreater(acknowledged, 0)

    def serve_and_kill(self, org, writers):
        server = Server("--log", "off", org=org)
        wanted = sum(writer.acknowledged for writer in writers) + self.random.randrange(1, 60)
        reached, faults = threading.Event(), []

        def write(writer):
            try:
                writer.use(server)
                while True:
                    writer.act()
                    if sum(other.acknowledged for other in writers) >= wanted:
                        reached.set()
            except (OSError, http.client.HTTPException):
                pass  # the server is gone
            except Exception as fault:  # noqa: BLE001 - told below
                faults.append(fault)
                reached.set()

        threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
        for thread in threads:
            thread.start()
        reached.wait(60)
        if self.random.random() < 0.5:
            when(pathlib.Path(f"{org}-journal").exists)(server.process)
        server.process.kill()
        for thread in threads:
            thread.join(60)
        server.process.communicate()
        server.log.close()
        self.assertEqual(faults, [])
        return True

    def test_reset_snapshot_restore(self):
        org = HOME / "states.org.db"
        localorg("import", write_source("Hat", 5, 1500), "--out", org)
        localorg("user", "add", "bob@shop.example", "--org", org)

        def state():
            return tuple(query(org, "SELECT LastName FROM Account WHERE FirstName = 'Later'"))

        def users():
            return [line.split()[0] for line in localorg("user", "list", "--org", org).stdout.splitlines()]

        def write(name):
            writer = Writer("Later", 1)
            with Server("--log", "off", "--token", "00D000000000001!x", org=org) as server:
                writer.use(server)
                writer.send("POST", "sobjects/Account", {"FirstName": "Later", "LastName": name}, 201)
                writer.close()

        known = {"reset": state()}
        for name in ("one", "two"):
            write(name)
            localorg("snapshot", "--org", org, name)
            known[name] = state()
        self.assertEqual(known, {"reset": (), "one": ("one",), "two": ("one", "two")})
        usual = seconds_of("restore", "--org", org, "one")
        for count_kill in kills(0.2):
            before = state()
            name = self.random.choice(["reset", "one", "two", "kept"])
            command = ["reset"] if name == "reset" else ["snapshot" if name == "kept" else "restore", name]
            command += ["--org", org]
            point = self.random.choice([after(self.random.uniform(0, usual)), when(pathlib.Path(f"{org}-journal").exists),
                                        when(lambda: size_of(f"{org}.snapshots/kept.db.partial") > 0)])
            count_kill(kill_at(point, *command))
            check_whole(org)
            self.assertIn(state(), (before, known.get(name, before)))
            self.assertEqual(users(), ["bob@shop.example"])  # they are no part of a state
            localorg(*command)
            self.assertEqual(state(), known.get(name, before))
            names = localorg("snapshot", "--org", org).stdout.split()
            self.assertEqual([n for n in names if n != "kept"], ["one", "two"])
        localorg("reset", "--org", org)
        self.assertEqual(state(), ())

    def test_run_is_resumed(self):
        org, tasks, whole, out = (HOME / name for name in ("run.org.db", "run.tasks.jsonl", "whole.jsonl", "killed.jsonl"))
        localorg("generate", "--scale", "0.1", "--seed", "3", "--out", org)
        localorg("tasks", "generate", "--org", org, "--per-task", "6", "--out", tasks)
        command = ["run", "--agent", "oracle", "--org", org, "--tasks", tasks, "-k", "2", "-j", "2", "--out"]
        usual = seconds_of(*command, whole)
        size = size_of(whole)
        for count_kill in kills(0.1):
            out.unlink(missing_ok=True)
            for _ in range(self.random.randrange(1, 4)):
                count_kill(kill_at(self.some_point(usual, f"{out}.partial", size), *command, out, "--resume"))
            localorg(*command, out, "--resume")
            self.assertEqual(digest(out), digest(whole))
            self.assertFalse(pathlib.Path(f"{out}.partial").exists())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    done = unittest.main(argv=[sys.argv[0], *rest], exit=False)
    print(", ".join(f"{count} {name.removeprefix('test_')}" for name, count in COUNTS.items()),
          f"-- {sum(count for name, count in COUNTS.items() if name.startswith('test_'))} kills, seed {OPTIONS.seed}")
    sys.exit(not done.result.wasSuccessful())
