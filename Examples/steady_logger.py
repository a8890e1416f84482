#!/usr/bin/env python3
"""The logger of leaky_logger.py with its leak mended: it keeps the readings of the last minute and no more.

It polls ten holding registers fifty times a second over Modbus TCP and prints the average of each minute. Its memory
grows for a minute, while the readings of that minute are collected, and then holds.

    twinsim soak --duration 3min -- python3 Examples/steady_logger.py

Address: MODBUS_HOST and MODBUS_PORT, or two arguments. Standard library only.
"""

import collections
import os
import socket
import struct
import sys
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.02
READINGS_A_MINUTE = 3000


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return data


def read_holding_registers(connection, transaction, first, count):
    connection.sendall(struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, first, count))
    echoed, _, length, _, function = struct.unpack(">HHHBB", receive(connection, 8))
    body = receive(connection, length - 2)
    if echoed != transaction:
        raise ConnectionError("the answer belongs to another request")
    if function != 3:
        raise ValueError("Modbus exception %d" % body[0])
    return struct.unpack(">%dH" % count, body[1:])


def main():
    readings = collections.deque(maxlen=READINGS_A_MINUTE)
    taken = 0
    transaction = 0
    while True:
        try:
            with socket.create_connection((HOST, PORT), timeout=2) as connection:
                print("connected to %s:%d" % (HOST, PORT), flush=True)
                due = time.monotonic()
                while True:
                    transaction = transaction % 65535 + 1
                    values = read_holding_registers(connection, transaction, 0, 10)
                    readings.append(
                        {
                            "time": time.strftime("%Y-%m-%dT%H:%M:%S"),
                            "source": "%s:%d" % (HOST, PORT),
                            "values": [value / 10.0 for value in values],
                            "raw": [hex(65536 + value) for value in values[:3]],
                        }
                    )
                    taken += 1
                    if taken % READINGS_A_MINUTE == 0:
                        average = sum(reading["values"][0] for reading in readings) / len(readings)
                        print("register 0, mean of a minute: %.2f" % average, flush=True)
                    due = max(due + PERIOD_SECONDS, time.monotonic() - PERIOD_SECONDS)
                    time.sleep(max(0, due - time.monotonic()))
        except (OSError, ValueError) as error:
            print("%s; trying again" % error, flush=True)
            time.sleep(0.2)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
