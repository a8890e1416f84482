"""Clients for the faults of the plant: a level that is measured wrong, and one that falls."""

import logging
import struct
import time

from pymodbus.client import ModbusTcpClient

from wire import PATIENCE_SECONDS, claim

logging.disable(logging.CRITICAL)


def levels(port, is_over):
    """Pairs (measured, true) in metres, read until `is_over(pairs)`."""
    client = ModbusTcpClient("127.0.0.1", port=port)
    claim(client.connect(), "pymodbus cannot connect")
    pairs = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_over(pairs):
        claim(time.monotonic() < deadline, f"the levels stay as they are: {pairs[:3]} to {pairs[-3:]}")
        words = client.read_holding_registers(10, count=4).registers
        pairs.append(struct.unpack(">ff", struct.pack(">HHHH", *words)))
        time.sleep(0.004)
    return pairs


def component(port):
    def is_over(pairs):
        return (1.25, 1.0) in pairs and pairs[-5:] == [(1.0, 1.0)] * 5

    pairs = levels(port, is_over)
    claim(set(pairs) == {(1.0, 1.0), (1.25, 1.0)}, f"levels {sorted(set(pairs))}")
    claim(sum(1 for one, next in zip(pairs, pairs[1:]) if one != next) == 2, "the bias came more than once")
    return {}


def plant_input(port):
    def is_over(pairs):
        return len(pairs) > 20 and pairs[-1][1] < 0.99 and len(set(pairs[-10:])) == 1

    trues = [true for _, true in levels(port, is_over)]
    claim(trues[:5] == [1.0] * 5, "the level fell before the leak")
    claim(all(next <= one for one, next in zip(trues, trues[1:])), "the level rose")
    # 100 L/s from 1 m2 for 300 ms are 30 mm, one step of 1 mm more or less.
    claim(abs(trues[-1] - 0.97) < 0.0015, f"the level fell to {trues[-1]} m")
    return {}
