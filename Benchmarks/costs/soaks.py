"""Soaks of known trees, and what they and other programs use of the machine."""

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

import machine
import peers

here = pathlib.Path(__file__).resolve().parent
helper = peers.program.parent / "twinsim-costs"
STORMS = """name: two-storms
description: Two storms in the middle of a short run.
faults:
  - fault: reconnect-storm
    storms: 2
    drops: 3
    spacing: 300ms
    gaps: random
    close: alternate
    from: 1/3
    until: 2/3
"""


def tree(processes):
    """A client of so many Python processes, each polling once a second."""
    return [peers.python, str(here / "tree_client.py"), str(processes)]


@contextlib.contextmanager
def soaking(table, name, seconds, client, storms=False):
    """A soak while the block runs: its process and its evidence folder. Interrupted when the block ends first."""
    folder = table.work / name
    command = [str(peers.program), "soak", "--duration", f"{seconds}s", "--evidence", str(folder)]
    if storms:
        plan = table.work / "two-storms.yaml"
        plan.write_text(STORMS)
        command += ["--faults", str(plan)]
    process = subprocess.Popen(command + ["--"] + client, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        yield process, folder
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.communicate()
        raise
    errors = process.communicate()[1]
    if not (folder / "evidence.sqlite").exists():
        sys.exit(f"error: the soak left no evidence: {errors}")


def soaked(table, name, seconds, client, storms=False):
    """The evidence folder of a soak from its beginning to its end; made once in a run of `make costs`."""
    folder = table.work / name
    if not folder.exists():
        with soaking(table, name, seconds, client, storms):
            pass
    return folder


def thread_seconds(pid):
    """Processor seconds by thread: the first thread's, and those of all together."""
    used = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        used[int(task.name)] = int((task / "schedstat").read_text().split()[0]) / 1e9
    return used[pid], sum(used.values())


def rows(folder, sql):
    """What the evidence holds."""
    with contextlib.closing(sqlite3.connect(f"file:{folder}/evidence.sqlite?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()


def measured(command):
    """A command's wall seconds, processor seconds, peak resident MB and exit status; its output is thrown away."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    wall = time.monotonic() - began
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024e-6, process.returncode, errors.decode()


def run_helper(*arguments):
    """What twinsim-costs prints."""
    done = subprocess.run([str(helper), *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"error: twinsim-costs {' '.join(map(str, arguments))} failed")
    return json.loads(done.stdout)
