#!/usr/bin/env python3
"""A logger that connects anew when no answer comes, and leaves the silent socket in its selector.

In the field: a radio link swallows an answer now and then. The logger gives up after half a second and goes on with a
new connection, the trend has no gap, and nobody looks. Weeks later: "Too many open files". What a selector watches it
also keeps, so that the socket is not closed though the logger has no name for it any more.
Grows: one socket with each answer that does not come. socket_kept_after_silence_fixed.py mends it.

    twinsim soak --duration 90s --faults Examples/defects/plans/lost-answers.yaml \
        -- python3 Examples/defects/socket_kept_after_silence.py

Address: MODBUS_HOST and MODBUS_PORT. Standard library only.
"""

import logging
import os
import selectors
import socket
import struct
import time

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.1
PATIENCE_SECONDS = 0.5
log = logging.getLogger("logger")


class Station:
    """A controller with its connection. Others can stand in the same selector."""

    def __init__(self, selector):
        self.selector = selector
        self.connection = None
        self.transaction = 0

    def connect(self):
        self.connection = socket.create_connection((HOST, PORT), timeout=2)
        self.selector.register(self.connection, selectors.EVENT_READ)

    def disconnect(self):
        if self.connection:
            self.selector.unregister(self.connection)
            self.connection.close()
            self.connection = None

    def read(self, first, count):
        self.transaction = self.transaction % 65535 + 1
        self.connection.sendall(struct.pack(">HHHBBHH", self.transaction, 0, 6, 1, 3, first, count))
        expected = 9 + 2 * count
        frame = b""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(frame) < expected:
            if time.monotonic() >= deadline:
                raise TimeoutError("no answer within %s s" % PATIENCE_SECONDS)
            for key, _ in self.selector.select(deadline - time.monotonic()):
                if key.fileobj is self.connection:
                    part = self.connection.recv(expected - len(frame))
                    if not part:
                        raise ConnectionError("the controller closed the connection")
                    frame += part
        if struct.unpack(">HHHBB", frame[:8])[::4] != (self.transaction, 3):
            raise ConnectionError("the answer belongs to another request")
        return struct.unpack(">%dH" % count, frame[9:])


def main():
    station = Station(selectors.DefaultSelector())
    while True:
        try:
            if station.connection is None:
                station.connect()
            station.read(0, 10)
        except TimeoutError as error:
            log.warning("%s; trying a new connection", error)
            station.connect()
        except OSError as error:
            log.warning("%s", error)
            station.disconnect()
        time.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    main()
