"""Row 3: the Python block counter."""

import json
import subprocess

import machine
import peers
import soaks


def costs(table):
    """A reading inside a process with 300,000 blocks alive, signal and file included."""
    environment = {"PYTHONPATH": str(machine.root / "Resources" / "python"), "TWINSIM_TALLY_DIR": str(table.work)}
    done = subprocess.run([peers.python, str(soaks.here / "counted_blocks.py"), "300000"], env=environment,
                          capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    how = f"{found['blocks']:,} blocks, {found['readings']:,} readings, Python {found['version']}"
    table.row(3, "block counter alone, a reading", f"{how}; median, least {found['counter_least_us']:.1f} µs", "< 50 µs",
              f"{found['counter_us']:.1f} µs", found["counter_us"] < 50)
    table.row(3, "the whole answer: signal, every count, file", f"the same; least {found['answer_least_us']:.1f} µs",
              "< 50 µs", f"{found['answer_us']:.1f} µs", found["answer_us"] < 50)
    table.row(3, "the same in an hour, for each Python process", "one answer a second, in the client's main thread; it comes "
              "on top of the stall of row 1", "none", f"{found['answer_us'] * 3.6:.0f} ms", None)
