"""Must be caught, memory of one process of four: forks three workers that poll, of which the second leaks."""

import os

from modbus_poller import large_record, poll

WORKERS = 3
LEAKING = 1

for number in range(WORKERS):
    if os.fork() == 0:
        history = []
        poll((lambda values: history.append(large_record(values))) if number == LEAKING else (lambda values: None))
for _ in range(WORKERS):
    os.wait()
