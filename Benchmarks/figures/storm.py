"""Row 4: clients that connect, ask once and leave, again and again."""

import time

import load
import machine
import peers
from table import least, median

KINDS = {"close": "-S", "reset": "-L"}


def cycles(table, rounds):
    """Processor time of one cycle beside the C codec and pymodbus."""
    names = [peers.TWINSIM, peers.CODEC] + ([peers.PYMODBUS] if peers.version("pymodbus") else [])
    with peers.running(*names) as servers:
        samples = {kind: load.interleaved(servers, max(3, rounds - 1), "-c", 32, flag) for kind, flag in KINDS.items()}
    for kind in KINDS:
        own, codec = samples[kind][peers.TWINSIM], samples[kind][peers.CODEC]
        table.check_replies(peers.TWINSIM, own)
        measured = f"twinsim {least(own, 'cpu_us'):.1f} µs a cycle at {median(own, 'cycles_s'):,.0f}/s"
        table.at_most(4, f"storm by {kind}, processor time beside the C codec",
                      f"{measured}; C codec {least(codec, 'cpu_us'):.1f} µs", least(own, "cpu_us") / least(codec, "cpu_us"),
                      1.15)
        if peers.PYMODBUS in samples[kind]:
            other = samples[kind][peers.PYMODBUS]
            table.at_least(4, f"storm by {kind}, pymodbus' processor time over it",
                           f"{measured}; pymodbus {least(other, 'cpu_us'):.1f} µs",
                           least(other, "cpu_us") / least(own, "cpu_us"), 2.5)


def million(table, _):
    """Descriptors and memory after a million cycles, half of them closed and half reset."""
    with peers.running(peers.TWINSIM) as servers:
        server = servers[peers.TWINSIM]
        for flag in KINDS.values():
            load.run(server, "-c", 32, flag, "-n", 20_000, seconds=60, warm_up=0)
        time.sleep(2)
        open_before, before = machine.descriptors(server.pid), machine.resident_bytes(server.pid)
        samples = [load.run(server, "-c", 32, flag, "-n", 500_000, seconds=600, warm_up=0) for flag in KINDS.values()]
        time.sleep(2)
        opened = machine.descriptors(server.pid) - open_before
        grown = machine.resident_bytes(server.pid) - before
    table.check_replies(peers.TWINSIM, samples)
    done = sum(sample["cycles"] for sample in samples)
    table.row(4, f"after {done:,.0f} cycles, descriptors", f"{open_before} before", "± 0", f"{opened:+d}",
              opened == 0 and done >= 1e6)
    table.row(4, f"after {done:,.0f} cycles, resident memory", f"{before / 1024:,.0f} KiB before", "± 64 KiB",
              f"{grown / 1024:+,.0f} KiB", abs(grown) <= 65536 and done >= 1e6)
