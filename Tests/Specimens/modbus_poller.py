"""The polling client that the specimens have in common: standard library only, reconnecting after any loss."""

import os
import socket
import struct
import sys
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("MODBUS_PORT", "5020"))
POLLS_A_SECOND = 15


def connect():
    return socket.create_connection((HOST, PORT), timeout=2)


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return data


def read_registers(connection, transaction, first=0, count=10):
    """Reads holding registers of unit 1 (function code 3)."""
    connection.sendall(struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, first, count))
    echoed, _, length, _, function = struct.unpack(">HHHBB", receive(connection, 8))
    body = receive(connection, length - 2)
    if echoed != transaction:
        raise ConnectionError("the answer belongs to another request")
    if function != 3:
        raise ValueError("Modbus exception %d" % body[0])
    return struct.unpack(">%dH" % count, body[1:])


def poll(on_reading, on_loss=socket.socket.close):
    """Polls for ever. `on_reading` gets each reading, `on_loss` each connection that was lost."""
    transaction = 0
    while True:
        try:
            connection = connect()
        except OSError:
            time.sleep(0.2)
            continue
        try:
            while True:
                transaction = transaction % 65535 + 1
                on_reading(read_registers(connection, transaction))
                time.sleep(1 / POLLS_A_SECOND)
        except (OSError, ValueError) as error:
            print("connection lost: %s" % error, flush=True)
            on_loss(connection)
            time.sleep(0.05)


def large_record(values):
    """About 13 kB of real objects made from a reading, so that a leak of one a poll is nearly 1 MB in 5 s."""
    return [float(value) for value in values for _ in range(32)]
