"""Row 2: the preloaded tally: what it costs a client, and whether it counts exactly."""

import os
import re
import subprocess

import machine
import peers
import soaks

LIBRARY = peers.program.parent / "libtwinsim-tally.so"


def costs(table):
    ratio(table)
    exact(table)


def _preloaded(table):
    return {"LD_PRELOAD": str(LIBRARY), "TWINSIM_TALLY_DIR": str(table.work)}


def ratio(table):
    """Processor time of a pymodbus polling loop with the tally over that without, by turns."""
    repeats, polls = (3, 2000) if table.quick else (9, 24_000)
    used = {"plain": [], "tally": []}
    with peers.running(peers.TWINSIM) as servers:
        port = servers[peers.TWINSIM].port
        for _ in range(repeats):
            for kind in used:
                environment = dict(os.environ, **(_preloaded(table) if kind == "tally" else {}))
                done = subprocess.run(
                    ["taskset", "-c", "1", peers.python, str(soaks.here / "polling_loop.py"), str(port), str(polls)],
                    env=environment, stdout=subprocess.PIPE, text=True, check=True)
                used[kind].append(float(done.stdout))
    if not any(name.startswith("native-") for name in os.listdir(table.work)):
        raise SystemExit("error: the tally left no file, so it was not in the client")
    plain, tally = min(used["plain"]), min(used["tally"])
    table.row(2, "preloaded tally, processor time of a pymodbus polling loop",
              f"{polls:,} polls of 40 registers, {plain:.3f} s without, {tally:.3f} s with: least of {repeats} each, by turns",
              "≤ 1.1 ×", f"{tally / plain:.3f} ×", tally / plain <= 1.1)


def exact(table):
    """A client in four threads that counts its own calls."""
    done = subprocess.run([machine.compile_c("counted_client", "-pthread"), "4", "1000000"],
                          env=dict(os.environ, **_preloaded(table)), stdout=subprocess.PIPE, text=True, check=True)
    found = {name: int(value) for name, value in re.findall(r"(\w+)=(-?\d+)", done.stdout)}
    missed = [abs(found[f"own_{name}"] - found[f"tally_{name}"]) for name in ("allocations", "frees", "bytes")]
    table.row(2, "preloaded tally, counts",
              f"against a client that counts its own in 4 threads: {found['own_allocations']:,} allocations, "
              f"{found['own_frees']:,} frees, {found['own_bytes']:,} live bytes", "exact",
              "exact" if not any(missed) else f"off by {missed[0]}, {missed[1]} and {missed[2]} bytes", not any(missed))
