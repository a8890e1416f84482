"""The figures of the Modbus server, row by row, each side by side with its yardstick on this machine.

Usage: python3 Benchmarks/figures [--rows 1,2,5] [--rounds 5] [--million]

Needs the release build and the tests' virtual environment (`make figures` sees to both). Servers run on processor 0, the
load on processor 1; rounds of the servers that are compared alternate; every reply is checked. All rows take about ten
minutes; --million adds the million reconnects of row 4, about three more. Ends with status 1 when a reply was wrong, and
with 0 whether or not every aim was reached: the table says which were.
"""

import argparse
import sys

import connections
import isolation
import machine
import peers
import scan
import serving
import storm
from table import Table

ROWS = {
    1: serving.one_request_at_a_time,
    2: serving.many_outstanding,
    3: connections.ten_thousand,
    4: storm.cycles,
    5: isolation.hostile_client,
    6: scan.under_storm,
    7: isolation.delayed_reply,
    8: connections.idle,
}


def main():
    parser = argparse.ArgumentParser(description="The figures of the Modbus server, side by side with others.")
    parser.add_argument("--rows", default=",".join(map(str, ROWS)), help="which rows, such as 1,2,5")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison, at least 3")
    parser.add_argument("--million", action="store_true", help="with row 4 also a million reconnects")
    options = parser.parse_args()
    try:
        rows = [int(text) for text in options.rows.split(",")]
    except ValueError:
        rows = [0]
    if not set(rows) <= set(ROWS) or options.rounds < 3:
        parser.error("--rows takes numbers from 1 to 8 with commas between, --rounds at least 3")
    if not peers.program.exists():
        sys.exit(f"error: {peers.program} is missing; run `make build`")
    versions = ", ".join(f"{name} {peers.version(name) or 'not installed'}" for name in ("pymodbus", "pyModbusTCP"))
    print(f"{machine.name()}; load average {machine.load_average():.1f} at the start; {versions}; "
          f"{options.rounds} interleaved rounds\n", flush=True)
    table = Table()
    table.begin()
    for number in rows:
        ROWS[number](table, options.rounds)
        if number == 4 and options.million:
            storm.million(table, options.rounds)
    sys.exit(table.conclude())


main()
