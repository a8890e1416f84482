"""Keeps answers for thirty seconds in a cachetools.TTLCache."""

import cachetools
import polling

cache = cachetools.TTLCache(maxsize=10_000, ttl=30)
number = 0


def on_values(values):
    global number
    number += 1
    cache[number] = {"values": values, "text": f"reading {number}" * 20}


polling.forever(on_values)
