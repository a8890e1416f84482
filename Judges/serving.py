"""What the judges share: a served twin, and how a judge speaks its judgement."""

import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent


class Refused(Exception):
    """The judge found something wrong; the text says what."""


class Serving:
    """`twinsim serve` on a port that the system chose; ended, and its exit status judged, at the end of the block."""

    def __init__(self, program, scenario, *options):
        self.process = subprocess.Popen(
            [program, "serve", "--scenario", str(scenario), "--port", "0", "--log-level", "error", "--json",
             *options],
            stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        if '"listening"' not in line:
            raise Refused(f"the server did not start: {line!r}")
        self.announced = json.loads(line)
        self.port = self.announced["port"]
        self.requests = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=30)[0].splitlines()
        status = self.process.returncode
        if kind is None and status != 0:
            raise Refused(f"the server ended with status {status}")
        if kind is None:
            # What the server counted from its start to its end.
            self.requests = json.loads(said[-1])["requests"]

    @property
    def descriptors(self):
        """Open descriptors of the server."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def resident_bytes(self):
        """Resident memory of the server."""
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGESIZE")


class RawClient:
    """Bytes over one connection, without a Modbus library's opinion."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, pdu, unit=1, transaction=1):
        """The reply's whole frame."""
        self.socket.sendall(struct.pack(">HHHB", transaction, 0, len(pdu) + 1, unit) + pdu)
        header = self.receive(6)
        return header + self.receive(struct.unpack(">H", header[4:])[0])

    def receive(self, count):
        """Exactly so many bytes."""
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise Refused(f"the connection ended after {len(data)} of {count} bytes")
            data += piece
        return data

    def close(self, reset=False):
        """Ends the connection in order, or by a reset."""
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def demand(condition, sentence):
    """Refuses with this sentence unless the condition holds."""
    if not condition:
        raise Refused(sentence)


def output(*command, timeout=120, statuses=(0,), errors=True):
    """What a program that must end with one of these statuses said, on both streams or on standard output alone."""
    try:
        done = subprocess.run(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT if errors else subprocess.PIPE,
            timeout=timeout, text=True, errors="replace", stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise Refused(f"{command[0]} is not installed; `make judges` installs it") from None
    if done.returncode not in statuses:
        raise Refused(f"{command[0]} ended with status {done.returncode}:\n{done.stdout}")
    return done.stdout


def until(condition, seconds=20):
    """Waits for the condition; false when it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def judge(name, examine):
    """Runs `examine(program)`, which gives what was judged in a few words, and says so in one line."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} PROGRAM, the built twinsim")
    # A test runner may hold signals back, and what is started here would inherit that.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    begin = time.monotonic()
    try:
        words = examine(sys.argv[1])
    except (Refused, OSError, subprocess.SubprocessError, AssertionError) as error:
        print(f"REFUSED  {name}: {error}")
        sys.exit(1)
    print(f"passed   {name}: {words} ({time.monotonic() - begin:.1f} s)")
