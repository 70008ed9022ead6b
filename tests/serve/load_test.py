#!/usr/bin/env python3
"""Many clients at once, well and badly behaved: load_test.py [--rounds N | --seconds N] [--clients N] [--seed N].

Half of them share an org, half have it for themselves.  Each does what clients do, in an order of its own, and checks every
answer against what it alone has written.  In between clients go away: in the middle of a handshake, a header, a body, an
answer, a transaction.  At the end nothing may be left of it: the servers still answer, and end well.  By default a fixed number
of actions; --seconds goes on for as long (tools/soak-server).
"""
import argparse
import sys
import threading
import time
import traceback

from client import PATIENCE, PRODUCTS, Client
from server import Server, make_org


def run_client(number, server, is_alone, options, ends, clients, faults):
    client = None
    try:
        client = Client(number, server, is_alone, options.seed)
        clients.append(client)
        while not faults and (time.monotonic() < ends if ends else client.actions < options.rounds):
            client.act()
    except Exception:  # noqa: BLE001 - told below, by the thread that may
        faults.append(f"client {number}: {traceback.format_exc()}")
    finally:
        if client:
            client.reconnect()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    org = make_org()
    servers = [Server("--log", "off", org=org), Server("--log", "off", "--isolated", org=org)]
    logs = [server.log.name for server in servers]
    slow = [server.connect() for server in servers for _ in range(50)]
    for i, client in enumerate(slow):  # they say little, and never go on
        client.sendall((b"", b"G", b"GET / HTTP/1.1\r\nX", b"\x16\x03\x01", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx")[i % 5])
    clients, faults = [], []
    ends = time.monotonic() + options.seconds if options.seconds else None
    threads = [threading.Thread(target=run_client, args=(n, servers[n % 2], n % 2 == 1, options, ends, clients, faults), daemon=True)
               for n in range(options.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join((options.seconds or 0) + 2 * PATIENCE)
        if thread.is_alive():
            faults.append("a client got no answer")
            break
    for client in slow:
        client.close()
    try:
        for server in servers:
            assert server.query(f"SELECT COUNT() FROM Product2")["totalSize"] == PRODUCTS
            server.stop()
    except Exception:  # noqa: BLE001
        faults.append(traceback.format_exc())
    for name in logs:
        with open(name, encoding="utf-8") as log:
            text = log.read()
        if text:
            faults.append(text)
    print(f"{len(clients)} clients, {sum(client.actions for client in clients)} actions, {len(faults)} faults")
    for fault in faults[:5]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
