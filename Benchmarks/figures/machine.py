"""The machine, and what a process costs on it."""

import functools
import os
import pathlib
import platform
import re
import subprocess
import time

root = pathlib.Path(__file__).resolve().parent.parent.parent
sources = root / "Benchmarks"
build = root / ".build" / "benchmarks"


def name():
    """The machine in one line: processor, how many, kernel, date."""
    models = re.findall(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    model = models[0] if models else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{time.strftime('%Y-%m-%d')}, {model} ({platform.machine()}), {os.cpu_count()} processors, "
            f"{memory:.0f} GiB, Linux {platform.release()}")


def load_average():
    """How many threads wanted to run in the last minute; above about 2 others disturb the figures."""
    return os.getloadavg()[0]


@functools.cache
def compile_c(name, *flags):
    """Builds a C program of Benchmarks/, once in a run, and returns its path."""
    build.mkdir(parents=True, exist_ok=True)
    target = build / name
    subprocess.run(["cc", "-O2", str(sources / f"{name}.c"), "-o", str(target), *flags], check=True)
    return str(target)


def processor_seconds(pid):
    """Processor time that a process has used, threads that ended included; in steps of 10 ms."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def thread_seconds(pid):
    """Processor time of a process' present threads, to the nanosecond."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def resident_bytes(pid):
    """Resident memory, counted page by page."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Rss:\s+(\d+) kB", text, re.MULTILINE)[1]) * 1024


def descriptors(pid):
    """Open descriptors."""
    return len(os.listdir(f"/proc/{pid}/fd"))
