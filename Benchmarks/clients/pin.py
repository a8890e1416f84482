"""Writes requirements/NAME-VERSION.txt: a package, and all it needs, each with its version and the hash of its file.

Usage: python3 Benchmarks/clients/pin.py NAME==VERSION...

The hashes are those of the files that pip takes here, so they hold for this Python and machine: CPython 3.11 on x86-64,
as Debian 12 has it.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HEAD = "# Made by pin.py for CPython 3.11 on x86-64; pip installs nothing else.\n"


def pin(package):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run",
             "--ignore-installed", "--no-build-isolation", "--report", report.name, package], check=True)
        found = json.load(open(report.name))["install"]
    lines = []
    for item in found:
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        lines.append(f"{item['metadata']['name']}=={item['metadata']['version']} --hash=sha256:{digest}\n")
    name = package.lower().replace("==", "-")
    target = pathlib.Path(__file__).resolve().parent / "requirements" / f"{name}.txt"
    target.write_text(HEAD + "".join(sorted(lines, key=str.lower)))
    print(f"{target.name}: {len(lines)} packages")


for argument in sys.argv[1:]:
    pin(argument)
