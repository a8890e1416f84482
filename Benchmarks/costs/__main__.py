"""What measuring costs: the client, the harness, the disk and the one who waits for the report.

Usage: python3 Benchmarks/costs [--rows 1,2,3] [--quick]

Needs the release build with twinsim-costs and the tests' virtual environment (`make costs` sees to both). All rows take
about twenty minutes; --quick takes shorter stretches, for a look and not a measurement. Prints a row as soon as it is
measured and ends with status 1 when one does not hold.
"""

import argparse
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "figures"))

import counter
import evidence
import machine
import peers
import replay
import sampling
import tally
from limits import Limits

ROWS = {1: sampling.costs, 2: tally.costs, 3: counter.costs, 4: evidence.costs, 5: evidence.report, 6: replay.costs}


def main():
    parser = argparse.ArgumentParser(description="What measuring costs.")
    parser.add_argument("--rows", default=",".join(map(str, ROWS)), help="which rows, such as 1,2,5")
    parser.add_argument("--quick", action="store_true", help="shorter stretches: a look, not a measurement")
    options = parser.parse_args()
    try:
        rows = [int(text) for text in options.rows.split(",")]
    except ValueError:
        rows = [0]
    if not set(rows) <= set(ROWS):
        parser.error("--rows takes numbers from 1 to 6 with commas between")
    for program in (peers.program, peers.program.parent / "twinsim-costs"):
        if not program.exists():
            sys.exit(f"error: {program} is missing; run `make costs`")
    print(f"{machine.name()}; load average {machine.load_average():.1f} at the start; "
          f"pymodbus {peers.version('pymodbus')}{'; --quick: a look, not a measurement' if options.quick else ''}\n")
    work = machine.build / "costs"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    table = Limits(work, options.quick)
    table.begin()
    try:
        for number in rows:
            ROWS[number](table)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(table.conclude())


main()
