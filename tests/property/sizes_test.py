#!/usr/bin/env python3
"""Generated orgs of any seed, bank and size: each passes `verify`, or is refused as a wrong use that says which option is wrong.

sizes_test.py BINARY --trials N [--largest SCALE] [--first SEED]

Half of the orgs are small on purpose: that is where nothing divides evenly.  What is drawn follows from the trial's number, so
that a failure can be made again with the command that is printed.
"""
import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile

USAGE = 2
EDGES = (
    "--accounts 1 --cases 1",
    "--accounts 1 --cases 1 --agents 1 --products 1",
    "--accounts 1 --cases 60 --products 20",
    "--accounts 200 --cases 1 --agents 1 --products 7",
    "--accounts 2 --cases 40 --products 1",
    "--accounts 40 --cases 400 --products 3 --agents 2 --years 1",
    "--scale 0.01",
    "--scale 0.01 --noise --years 1",
)


def size(random_, most):
    """1 to most, small ones as often as large ones."""
    return min(most, int(most ** random_.random()) + random_.randint(0, 3))


def drawn(number, largest):
    random_ = random.Random(number)
    options = ["--seed", str(random_.choice((0, number, random_.getrandbits(64))))]
    if random_.random() < 0.5:
        options += ["--bank", "bikehire"]
    if random_.random() < 0.3:
        options += ["--noise"]
    if random_.random() < 0.4:
        options += ["--years", str(random_.randint(1, 5))]
    if random_.random() < 0.3:
        return options + ["--scale", f"{max(0.01, largest * random_.random() ** 4):.2f}"]
    options += ["--accounts", str(size(random_, int(195 * largest)))]
    options += ["--products", str(size(random_, int(500 * largest)))]
    for option, most in (("--cases", 977), ("--agents", 100)):
        if random_.random() < 0.7:
            options += [option, str(size(random_, int(most * largest)))]
    return options


def fault_of(binary, options, org):
    """What is wrong, "" if nothing, None if the size was refused."""
    made = subprocess.run([binary, "generate", "--out", org, *options], capture_output=True, text=True, check=False)
    if made.returncode == USAGE:
        clear = "--" in made.stderr and "localorg: " in made.stderr and not os.path.exists(org)
        return None if clear else f"refused without a reason: {made.stderr}"
    if made.returncode != 0:
        return f"exit code {made.returncode}: {made.stderr}"
    verified = subprocess.run([binary, "verify", org], capture_output=True, text=True, check=False)
    os.unlink(org)
    return "" if verified.returncode == 0 else f"verify: {verified.stdout}{verified.stderr}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--largest", type=float, default=0.1)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    trials = [edge.split() + ["--bank", bank] for edge in EDGES for bank in ("retail", "bikehire")]
    trials += [drawn(number, given.largest) for number in range(given.first, given.first + given.trials - len(trials))]
    refused = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for options in trials[: given.trials]:
            fault = fault_of(given.binary, options, str(pathlib.Path(folder) / "some.org.db"))
            refused += fault is None
            if fault:
                failed += 1
                print(f"localorg generate --out some.org.db {' '.join(options)}\n  {fault[:2000]}")
    print(f"{given.trials} orgs: {given.trials - refused - failed} good, {refused} refused, {failed} faulty")
    # Were most of them refused, nothing would have been shown.
    return 1 if failed or refused * 4 > given.trials else 0


sys.exit(main())
