"""Row 6: whether the scan keeps its time under a reconnect storm."""

import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import load
import machine
import peers

PERIOD_MILLISECONDS = 20
SECONDS = 60


def _fast_scenario(folder):
    """A copy of water-treatment that scans every 20 ms."""
    target = pathlib.Path(folder) / "water-treatment"
    shutil.copytree(machine.root / "Scenarios" / "water-treatment", target)
    manifest = target / "scenario.yaml"
    text, changes = re.subn(r"^(\s+(?:period|step): )\S+$", rf"\g<1>{PERIOD_MILLISECONDS}ms", manifest.read_text(),
                            flags=re.MULTILINE)
    assert changes == 2, "the scenario's manifest has another form"
    manifest.write_text(text)
    return str(target)


def under_storm(table, _):
    """Lateness of the scan beside that of a bare loop on the same processor at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        server = peers.Twin("--scenario", _fast_scenario(folder))
        loop = subprocess.Popen(["taskset", "-c", "0", machine.compile_c("scan_loop"), str(PERIOD_MILLISECONDS)],
                                stdout=subprocess.PIPE, text=True)
        samples = [load.run(server, "-c", 32, flag, seconds=SECONDS / 2, warm_up=0) for flag in ("-S", "-L")]
        loop.send_signal(signal.SIGTERM)
        last = server.conclude()
        bare = {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", loop.communicate()[0])}
    table.check_replies(peers.TWINSIM, samples)
    storm = f"{sum(sample['cycles'] for sample in samples) / SECONDS:,.0f} reconnects/s"
    for title, key in (("p99", "p99"), ("p99.9", "p999")):
        own, other = last[f"lateness_{key}_ns"] / 1000, bare[key] / 1000
        table.at_most(6, f"scan lateness under a storm, {title}", f"{own:,.0f} µs; bare loop {other:,.0f} µs; {storm}",
                      own / other, 1.5)
    table.row(6, f"scan of {PERIOD_MILLISECONDS} ms under a storm, overruns",
              f"{last['scans']:,} scans, the latest {last['lateness_max_ns'] / 1e6:.1f} ms late; bare loop "
              f"{bare['max'] / 1e6:.1f} ms", "0, none a period late", str(last["overruns"]),
              last["overruns"] == 0 and last["lateness_max_ns"] < PERIOD_MILLISECONDS * 1e6)
