"""Polls with a task each period, as integrations with a timer do; an update takes longer than a period.

`leak`: a task is started whether or not the one before has ended. Otherwise the period is left out.
"""

import asyncio
import logging
import sys

import polling
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException

logging.disable()
tasks = set()


async def update(client, lock):
    async with lock:
        for first in (0, 2, 4):
            try:
                await client.read_holding_registers(first, count=2)
            except ModbusException:
                pass
            await asyncio.sleep(0.03)


async def main():
    client = AsyncModbusTcpClient(polling.HOST, port=polling.PORT, timeout=2, retries=0, reconnect_delay_max=1)
    lock = asyncio.Lock()
    await client.connect()
    while True:
        if sys.argv[1] == "leak" or not tasks:
            task = asyncio.create_task(update(client, lock))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.sleep(polling.PERIOD_SECONDS)


asyncio.run(main())
