"""Does one of the things that a definition of correct forbids; the third argument says which."""

import sys
import time

import modbus_poller
from modbus_poller import connect, poll, read_registers

FAULT = sys.argv[3]
begin = time.monotonic()


def lost(connection):
    connection.close()
    if FAULT == "slow-reconnect":
        time.sleep(6)


def reading(values):
    if FAULT == "ends" and time.monotonic() - begin > 8:
        sys.exit(7)
    # From the twenty-fifth second on it polls at a fifth of its rate.
    if FAULT == "tires" and time.monotonic() - begin > 25:
        time.sleep(5 / modbus_poller.POLLS_A_SECOND)


if FAULT == "forgets-tag":
    # From the eighth second on it reads the first register only.
    connection = connect()
    transaction = 0
    while True:
        transaction = transaction % 65535 + 1
        read_registers(connection, transaction, count=10 if time.monotonic() - begin < 8 else 1)
        time.sleep(1 / modbus_poller.POLLS_A_SECOND)

poll(reading, lost)
