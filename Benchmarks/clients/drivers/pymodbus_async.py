"""pymodbus' asyncio client, made anew after each error. `leak`: the old one is not closed and goes on reconnecting."""

import asyncio
import logging
import sys

import polling
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException

logging.disable()


async def opened():
    client = AsyncModbusTcpClient(polling.HOST, port=polling.PORT, timeout=2, retries=0, reconnect_delay_max=5)
    await client.connect()
    return client


async def main():
    client = await opened()
    while True:
        try:
            await client.read_holding_registers(0, count=10)
        except ModbusException:
            if sys.argv[1] != "leak":
                client.close()
            client = await opened()
        await asyncio.sleep(polling.PERIOD_SECONDS)


asyncio.run(main())
