#!/usr/bin/env python3
"""A logger that starts each poll on time, whether or not the one before has been answered.

In the field: quiet for months on the bench's quick controller. Behind a gateway that takes 100 ms for an answer, eight
blocks five times a second are more than the line carries, and every poll that is too early waits as a task.
Grows: with time, while answers take longer than the polls leave for them. overlapping_polls_fixed.py mends it.

    twinsim soak --duration 90s --faults Examples/defects/plans/slow-answers.yaml \
        -- python3 Examples/defects/overlapping_polls.py

Address: MODBUS_HOST and MODBUS_PORT. Needs pymodbus 3.10 or newer.
"""

import asyncio
import logging
import os

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.2
# First register and number of registers: all that the works shows.
BLOCKS = [(0, 2), (2, 8), (10, 4), (14, 6), (20, 8), (28, 7), (35, 7), (42, 8)]
log = logging.getLogger("logger")


async def read_block(client, first, count, latest):
    try:
        answer = await client.read_holding_registers(first, count=count)
        if answer.isError():
            log.warning("registers from %d: %s", first, answer)
        else:
            latest[first] = answer.registers
    except ModbusException as error:
        log.warning("registers from %d: %s", first, error)


async def main():
    client = AsyncModbusTcpClient(HOST, port=PORT, timeout=2, retries=0, reconnect_delay_max=2)
    await client.connect()
    latest = {}
    while True:
        for first, count in BLOCKS:
            asyncio.create_task(read_block(client, first, count, latest))
        await asyncio.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(main())
