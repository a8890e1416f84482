"""Rows 4 and 5: what 72 hours take on the disk, and how long their report takes."""

import os
import shutil

import peers
import soaks

HOURS = 72


def _long_run(table, processes):
    """The folder of a long run's evidence, and what writing it cost; made once for both rows."""
    folder = table.work / f"long-{processes}"
    if not folder.exists():
        like = soaks.soaked(table, f"short-{processes}", 120, soaks.tree(processes), storms=True)
        hours = 6 if table.quick else HOURS
        folder.with_suffix(".json").write_text(str(soaks.run_helper("evidence", folder, "--like", like, "--hours", hours)))
        shutil.copytree(like / "scenario", folder / "scenario", dirs_exist_ok=True)
    return folder


def _how(folder):
    samples, processes = soaks.rows(folder, "SELECT COUNT(*), COUNT(DISTINCT process) FROM sample")[0]
    seconds = soaks.rows(folder, "SELECT MAX(t_ms) FROM second")[0][0] / 1000
    storms, states = (soaks.rows(folder, f"SELECT COUNT(*) FROM {name}")[0][0] for name in ("storm", "plant_state"))
    return f"{seconds / 3600:.0f} h, {processes} process{'es' * (processes > 1)}, {samples:,} samples, {storms} storms, " \
           f"{states:,} plant states"


def costs(table):
    """Row 4: the evidence of 72 h at 1 Hz."""
    for processes in (1, 10):
        folder = _long_run(table, processes)
        size = sum(os.path.getsize(folder / name) for name in os.listdir(folder) if (folder / name).is_file())
        megabytes = size / 1e6
        table.row(4, f"evidence of {HOURS} h at 1 Hz, {processes} process{'es' * (processes > 1)}", _how(folder),
                  "< 50 MB" if processes == 1 else "none", f"{megabytes:.1f} MB", megabytes < 50 if processes == 1 else None)


def report(table):
    """Row 5: analysis and report of that run."""
    for processes in (1, 10):
        folder = _long_run(table, processes)
        runs = [soaks.measured([str(peers.program), "report", str(folder), "--format", "html", "--output",
                                str(table.work / "report.html")]) for _ in range(3)]
        failed = [run for run in runs if run[3] not in (0, 1, 2, 4)]
        if failed:
            table.row(5, "report", failed[0][4].strip(), "< 2 s", "failed", False)
            continue
        wall, processor = min(run[0] for run in runs), min(run[1] for run in runs)
        table.row(5, f"analysis and report of {HOURS} h, {processes} process{'es' * (processes > 1)}",
                  f"{_how(folder)}; least of 3, {max(run[2] for run in runs):.0f} MB at most",
                  "< 2 s" if processes == 1 else "none", f"{wall:.2f} s, processor {processor:.2f} s",
                  wall < 2 if processes == 1 else None)
