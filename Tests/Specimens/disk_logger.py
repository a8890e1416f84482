"""Must pass, and its disk be named: appends 200 kB to a log at every poll and never rotates it.

The third argument is the log.
"""

import sys

from modbus_poller import poll

log = open(sys.argv[3], "wb", 0)
poll(lambda values: log.write(b"1,2,3,4\n" * 25_000))
