#!/usr/bin/env python3
"""A logger on pymodbus whose leak has an exactly known rate: to show what twinsim detects, and what it does not invent.

    twinsim soak --hours 1 -- python3 Examples/pymodbus_logger.py --leak-mb-per-hour 2.4
    twinsim soak --hours 1 --faults reconnect-storm -- python3 Examples/pymodbus_logger.py --leak-kb-per-reconnect 100

With 0, the default of both, it keeps nothing. Otherwise it keeps real Python objects: a little after each poll, so that
at the asked poll rate they add up to the asked megabytes (1 MB = 1,000,000 bytes) an hour, or the asked kilobytes (1 kB =
1,000 bytes) after each reconnect. Once a minute and at its end it states what it has kept and the rate that follows from
the polls it really made. It reconnects after any loss.

Address: MODBUS_HOST and MODBUS_PORT, or --host and --port. Needs pymodbus 3.
"""

import argparse
import inspect
import os
import signal
import sys
import time

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

# One kept record: a bytes object of 496 bytes, header included. Python's allocator puts 32 of them into a pool of
# 16 KiB (3.10 and later), so each takes 512 bytes.
RECORD_PAYLOAD_BYTES = 496 - sys.getsizeof(b"")
RECORD_COST_BYTES = 512
# Room for the records' references, touched before the first poll: a list that grew with them would take its memory now
# from holes that start-up left, now from the system. Enough for 500 MB.
RECORDS_AT_MOST = 1_000_000


class Leak:
    """Keeps `bytes_per_poll` after each poll and `bytes_per_reconnect` after each reconnect, in records of RECORD_COST_BYTES."""

    def __init__(self, bytes_per_poll, bytes_per_reconnect):
        self.bytes_per_poll = bytes_per_poll
        self.bytes_per_reconnect = bytes_per_reconnect
        self.owed = 0.0
        self.records = 0
        self.kept = [None] * RECORDS_AT_MOST

    def after_poll(self):
        self.keep(self.bytes_per_poll)

    def after_reconnect(self):
        self.keep(self.bytes_per_reconnect)

    def keep(self, count):
        self.owed += count
        while self.owed >= RECORD_COST_BYTES:
            self.owed -= RECORD_COST_BYTES
            if self.records == RECORDS_AT_MOST:
                sys.exit("error: %d records are kept, which is all there is room for" % self.records)
            self.kept[self.records] = b"r" * RECORD_PAYLOAD_BYTES
            self.records += 1

    @property
    def kept_bytes(self):
        return self.records * RECORD_COST_BYTES


def unit_argument():
    """pymodbus has renamed the unit id twice: device_id (3.10 on), slave, unit."""
    names = inspect.signature(ModbusTcpClient.read_holding_registers).parameters
    return next(({name: 1} for name in ("device_id", "slave", "unit") if name in names), {})


def state(began, polls, losses, leak):
    hours = (time.monotonic() - began) / 3600
    print(
        "%.1f min: %d polls (%.2f a second), %d connections lost, %d bytes kept, %.3f MB/h by poll"
        % (hours * 60, polls, polls / hours / 3600, losses, leak.kept_bytes, leak.bytes_per_poll * polls / hours / 1e6),
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default=os.environ.get("MODBUS_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("MODBUS_PORT", "5020")))
    parser.add_argument("--polls-per-second", type=float, default=20)
    parser.add_argument("--leak-mb-per-hour", type=float, default=0)
    parser.add_argument("--leak-kb-per-reconnect", type=float, default=0)
    options = parser.parse_args()

    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    signal.signal(signal.SIGINT, lambda *_: ended.append(True))
    leak = Leak(options.leak_mb_per_hour * 1e6 / 3600 / options.polls_per_second, options.leak_kb_per_reconnect * 1e3)
    unit = unit_argument()
    client = ModbusTcpClient(options.host, port=options.port, timeout=2, retries=0)
    period = 1 / options.polls_per_second
    began = stated = due = time.monotonic()
    polls = losses = 0
    while not ended:
        try:
            if not client.connected:
                if not client.connect():
                    raise ConnectionError("no connection")
                if losses:
                    leak.after_reconnect()
            answer = client.read_holding_registers(0, count=10, **unit)
            if not answer.isError():
                polls += 1
                leak.after_poll()
        except (ModbusException, OSError):
            losses += 1
            client.close()
            time.sleep(0.1)
        now = time.monotonic()
        if now - stated >= 60:
            stated += 60
            state(began, polls, losses, leak)
        # A poll that is late is caught up with, unless an outage made more than a second of polls late.
        due = max(due + period, now - 1)
        time.sleep(max(0, due - now))
    client.close()
    state(began, polls, losses, leak)


if __name__ == "__main__":
    main()
