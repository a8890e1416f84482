"""The truth: what a client's processes hold, read beside twinsim and not by it."""

import os
import pathlib
import statistics
import threading
import time


class Tree(threading.Thread):
    """Reads memory and counts of the processes below a soak that belong to its client, once a second."""

    def __init__(self, soak_pid, mark, seconds, readings=()):
        super().__init__(daemon=True)
        self.soak_pid, self.mark, self.seconds = soak_pid, mark, seconds
        self.readings = list(readings)
        self.ended = threading.Event()

    def run(self):
        begun = None
        while not self.ended.wait(1):
            pids = self._client()
            now = time.monotonic()
            if pids and begun is None:
                begun = now
            if begun is not None:
                if now - begun > self.seconds - 2:
                    return
                self.readings.append((now - begun, _held(pids)))

    def _client(self):
        """The processes whose command names the client, and what they started."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    parents[int(entry)] = int(pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    pass
        below, found = {self.soak_pid}, set()
        while True:
            more = {pid for pid, parent in parents.items() if parent in below} - below
            if not more:
                break
            below |= more
        for pid in below - {self.soak_pid}:
            try:
                if self.mark in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() \
                        and pathlib.Path(f"/proc/{pid}/comm").read_text().strip()[:7] != "twinsim":
                    found.add(pid)
            except OSError:
                pass
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def _level(self, series, begin, end):
        """The median in a stretch, given in shares of the run."""
        found = [held[series] for moment, held in self.readings if begin <= moment / self.seconds <= end]
        return statistics.median(found) if found else None

    def grown_by_hour(self, series):
        """Growth from an eighth of the run to its end, in units an hour."""
        early, late = self._level(series, 4 / 32, 5 / 32), self._level(series, 30.5 / 32, 31.5 / 32)
        return None if early is None or late is None else (late - early) / (26.5 / 32 * self.seconds) * 3600

    def grown_by_storm(self, series, storms):
        """Growth from before the storms to their end, a storm."""
        before, after = self._level(series, 0.29, 0.33), self._level(series, 0.70, 0.76)
        return None if before is None or after is None or not storms else (after - before) / storms


def _held(pids):
    held = {"memory": 0.0, "descriptors": 0, "sockets": 0, "threads": 0, "children": max(len(pids) - 1, 0)}
    for pid in pids:
        try:
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    held["memory"] += int(line.split()[1]) * 1024e-6
                elif line.startswith("Threads:"):
                    held["threads"] += int(line.split()[1])
            for name in os.listdir(f"/proc/{pid}/fd"):
                held["descriptors"] += 1
                held["sockets"] += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
        except OSError:
            pass
    return held
