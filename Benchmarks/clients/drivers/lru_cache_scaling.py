"""Scales values through functools.lru_cache of 2,000 entries, full after about twenty seconds."""

import functools

import polling

number = 0


@functools.lru_cache(maxsize=2000)
def scaled(value, number):
    return {"value": value / 10, "text": f"{value / 10:.1f} m, reading {number}" * 4}


def on_values(values):
    global number
    for value in values[:5]:
        number += 1
        scaled(value, number)


polling.forever(on_values)
