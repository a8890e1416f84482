#!/usr/bin/env python3
"""The reference clients of `twinsim soak --calibrate`: one poller, and what it keeps is known exactly.

    reference_client.py --keeps nothing|cache|teeth|memory|sockets|threads --run-seconds S [--mb-per-hour R]

It polls ten holding registers ten times a second over Modbus TCP and connects again after any loss. What it keeps:

    nothing  nothing: a steady poller
    cache    records in a cache that is full after a sixth of the run; from then on a new one replaces the oldest
    teeth    garbage in reference cycles, 10 MB a tooth, that one collection then takes away
    memory   records of real Python objects, by the clock: R megabytes (1 MB = 1,000,000 bytes) an hour
    sockets  the lost connection of each storm; losses within 0.75 s of the one before belong to the same storm
    threads  a thread for each attempt to connect again

Once a minute and at its end it states as one JSON line what it has kept so far: by its own count, not by anybody's
measurement. Address: MODBUS_HOST and MODBUS_PORT. Standard library only.
"""

import argparse
import gc
import json
import mmap
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time

POLLS_A_SECOND = 10
STATEMENT_SECONDS = 60

# One kept record: a bytes object of 496 bytes, header included. Python's allocator cuts its pools so that each takes 512
# bytes, in pools of 4 KiB (to Python 3.9) and of 16 KiB (from 3.10 on) alike.
RECORD_PAYLOAD_BYTES = 496 - sys.getsizeof(b"")
RECORD_COST_BYTES = 512

CACHE_RECORDS = 8000
TOOTH_BYTES = 10_000_000
TOOTH_PIECE_BYTES = 250_000
STORM_QUIET_SECONDS = 0.75
# Above these it stops keeping, and says so.
SOCKETS_AT_MOST = 20_000
THREADS_AT_MOST = 2_000


class Keeper:
    """Keeps nothing. What its kinds keep, they count."""

    def __init__(self, options):
        self.kept_bytes = 0
        self.sockets = 0
        self.threads = 0
        self.full = False

    def at(self, seconds):
        """Called at each turn, so many seconds after the start."""

    def lost(self, connection):
        """Called with each connection that was lost."""
        connection.close()

    def retry(self):
        """Called before each attempt to connect again."""


class Memory(Keeper):
    """Keeps records by the clock, so that the rate is exact however fast it polls."""

    def __init__(self, options):
        super().__init__(options)
        self.bytes_per_second = options.mb_per_hour * 1e6 / 3600
        # Room for the records' references, touched before the first poll: a list that grew with them would take memory
        # of its own.
        most = self.bytes_per_second * (options.run_seconds + 60) / RECORD_COST_BYTES
        self.records = [None] * (int(most * 1.05) + 100)
        self.count = 0

    def at(self, seconds):
        due = int(self.bytes_per_second * seconds / RECORD_COST_BYTES)
        while self.count < due:
            if self.count == len(self.records):
                self.full = True
                return
            self.records[self.count] = b"r" * RECORD_PAYLOAD_BYTES
            self.count += 1
        self.kept_bytes = self.count * RECORD_COST_BYTES


class Cache(Keeper):
    """Fills in a sixth of the run and then replaces the oldest record by the newest, at the same pace."""

    def __init__(self, options):
        super().__init__(options)
        self.records_per_second = CACHE_RECORDS / (options.run_seconds / 6)
        self.records = [None] * CACHE_RECORDS
        self.count = 0

    def at(self, seconds):
        while self.count < self.records_per_second * seconds:
            self.records[self.count % CACHE_RECORDS] = b"c" * RECORD_PAYLOAD_BYTES
            self.count += 1
        self.kept_bytes = min(self.count, CACHE_RECORDS) * RECORD_COST_BYTES


class Node:
    """Garbage that only the collector finds: it refers to itself."""

    def __init__(self):
        self.itself = self
        # Pages of its own, which go back to the system with it whatever the allocator does.
        self.pages = mmap.mmap(-1, TOOTH_PIECE_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self.pages.write(b"t" * TOOTH_PIECE_BYTES)


class Teeth(Keeper):
    """A tooth is a thirtieth of the run, at least 8 s and at most 10 min."""

    def __init__(self, options):
        super().__init__(options)
        self.tooth_seconds = min(max(options.run_seconds / 30, 8), 600)
        self.tooth = 0
        self.pieces = 0
        gc.disable()

    def at(self, seconds):
        tooth, part = divmod(seconds / self.tooth_seconds, 1)
        if tooth > self.tooth:
            self.tooth = tooth
            self.pieces = 0
            gc.collect()
        while self.pieces < int(part * TOOTH_BYTES / TOOTH_PIECE_BYTES):
            Node()
            self.pieces += 1


class Sockets(Keeper):
    """Puts the first lost connection of each storm aside and never closes it."""

    def __init__(self, options):
        super().__init__(options)
        self.connections = []
        self.last = float("-inf")
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        most = SOCKETS_AT_MOST + 100 if most == resource.RLIM_INFINITY else min(most, SOCKETS_AT_MOST + 100)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        self.most = most - 100

    def lost(self, connection):
        now = time.monotonic()
        is_new_storm = now - self.last > STORM_QUIET_SECONDS
        self.last = now
        if is_new_storm and self.sockets < self.most:
            self.connections.append(connection)
            self.sockets += 1
            return
        self.full = self.full or is_new_storm
        connection.close()


class Threads(Keeper):
    """Starts a watchdog for each attempt to connect again, and no watchdog ever ends."""

    def __init__(self, options):
        super().__init__(options)
        self.never = threading.Event()

    def retry(self):
        if self.threads >= THREADS_AT_MOST:
            self.full = True
            return
        threading.Thread(target=self.never.wait, name="watchdog", daemon=True).start()
        self.threads += 1


KINDS = {"nothing": Keeper, "cache": Cache, "teeth": Teeth, "memory": Memory, "sockets": Sockets, "threads": Threads}


def receive(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("the server closed the connection")
        data += part
    return data


def read_holding_registers(connection, transaction, first, count):
    """Reads registers of unit 1; True for an answer, False for an exception."""
    connection.sendall(struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, first, count))
    echoed, _, length, _, function = struct.unpack(">HHHBB", receive(connection, 8))
    receive(connection, length - 2)
    if echoed != transaction:
        raise ConnectionError("the answer belongs to another request")
    return function == 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keeps", choices=KINDS, required=True)
    parser.add_argument("--run-seconds", type=float, required=True)
    parser.add_argument("--mb-per-hour", type=float, default=0)
    options = parser.parse_args()
    address = (os.environ.get("MODBUS_HOST", "127.0.0.1"), int(os.environ.get("MODBUS_PORT", "5020")))

    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    signal.signal(signal.SIGINT, lambda *_: ended.append(True))
    keeper = KINDS[options.keeps](options)
    connection = None
    attempts = polls = exceptions = losses = transaction = 0
    kept_until = 0.0
    began = stated = due = time.monotonic()

    def state():
        print(
            json.dumps(
                {
                    "keeps": options.keeps,
                    "seconds": round(kept_until, 3),
                    "kept_bytes": keeper.kept_bytes,
                    "sockets": keeper.sockets,
                    "threads": keeper.threads,
                    "full": keeper.full,
                    "polls": polls,
                    "exceptions": exceptions,
                    "losses": losses,
                }
            ),
            flush=True,
        )

    while not ended:
        try:
            if connection is None:
                if attempts:
                    keeper.retry()
                attempts += 1
                connection = socket.create_connection(address, timeout=2)
            transaction = transaction % 65535 + 1
            if read_holding_registers(connection, transaction, 0, 10):
                polls += 1
            else:
                exceptions += 1
        except (OSError, struct.error):
            if connection is not None:
                losses += 1
                keeper.lost(connection)
                connection = None
        now = time.monotonic()
        kept_until = now - began
        keeper.at(kept_until)
        if now - stated >= STATEMENT_SECONDS:
            stated += STATEMENT_SECONDS
            state()
        due = max(due + 1 / POLLS_A_SECOND, now - 1)
        time.sleep(max(0, due - now))
    state()


if __name__ == "__main__":
    main()
