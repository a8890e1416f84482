"""The load generator on processor 1, and what it found."""

import re
import subprocess
import sys

import machine


class Load:
    """One run of mbload against a server."""

    def __init__(self, server, *options, seconds=2.0, warm_up=0.5):
        self.server = server
        self.before = machine.processor_seconds(server.pid)
        self.process = subprocess.Popen(
            ["taskset", "-c", "1", machine.compile_c("mbload"), "-P", str(server.port), "-d", str(seconds), "-w",
             str(warm_up), *map(str, options)],
            stdout=subprocess.PIPE, text=True)

    def wait_until_held(self):
        """Waits until an idle load (-I) has all its connections and their replies."""
        if self.process.stdout.readline().strip() != "holding":
            sys.exit(f"error: the load on {self.server.name} ended early")

    def result(self):
        """Waits for the end; the figures by name, and `cpu_us`: microseconds of the server's processor time a request."""
        line = self.process.communicate()[0]
        used = machine.processor_seconds(self.server.pid) - self.before
        figures = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", line)}
        if self.process.returncode != 0 or "done" not in figures:
            sys.exit(f"error: the load on {self.server.name} failed: {line}")
        figures["cpu_us"] = used / figures["done"] * 1e6 if figures["done"] else float("inf")
        figures["wrong"] = figures["errors"] + figures["connfail"] + figures["resets"] + figures["timeouts"]
        return figures


def run(server, *options, **times):
    """One load from its beginning to its end."""
    return Load(server, *options, **times).result()


def interleaved(servers, rounds, *options, **times):
    """Rounds in which every server has its turn; the figures of each server's runs."""
    samples = {name: [] for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            samples[name].append(run(server, *options, **times))
    return samples
