"""Recorded soaks of real clients, judged again: a table of what is true of each and what twinsim says now.

Usage: python3 Benchmarks/clients/recorded.py FOLDER

FOLDER holds evidence folders, in it, in `recorded/` or in `recorded.tar.xz`, and `truth.json`: by name `truth` (leak,
expected, or "leak or suspicious" where either is right), `channels` that leak, and where it is known `rates`, by channel
per hour. Needs the release build. Status 1 when a healthy client is convicted or fewer than 95 in 100 leaks are found.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tarfile
import tempfile

import soak
import table


def main():
    folder = pathlib.Path(sys.argv[1])
    truths = json.loads((folder / "truth.json").read_text())
    with tempfile.TemporaryDirectory() as work:
        packed = folder / "recorded.tar.xz"
        if packed.exists():
            tarfile.open(packed).extractall(work, filter="data")
            evidence = pathlib.Path(work) / "recorded"
        else:
            evidence = folder / "recorded" if (folder / "recorded").exists() else folder
        print("\n| recorded client | truth | said | rate off by |\n|---|---|---|---|")
        judged = [row(name, truth, evidence / name) for name, truth in truths.items()]
    sys.exit(0 if concluded(judged) else 1)


def row(name, truth, evidence):
    """Judges one recording again and prints its row; truth, answer, rate errors."""
    done = subprocess.run([soak.program, "report", evidence, "--format", "json"], capture_output=True, text=True)
    try:
        verdict = json.loads(done.stdout)
    except ValueError:
        print(f"| {name} | {truth['truth']} | **no verdict, status {done.returncode}** | – |")
        return truth["truth"], "no verdict", []
    channels = {channel["channel"]: channel for channel in verdict["channels"]}
    said = verdict["verdict"]
    unsaid = [name for name in truth["channels"] if channels[name]["verdict"] != "leak"]
    errors = [abs(channels[name]["rate_per_hour"] - rate) / abs(rate)
              for name, rate in truth.get("rates", {}).items() if channels[name]["rate_per_hour"] is not None]
    shown = said if said in truth["truth"] else f"**{said}**"
    shown += f", not of {', '.join(unsaid)}" if said == "leak" and unsaid else ""
    print(f"| {name} | {truth['truth']} | {shown} | {max(errors) * 100:.1f} % |" if errors
          else f"| {name} | {truth['truth']} | {shown} | – |")
    return truth["truth"], said, errors


def concluded(judged):
    """Prints the summary; whether it holds."""
    leaks = [said for truth, said, _ in judged if truth == "leak"]
    healthy = [said for truth, said, _ in judged if truth == "expected"]
    errors = [error for _, _, found in judged for error in found]
    found, alarms = leaks.count("leak"), healthy.count("leak")
    print(f"\nRecorded: {found} of {len(leaks)} leaks found, {alarms} of {len(healthy)} healthy clients convicted, "
          f"{len(healthy) - alarms - healthy.count('expected')} doubted"
          + (f", rates off by {statistics.median(errors) * 100:.1f} % in the median." if errors else "."))
    return not alarms and found >= table.LEAST_RECALL * len(leaks)


main()
