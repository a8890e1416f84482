"""Must pass: garbage in reference cycles, 10 MB in about 8 s, that one collection then takes away."""

import gc

from modbus_poller import POLLS_A_SECOND, poll

SECONDS_A_TOOTH = 8
POLLS_A_TOOTH = SECONDS_A_TOOTH * POLLS_A_SECOND
BYTES_A_POLL = 10_000_000 // POLLS_A_TOOTH

gc.disable()
polls = 0


class Node:
    def __init__(self):
        self.itself = self
        self.payload = b"p" * BYTES_A_POLL


def make_garbage(values):
    global polls
    Node()
    polls += 1
    if polls % POLLS_A_TOOTH == 0:
        gc.collect()


poll(make_garbage)
