"""One row soaked: what twinsim said of it, beside what was true."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess

import install
import naming
from tree import Tree

program = pathlib.Path(os.environ.get("TWINSIM_PROGRAM", install.root / ".build" / "release" / "twinsim"))
EXPLAIN_SECONDS = 120
# Channels of the tree's own; counts from inside convict nobody.
CHANNELS = ("memory", "descriptors", "sockets", "threads", "children")


@dataclasses.dataclass
class Soaked:
    """A row and what came of it."""

    row: object
    minutes: float
    said: str
    reason: str
    # By series that leaks: truth and said, both by the hour or both by the storm; None where there is none.
    rates: dict
    # What the traced run named, and whether that was right.
    named: str
    named_right: object
    # Hours more that a doubt asks for.
    hours_needed: object = None

    @property
    def right(self):
        return {"leak": self.row.truth == "leak", "expected": self.row.truth == "healthy"}.get(self.said, False)

    @property
    def rate_errors(self):
        """Of each series that leaks, how far the rate is off, as a share of the truth."""
        return [abs(said - truth) / abs(truth) for truth, said in self.rates.values() if truth and said is not None]


def soaked(row, minutes, folder):
    """Soaks a row's client for so many minutes; its evidence lies in `folder` below the row's name."""
    evidence = folder / row.name
    shutil.rmtree(evidence, ignore_errors=True)
    evidence.parent.mkdir(parents=True, exist_ok=True)
    client, variables = install.prepared(row)
    command = [str(program), "soak", "--duration", f"{round(minutes * 60)}s", "--faults", "reconnect-storm", "--port",
               "0", "--evidence", str(evidence), "--note", f"{row.name}: {row.package}"]
    if row.leaks and row.names:
        command += ["--explain", "auto", "--explain-for", f"{EXPLAIN_SECONDS}s"]
    log = folder / f"{row.name}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command + ["--", *client], stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env={**os.environ, **variables, "PYTHONPATH": str(install.drivers)})
        mark = pathlib.Path(row.driver[0]).stem.encode()
        tree = Tree(process.pid, mark, minutes * 60)
        tree.start()
        process.wait()
        tree.ended.set()
        tree.join()
    truth(folder, row).write_text(json.dumps(tree.readings))
    return again(row, minutes, folder)


def truth(folder, row):
    """Where the truth that was read beside a soak is kept once the soak has ended."""
    return folder / f"{row.name}.truth.json"


def again(row, minutes, folder):
    """What the evidence of a soak that has been says, beside the truth that was read meanwhile."""
    try:
        verdict = json.loads((folder / row.name / "verdict.json").read_text())
        tree = Tree(None, None, minutes * 60, json.loads(truth(folder, row).read_text()))
    except (OSError, ValueError):
        log = folder / f"{row.name}.log"
        return Soaked(row, minutes, "no verdict", log.read_text()[-300:].strip() if log.exists() else "", {}, "", None)
    return judged(row, minutes, verdict, tree)


def judged(row, minutes, verdict, tree):
    """What a verdict says of a row's client, beside the truth."""
    channels = {channel["channel"]: channel for channel in verdict["channels"]}
    said = verdict["verdict"]
    reason = "; ".join(f"{name}: {channels[name]['reason']}" for name in CHANNELS
                       if channels[name]["verdict"] in ("leak", "suspicious")) or verdict["headline"]
    if said == "expected" and verdict["exit_status"] != 0:
        said = f"status {verdict['exit_status']}"
    rates, missed = {}, []
    for name in row.leaks:
        channel = channels[name]
        if row.grows == "storm":
            truth = tree.grown_by_storm(name, verdict["storms"])
            told = channel["per_storm"]
            if name == "memory" and told is None:
                told = verdict["per_storm_mb"]
            if told is None and channel["rate_per_hour"] is not None and verdict["storms"]:
                told = channel["rate_per_hour"] * verdict["duration_seconds"] / 3600 / verdict["storms"]
        else:
            truth, told = tree.grown_by_hour(name), channel["rate_per_hour"]
        if channel["verdict"] != "leak":
            missed.append(name)
            told = None
        rates[name] = (truth, told)
    if missed and said == "leak":
        reason = f"not said of {', '.join(missed)}; " + reason
    named, right = naming.named(row, verdict.get("where_it_grows"))
    return Soaked(row, minutes, said, reason, rates, named, right, verdict["hours_needed"])
