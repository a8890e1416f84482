"""Clients for the faults of values: pymodbus reads one image after the other, before, during and after."""

import logging
import time

from pymodbus.client import ModbusTcpClient

from wire import PATIENCE_SECONDS, claim

logging.disable(logging.CRITICAL)

SCANS, COPY, SETPOINT, PAIR = 0, 1, 6, 8


def honest(image):
    """The image as it must be: three counters agree, the rest is known."""
    count = image[COPY]
    return [count, count, 1002, 1003, 1004, 7, 0x422A, 0, count, count, 0x3F80, 0, 0x3F80, 0]


def images(port, place, words, expected):
    """Reads images until the fault is over. `expected(image)` gives what stands in so many words from `place` on."""
    client = ModbusTcpClient("127.0.0.1", port=port)
    claim(client.connect(), "pymodbus cannot connect")
    spoilt, before, after = [], 0, 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while after < 5:
        claim(time.monotonic() < deadline, f"the fault did not begin and end: {len(spoilt)} images spoilt")
        image = client.read_holding_registers(0, count=14).registers
        right = honest(image)
        if image == right:
            if spoilt:
                after += 1
            else:
                before += 1
        else:
            claim(after == 0, "spoilt again after the fault's end")
            wrong = right[:place] + expected(image) + right[place + words :]
            claim(image == wrong, f"the image is {image}, under the fault it is {wrong}")
            spoilt.append(image)
        time.sleep(0.004)
    claim(before >= 9, "the fault began too early")
    # 300 ms are 30 scans, the first and the last one included.
    scans = spoilt[-1][COPY] - spoilt[0][COPY]
    claim(scans < 30, f"300 ms lasted {scans + 1} scans")
    return spoilt


def freeze(port):
    kept = []

    def stuck(image):
        kept.append(image[SCANS])
        return [kept[0]]

    spoilt = images(port, SCANS, 1, stuck)
    claim(spoilt[-1][COPY] > spoilt[0][COPY], "nothing moved")
    return {}


def stale(port):
    images(port, SCANS, 1, lambda image: [image[COPY] - 7])
    return {}


def value(port):
    images(port, SCANS, 1, lambda image: [54321])
    return {}


def offset(port):
    images(port, SCANS, 1, lambda image: [image[COPY] + 1000])
    return {}


def nan(port):
    images(port, SETPOINT, 2, lambda image: [0x7FC0, 0])
    return {}


def torn(port):
    images(port, PAIR, 2, lambda image: [image[COPY], image[COPY] - 1])
    return {}


def word_swap(port):
    images(port, SETPOINT, 2, lambda image: [0, 0x422A])
    return {}
