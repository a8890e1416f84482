#!/usr/bin/env python3
"""A logger that starts a heartbeat thread with each connection, and no such thread ever ends.

In the field: the controller's diagnostics show more requests each week, though nobody asks for more. The thread that
keeps the connection awake belongs to the logger, not to the connection: after a reconnect the old one goes on with the
new connection, beside the new one.
Grows: one thread with each connection made. thread_per_connect_fixed.py mends it.

    twinsim soak --duration 90s --faults reconnect-storm \
        -- python3 Examples/defects/thread_per_connect.py

Address: MODBUS_HOST and MODBUS_PORT. Standard library only.
"""

import logging
import os
import socket
import struct
import threading
import time

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.1
HEARTBEAT_SECONDS = 2
log = logging.getLogger("logger")


class Controller:
    """A connection that the poll and the heartbeat share, one request at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.connection = None
        self.transaction = 0

    def connect(self):
        with self.lock:
            self.connection = socket.create_connection((HOST, PORT), timeout=2)
        threading.Thread(target=self.keep_awake, name="heartbeat", daemon=True).start()

    def disconnect(self):
        with self.lock:
            if self.connection:
                self.connection.close()
                self.connection = None

    def keep_awake(self):
        while True:
            time.sleep(HEARTBEAT_SECONDS)
            try:
                self.read(0, 1)
            except OSError as error:
                log.info("heartbeat: %s", error)

    def receive(self, count):
        data = b""
        while len(data) < count:
            part = self.connection.recv(count - len(data))
            if not part:
                raise ConnectionError("the controller closed the connection")
            data += part
        return data

    def read(self, first, count):
        with self.lock:
            if self.connection is None:
                raise ConnectionError("not connected")
            self.transaction = self.transaction % 65535 + 1
            self.connection.sendall(struct.pack(">HHHBBHH", self.transaction, 0, 6, 1, 3, first, count))
            echoed, _, length, _, function = struct.unpack(">HHHBB", self.receive(8))
            body = self.receive(length - 2)
            if echoed != self.transaction or function != 3:
                raise ConnectionError("not the answer that was asked for")
            return struct.unpack(">%dH" % count, body[1:])


def main():
    controller = Controller()
    while True:
        try:
            controller.connect()
            while True:
                controller.read(0, 10)
                time.sleep(PERIOD_SECONDS)
        except OSError as error:
            log.warning("%s; connecting anew", error)
            controller.disconnect()
            time.sleep(0.1)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    main()
