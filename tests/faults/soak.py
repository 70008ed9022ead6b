#!/usr/bin/env python3
"""Many clients for many minutes: soak.py --minutes N [--clients N] [--seed N].

Three servers: one whose sessions share an org, one whose sessions have it for themselves, and one that is killed and taken back
again and again.  Clients read, search, write in every way and check each answer against what they know; beside them an agent
is put to the same tasks again and again, which must give the same bytes.  It ends with a table, and with 1 where an answer was
wrong, an acknowledged write was lost, or the memory of a server that was not killed grew: its least in the last quarter may be
a tenth above that of the second.  (The mean goes up and down with the open cursors, half a megabyte each, up to ten a session.)
"""
import argparse
import collections
import http.client
import random
import sys
import threading
import time
import traceback
import urllib.parse

from host import PATIENT, Host
from program import HOME, Server, digest, localorg
from writer import Lost, Writer

from client import DATA, PATIENCE, PRODUCTS, Client  # of tests/serve
from server import make_org

KINDS = {"queries": ["query_one", "query_pages", "query_groups", "query_wrong", "describe", "query_in_bulk"], "searches": ["search"],
         "writes": ["write", "write_collection", "write_in_bulk"], "logins": ["come_again"], "resets": ["go_back"],
         "broken off": ["leave_early", "leave_a_query", "leave_a_transaction", "leave_tls", "be_nonsense"]}
KIND_OF = {action: kind for kind, actions in KINDS.items() for action in actions}
MOST = 150  # records of one client
GROWTH = 1.10


class SoakClient(Client):
    """As in the load test; it deletes what it has made when that becomes much, goes back to states of its own, and logs out:
    of sessions that nobody ends the server keeps 200, and ends others for them."""

    def come_again(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, text = self.ask("POST", "/services/oauth2/revoke", urllib.parse.urlencode({"token": self.token}), form)
        assert status == 200, text
        self.reconnect()
        self.token = None
        self.log_in()
        self.check_made()

    def go_back(self):
        self.back("snapshot", self.made)
        kept = dict(self.made)
        self.write()
        self.back("restore", kept)
        self.write()
        self.back("reset", {})

    def back(self, action, made):
        status, text = self.ask("POST", "/localorg/" + action, {"name": f"kept{self.number}"})
        assert status == 200, text
        self.made = dict(made)
        self.check_made()

    def delete_all(self):
        ids = ",".join(self.made)
        results = self.ask("DELETE", f"{DATA}composite/sobjects?allOrNone=true&ids={ids}")
        assert results[0] == 200, results
        self.made = {}

    def act(self, totals):
        name = self.random.choice([*(action.__name__ for action in Client.ACTIONS), *(["go_back"] if self.is_alone else [])])
        if len(self.made) > MOST:
            self.delete_all()
        getattr(self, name)()
        totals[KIND_OF[name]] += 1


class Soak:
    def __init__(self, options):
        self.options = options
        self.totals = collections.Counter()
        self.lock = threading.Lock()
        self.is_over = threading.Event()
        self.faults = []
        self.memory = collections.defaultdict(list)  # of a server, a sample a second
        org = make_org()
        self.servers = {"shared": Server(*PATIENT, org=org), "isolated": Server(*PATIENT, "--isolated", org=org)}
        self.host = Host(make_org("killed"))
        alive = max(1, options.clients * 3 // 4)
        self.clients = [(number, number % 2 == 1) for number in range(alive)]
        self.writers = [Writer(f"Writer{number}x", options.seed) for number in range(options.clients - alive)]
        for writer in self.writers:
            writer.age = -1

    def add(self, totals):
        with self.lock:
            self.totals.update(totals)

    def guard(self, work):
        """A thread's work; the first fault ends all."""
        try:
            work()
        except Exception as fault:  # noqa: BLE001 - counted and told below
            if self.is_over.is_set() and isinstance(fault, (OSError, http.client.HTTPException)):
                return
            kind = "lost" if isinstance(fault, Lost) else "disagreements"
            self.add({kind: 1})
            self.faults.append(traceback.format_exc())
            self.end()

    def end(self):
        self.is_over.set()
        self.host.tell()

    # ---- who is at work ------------------------------------------------------------------------------------------------

    def use(self, number, is_alone):
        server = self.servers["isolated" if is_alone else "shared"]
        client, totals = SoakClient(number, server, is_alone, self.options.seed), collections.Counter()
        try:
            while not self.is_over.is_set():
                client.act(totals)
        finally:
            client.reconnect()
            self.add(totals)

    def write(self, writer):
        """Keeps its connection, over which the conductor may still look at what it has made."""
        self.host.write_on(writer, self.is_over.is_set, lambda: self.add({"writes": 1}))

    def conduct(self):
        """Kills the third server, and takes it back."""
        dice, saved = random.Random(f"{self.options.seed} conductor"), {}
        while not self.is_over.wait(dice.uniform(1, 4)):
            action = dice.choice(["kill", "kill", "reset", "snapshot", "restore"])
            if action == "kill":
                self.host.kill()
            elif action != "restore" or saved:
                self.host.take_back(action, self.writers, saved)
            else:
                continue
            self.add({"kills" if action == "kill" else "resets": 1})

    def run_agents(self):
        org, tasks = HOME / "agents.org.db", HOME / "agents.tasks.jsonl"
        localorg("generate", "--scale", "0.1", "--out", org)
        localorg("tasks", "generate", "--org", org, "--per-task", "20", "--out", tasks)
        first = None
        while not self.is_over.is_set():
            out = HOME / "agents.jsonl"
            localorg("run", "--agent", "oracle", "--org", org, "--tasks", tasks, "--out", out, "-j", "2", timeout=PATIENCE)
            first = first or digest(out)
            assert digest(out) == first, "the same run gave other bytes"
            self.add({"agent runs": 1})

    def watch(self):
        """Until the time is over, or a fault ends it."""
        ends = time.monotonic() + 60 * self.options.minutes
        while not self.is_over.wait(min(1, max(0, ends - time.monotonic()))) and time.monotonic() < ends:
            for name, server in self.servers.items():
                self.memory[name].append(resident(server.process.pid))
        self.end()

    def run(self):
        work = [lambda n=number, a=is_alone: self.use(n, a) for number, is_alone in self.clients]
        work += [lambda w=writer: self.write(w) for writer in self.writers] + [self.conduct, self.run_agents]
        threads = [threading.Thread(target=self.guard, args=(one,), daemon=True) for one in work]
        for thread in threads:
            thread.start()
        self.watch()
        for thread in threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                self.faults.append("a client got no answer")
                break
        self.guard(self.look_at_the_end)
        for server in [*self.servers.values(), self.host.server]:
            server.process.kill()  # where a fault has kept it

    def look_at_the_end(self):
        for writer in self.writers:
            self.host.settle(writer)
            writer.use(self.host.server)
            writer.check()
            writer.close()
        for server in [*self.servers.values(), self.host.server]:
            assert server.query("SELECT COUNT() FROM Product2")["totalSize"] == PRODUCTS
            server.stop()

    # ---- what it tells -------------------------------------------------------------------------------------------------

    def quarters(self, name):
        """Of each the least memory and its mean, in MB."""
        samples = [sample / 1e6 for sample in self.memory[name]]
        cuts = [len(samples) * i // 4 for i in range(5)]
        parts = [samples[a:b] or [0] for a, b in zip(cuts, cuts[1:])]
        return [min(part) for part in parts], [sum(part) / len(part) for part in parts]

    def report(self):
        for kind in ("queries", "searches", "writes", "logins", "resets", "kills", "agent runs", "broken off", "disagreements", "lost"):
            print(f"{kind:22} {self.totals[kind]:>9,}")
        grown = []
        for name in self.servers:
            least, means = self.quarters(name)
            for words, sizes in (("memory, ", least), ("its mean, ", means)):
                print(f"{words + name:22} " + "  ".join(f"{size:8.1f}" for size in sizes) + "  MB, by quarters")
            if least[3] > GROWTH * least[1]:
                grown.append(name)
        for name in grown:
            print(f"the memory of the {name} server grew by more than a tenth from the second to the last quarter", file=sys.stderr)
        for fault in self.faults[:5]:
            print(fault, file=sys.stderr)
        return 1 if grown or self.faults else 0


def resident(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as facts:
        return int(facts.read().split()[1]) * 4096


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    soak = Soak(parser.parse_args())
    soak.run()
    return soak.report()


if __name__ == "__main__":
    sys.exit(main())
