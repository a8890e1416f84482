#!/usr/bin/env python3
"""The logger of leak_on_exception_11.py, mended: what was told is kept by its text, and texts can be equal.

Each trouble is told once in ten minutes, and nothing of the exception is kept.

    twinsim soak --duration 90s --faults Examples/defects/plans/exception-11-bursts.yaml \
        -- python3 Examples/defects/leak_on_exception_11_fixed.py

Address: MODBUS_HOST and MODBUS_PORT. Needs pymodbus 3.10 or newer.
"""

import logging
import os
import time

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.05
TELL_AGAIN_SECONDS = 600
# First register and number of registers; the last block comes from a drive behind the gateway.
BLOCKS = [(0, 20), (20, 22), (42, 48)]
log = logging.getLogger("logger")


class DeviceError(Exception):
    """A device answered with an exception."""


def read_round(client):
    readings = {}
    for first, count in BLOCKS:
        answer = client.read_holding_registers(first, count=count)
        if answer.isError():
            raise DeviceError("registers from %d: exception %d" % (first, answer.exception_code))
        for place, value in enumerate(answer.registers):
            readings[first + place] = (time.time(), value / 10.0)
    return readings


def main():
    client = ModbusTcpClient(HOST, port=PORT, timeout=2, retries=0)
    told = {}
    while True:
        try:
            read_round(client)
        except (DeviceError, ModbusException) as error:
            trouble = str(error)
            now = time.monotonic()
            if trouble not in told or now - told[trouble] > TELL_AGAIN_SECONDS:
                log.warning("%s", trouble)
                told[trouble] = now
        time.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    main()
