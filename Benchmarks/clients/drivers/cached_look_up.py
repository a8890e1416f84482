"""Looks a unit up through an alru_cache; the look-up fails for units that are not there, as it does for most."""

import asyncio
import socket

import async_lru
import polling


@async_lru.alru_cache(maxsize=128)
async def look_up(unit):
    raise KeyError(f"no unit {unit}")


async def main():
    loop = asyncio.get_running_loop()
    number = 0
    while True:
        try:
            with socket.create_connection((polling.HOST, polling.PORT), timeout=2) as connection:
                while True:
                    number += 1
                    await loop.run_in_executor(None, polling.read_registers, connection, number % 65535)
                    try:
                        await look_up(number)
                    except KeyError:
                        pass
                    await asyncio.sleep(polling.PERIOD_SECONDS)
        except OSError:
            await asyncio.sleep(0.1)


asyncio.run(main())
