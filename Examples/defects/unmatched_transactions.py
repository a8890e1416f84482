#!/usr/bin/env python3
"""A logger that has several requests under way, and forgets one only when an answer with its transaction id comes.

In the field: a serial converter that loses the id when it is busy answers with id 0. The logger's timeout notices, the
next poll succeeds, and the request stays in the table of those under way. When all 65,535 ids are in that table, the
search for a free one never ends, and the logger stands still with a busy processor.
Grows: with each answer whose transaction id is that of no request. unmatched_transactions_fixed.py mends it.

    twinsim soak --duration 90s --faults Examples/defects/plans/transaction-id-zero.yaml \
        -- python3 Examples/defects/unmatched_transactions.py

Address: MODBUS_HOST and MODBUS_PORT. Standard library only.
"""

import asyncio
import dataclasses
import logging
import os
import struct
import time

HOST = os.environ.get("MODBUS_HOST", "127.0.0.1")
PORT = int(os.environ.get("MODBUS_PORT", "5020"))
PERIOD_SECONDS = 0.05
PATIENCE_SECONDS = 0.2
# First register of each pair that is polled, a request for each.
POINTS = range(0, 90, 2)
log = logging.getLogger("logger")


@dataclasses.dataclass
class Request:
    """A request under way: what was asked, when, and who waits for it."""

    first: int
    count: int
    sent: float
    answer: asyncio.Future


class PipelinedClient:
    """Sends requests without waiting for the answers to those before."""

    async def connect(self):
        self.reader, self.writer = await asyncio.wait_for(asyncio.open_connection(HOST, PORT), 2)
        self.transaction = 0
        self.under_way = {}
        self.receiver = asyncio.create_task(self.receive())

    def close(self):
        self.receiver.cancel()
        self.writer.close()

    async def receive(self):
        try:
            while True:
                transaction, _, length, _ = struct.unpack(">HHHB", await self.reader.readexactly(7))
                pdu = await self.reader.readexactly(length - 1)
                request = self.under_way.pop(transaction, None)
                if request and not request.answer.done():
                    request.answer.set_result(pdu)
        except (OSError, EOFError) as error:
            log.warning("connection lost: %s", error)

    def free_transaction(self):
        self.transaction = self.transaction % 65535 + 1
        while self.transaction in self.under_way:
            self.transaction = self.transaction % 65535 + 1
        return self.transaction

    async def read(self, first, count):
        transaction = self.free_transaction()
        answer = asyncio.get_running_loop().create_future()
        self.under_way[transaction] = Request(first, count, time.monotonic(), answer)
        self.writer.write(struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, first, count))
        pdu = await asyncio.wait_for(answer, PATIENCE_SECONDS)
        if pdu[0] != 3:
            raise ValueError("registers from %d: exception %d" % (first, pdu[1]))
        return struct.unpack(">%dH" % count, pdu[2:])


async def poll(client, first):
    while not client.receiver.done():
        try:
            await client.read(first, 2)
        except (TimeoutError, ValueError) as error:
            log.info("registers from %d: %r", first, error)
        await asyncio.sleep(PERIOD_SECONDS)


async def main():
    while True:
        client = PipelinedClient()
        try:
            await client.connect()
            await asyncio.gather(*(poll(client, first) for first in POINTS))
            client.close()
        except (OSError, TimeoutError) as error:
            log.warning("%s", error)
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(main())
