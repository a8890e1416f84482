#!/usr/bin/env python3
"""What the preloaded tally costs a pymodbus client: processor time with it over processor time without.

    Benchmarks/tally_cost.py --twinsim .build/release/twinsim --tally .build/release/libtwinsim-tally.so \
        --python .venv/bin/python

Serves a scenario, then lets a polling loop (10 holding registers a read) run with and without the tally, one after the
other, and compares the least processor time of each: on a shared machine the least is what disturbs least. Prints one
JSON object; ends with 1 when the ratio is above --most.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

CLIENT = """
import sys
from pymodbus.client import ModbusTcpClient
client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]))
assert client.connect()
for _ in range(int(sys.argv[2])):
    assert len(client.read_holding_registers(0, count=10).registers) == 10
"""


def processor_seconds(command, environment):
    """User and system time of one run."""
    child = subprocess.Popen(command, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit("the client ended with %d" % child.returncode)
    return usage.ru_utime + usage.ru_stime


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--twinsim", required=True)
    options.add_argument("--tally", required=True)
    options.add_argument("--python", default=sys.executable, help="one that has pymodbus")
    options.add_argument("--reads", type=int, default=20000)
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--most", type=float, default=1.1, help="the highest ratio that passes")
    asked = options.parse_args()
    server = subprocess.Popen(
        [asked.twinsim, "serve", "--scenario", "hvac", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        port = server.stdout.readline().rsplit(":", 1)[1].strip()
        command = [asked.python, "-c", CLIENT, port, str(asked.reads)]
        seconds = {"plain": [], "tally": [], "sampled": []}
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            preload = {"LD_PRELOAD": os.path.abspath(asked.tally), "TWINSIM_TALLY_DIR": folder}
            ways = {"plain": {}, "tally": preload, "sampled": {**preload, "TWINSIM_TRACE_BYTES": "16384"}}
            for _ in range(asked.repeats):
                for way, more in ways.items():
                    seconds[way].append(processor_seconds(command, {**os.environ, **more}))
        least = {way: min(times) for way, times in seconds.items()}
        ratio = least["tally"] / least["plain"]
        print(
            json.dumps(
                {
                    "reads": asked.reads,
                    "repeats": asked.repeats,
                    "least_cpu_seconds": {way: round(time, 3) for way, time in least.items()},
                    "tally_ratio": round(ratio, 3),
                    "sampled_ratio": round(least["sampled"] / least["plain"], 3),
                }
            )
        )
        return 0 if ratio <= asked.most else 1
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
