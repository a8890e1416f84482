#!/usr/bin/env python3
"""The logger of overlapping_polls.py, mended: the next poll begins when the one before is over.

When answers are slow it polls as often as the line carries, and holds its memory.

    twinsim soak --duration 90s --faults Examples/defects/plans/slow-answers.yaml \
        -- python3 Examples/defects/overlapping_polls_fixed.py

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
        pause = asyncio.create_task(asyncio.sleep(PERIOD_SECONDS))
        for first, count in BLOCKS:
            await read_block(client, first, count, latest)
        await pause


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(main())
