"""Modbus TCP with the standard library: what the clients of packages that speak no Modbus have in common.

Address: MODBUS_HOST and MODBUS_PORT. Ten holding registers every PERIOD_SECONDS; a lost connection is made anew.
"""

import os
import socket
import struct
import time

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.05


def _receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return data


def read_registers(connection, transaction, count=10):
    connection.sendall(struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, 0, count))
    _, _, length, _, function = struct.unpack(">HHHBB", _receive(connection, 8))
    body = _receive(connection, length - 2)
    if function != 3:
        raise ConnectionError(f"Modbus exception {body[0]}")
    return struct.unpack(f">{count}H", body[1:])


def forever(on_values, on_connect=lambda: None):
    """Calls `on_connect` after each connection and `on_values` with each answer, and never returns."""
    transaction = 0
    while True:
        try:
            with socket.create_connection((HOST, PORT), timeout=2) as connection:
                on_connect()
                while True:
                    transaction = transaction % 65535 + 1
                    on_values(read_registers(connection, transaction))
                    time.sleep(PERIOD_SECONDS)
        except OSError:
            time.sleep(0.1)
