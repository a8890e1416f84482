"""A capture on the loopback, and what tshark's dissector says about it."""

import pathlib
import signal
import subprocess
import tempfile
import time

from serving import Refused, RawClient, demand, output, until


class Capture:
    """Everything to and from one port, from the start of the block to its end."""

    def __init__(self, port):
        self.port = port
        self.folder = tempfile.TemporaryDirectory(prefix="twinsim-capture-")
        # dumpcap gives up root's rights before it writes.
        pathlib.Path(self.folder.name).chmod(0o777)
        self.path = pathlib.Path(self.folder.name) / "loopback.pcapng"

    def __enter__(self):
        try:
            self.process = subprocess.Popen(
                ["dumpcap", "-q", "-i", "lo", "-f", f"tcp port {self.port}", "-w", str(self.path)],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
        except FileNotFoundError:
            raise Refused("dumpcap is not installed; `make judges` installs tshark") from None

        # The filter is in force when an empty connection of ours shows up in the file.
        def captured():
            if self.process.poll() is not None:
                raise Refused(f"dumpcap cannot capture on lo, which takes root: {self.process.stderr.read()}")
            RawClient(self.port).close()
            return self.path.exists() and self.path.stat().st_size > 2000

        demand(until(captured), "the capture does not begin")
        return self

    def __exit__(self, kind, error, trace):
        size = -1
        while size != self.path.stat().st_size:
            size = self.path.stat().st_size
            time.sleep(1)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def frames(self, condition, *fields):
        """These fields of every packet that meets the condition."""
        chosen = [part for field in fields for part in ("-e", field)]
        said = output(
            "tshark", "-r", self.path, "-o", f"mbtcp.tcp.port:{self.port}", "-Y", condition, "-T", "fields", *chosen,
            errors=False)
        return [line.split("\t") for line in said.splitlines()]

    def transactions(self):
        """(requests, replies, unpaired): what was asked and answered as (connection, transaction id, function), in the
        order of the wire, and the good replies for which the dissector found no request; it looks for none of an
        exception reply's."""
        rows = self.frames(
            "modbus", "tcp.dstport", "tcp.stream", "mbtcp.trans_id", "modbus.func_code", "modbus.exception_code",
            "modbus.request_frame")
        requests, replies, unpaired = [], [], 0
        for port, stream, identifier, function, exception, request in rows:
            (requests if port == str(self.port) else replies).append((stream, identifier, function))
            if port != str(self.port) and not exception and not request:
                unpaired += 1
        return requests, replies, unpaired

    def malformed(self):
        """Transaction ids of the replies that do not make sense, in the order of the wire; one reply a segment.

        The dissector looks at each byte that it needs, but not whether a read's byte count fits the length: that is
        compared here, from its fields.
        """
        found = []
        rows = self.frames(
            f"tcp.srcport == {self.port} && tcp.len > 0", "tcp.payload", "mbtcp.len", "modbus.func_code",
            "modbus.byte_cnt", "modbus.exception_code", "_ws.malformed", "tcp.len")
        for payload, length, function, byte_count, exception, malformed, segment in rows:
            fits = length != "" and int(length) + 6 == int(segment)
            if fits and exception == "" and function in ("1", "2", "3", "4", "23"):
                fits = byte_count != "" and int(byte_count) + 3 == int(length)
            if malformed or not fits:
                found.append(int(payload.replace(":", "")[:4], 16))
        return found
