"""The servers that are measured: twinsim, the bare C codec, and others' servers."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time

import machine

program = machine.root / ".build" / "release" / "twinsim"
python = os.environ.get("TWINSIM_TEST_PYTHON", str(machine.root / ".venv" / "bin" / "python"))

TWINSIM, CODEC, LIBMODBUS = "twinsim", "C codec", "libmodbus' own server"
PYMODBUSTCP, PYMODBUS = "pyModbusTCP", "pymodbus"


class Server:
    """A server on processor 0."""

    def __init__(self, name, command, port):
        self.name, self.port = name, port
        self.process = subprocess.Popen(
            ["taskset", "-c", "0", *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.pid = self.process.pid

    def stop(self):
        """Ends the server; what it wrote on standard output."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.communicate(timeout=20)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[0]


class Twin(Server):
    """twinsim serve. It is never probed, so that the first connection that a load makes is its number 1."""

    def __init__(self, *options):
        command = [str(program), "serve", "--port", "0", "--json", "--log-level", "error", *options]
        super().__init__(TWINSIM, command, None)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"error: twinsim did not start: {' '.join(command)}")
        self.port = json.loads(line)["port"]

    def conclude(self):
        """Ends the server; its last JSON line: scans, overruns, lateness."""
        return json.loads(self.stop().strip().splitlines()[-1])


def start(name):
    """Starts a server by its name and waits until it listens."""
    if name == TWINSIM:
        return Twin()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(name, _command(name) + [str(port)], port)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    sys.exit(f"error: {name} did not listen on port {port}")


def _command(name):
    if name == CODEC:
        return [machine.compile_c("epoll_codec")]
    if name == LIBMODBUS:
        found = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "libmodbus"], capture_output=True, text=True, check=True)
        return [machine.compile_c("libmodbus_server", *found.stdout.split())]
    script = {PYMODBUS: "pymodbus_server.py", PYMODBUSTCP: "pymodbustcp_server.py"}[name]
    return [python, str(machine.sources / script)]


def version(module):
    """The version of a Python package, or None when it is not installed."""
    script = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    found = subprocess.run([python, "-c", script, module], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


@contextlib.contextmanager
def running(*names):
    """Servers by name while the block runs."""
    servers = {}
    try:
        for name in names:
            servers[name] = start(name)
        yield servers
    finally:
        for server in servers.values():
            server.stop()
