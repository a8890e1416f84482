"""Must be caught, memory of a daemon: the worker leaves its parent, its session and its group, then polls and leaks.

The first process ends at once with status 0: the client has not ended while its daemon runs.
"""

import os

from modbus_poller import large_record, poll

if os.fork() != 0:
    os._exit(0)
os.setsid()
if os.fork() != 0:
    os._exit(0)
history = []
poll(lambda values: history.append(large_record(values)))
