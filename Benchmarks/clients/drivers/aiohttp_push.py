"""Posts each answer with aiohttp through one session; the session is closed and made anew after each reconnect."""

import asyncio
import socket

import aiohttp
import polling
import sinks


async def main():
    loop = asyncio.get_running_loop()
    url = f"http://127.0.0.1:{sinks.http_port()}/readings"
    number = 0
    while True:
        try:
            async with aiohttp.ClientSession() as session:
                with socket.create_connection((polling.HOST, polling.PORT), timeout=2) as connection:
                    while True:
                        number += 1
                        values = await loop.run_in_executor(None, polling.read_registers, connection, number % 65535)
                        async with session.post(url, json={"values": values}) as answer:
                            await answer.read()
                        await asyncio.sleep(polling.PERIOD_SECONDS)
        except OSError:
            await asyncio.sleep(0.1)


asyncio.run(main())
