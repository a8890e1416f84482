#!/usr/bin/env python3
"""The logger of client_per_error.py, mended: one client for the logger's whole life.

The library brings the connection back; the logger goes on asking. A logger that has a reason to make a new client calls
close() on the old one first: only then does it not reconnect.

    twinsim soak --duration 90s --faults reconnect-storm \
        -- python3 Examples/defects/client_per_error_fixed.py

Address: MODBUS_HOST and MODBUS_PORT. Needs pymodbus 3.10 or newer.
"""

import asyncio
import logging
import os

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.1
log = logging.getLogger("logger")


async def open_client():
    client = AsyncModbusTcpClient(HOST, port=PORT, timeout=2, retries=0, reconnect_delay_max=5)
    await client.connect()
    return client


async def main():
    client = await open_client()
    while True:
        try:
            answer = await client.read_holding_registers(0, count=10)
            if answer.isError():
                log.warning("registers from 0: %s", answer)
        except ModbusException as error:
            log.warning("%s", error)
        await asyncio.sleep(PERIOD_SECONDS)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(main())
