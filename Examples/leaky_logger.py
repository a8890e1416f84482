#!/usr/bin/env python3
"""A logger for a water plant, with a leak that is easy to write and easy to miss.

It polls ten holding registers fifty times a second over Modbus TCP, keeps the average of the last minute and prints it.
The mistake: it keeps every reading since its start, and only ever needs the last minute (steady_logger.py mends that).
Each reading takes about 1.1 kB, so the logger grows by about 200 MB an hour: not noticed in ten minutes on the
desk, and fatal within a day in the plant.

    twinsim soak --duration 3min -- python3 Examples/leaky_logger.py

Address: MODBUS_HOST and MODBUS_PORT, or two arguments. Standard library only.
"""

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
    readings = []
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
                    if len(readings) % READINGS_A_MINUTE == 0:
                        minute = readings[-READINGS_A_MINUTE:]
                        average = sum(reading["values"][0] for reading in minute) / len(minute)
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
