"""Times the readings of twinsim's own counters in this process, with so many blocks alive.

Started with the start-up module on PYTHONPATH, as twinsim starts a client.
"""

import json
import os
import signal
import statistics
import sys
import time

import twinsim_counters  # noqa: F401  Loaded by sitecustomize already, and then found in sys.modules.

READINGS = 5000

alive = [bytes(40) + index.to_bytes(4, "little") for index in range(int(sys.argv[1]))]


def timed(call):
    times = []
    for _ in range(READINGS):
        began = time.perf_counter_ns()
        call()
        times.append((time.perf_counter_ns() - began) / 1000)
    return statistics.median(times), min(times)


path = f"{os.environ['TWINSIM_TALLY_DIR']}/python-{os.getpid()}"
before = twinsim_counters._sequence
counter = timed(sys.getallocatedblocks)
answer = timed(lambda: signal.raise_signal(signal.SIGURG))
answered = twinsim_counters._sequence - before
if answered != READINGS or "\nblocks " not in open(path).read():
    sys.exit(f"{READINGS} questions, {answered} answers")
os.unlink(path)
print(json.dumps({
    "blocks": sys.getallocatedblocks(), "readings": READINGS, "version": sys.version.split()[0],
    "counter_us": counter[0], "counter_least_us": counter[1], "answer_us": answer[0], "answer_least_us": answer[1],
}))
