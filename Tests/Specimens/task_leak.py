"""For tracing: every reading leaves an asyncio task behind that waits for ever, and every second one an open socket."""

import asyncio
import socket
import threading

from modbus_poller import poll

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, name="loop 1", daemon=True).start()
waiting = []
sockets = []


async def wait_for_an_answer_that_never_comes():
    await asyncio.Event().wait()


def leak(values):
    waiting.append(asyncio.run_coroutine_threadsafe(wait_for_an_answer_that_never_comes(), loop))
    if len(waiting) % 2:
        sockets.append(socket.socket())


poll(leak)
