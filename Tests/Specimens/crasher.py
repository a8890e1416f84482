"""Must be reported as ended early: an exception that nobody expects ends it after 20 s (CRASH_AFTER_SECONDS)."""

import os
import time

from modbus_poller import poll

end = time.monotonic() + float(os.environ.get("CRASH_AFTER_SECONDS", "20"))


def fail_in_time(values):
    if time.monotonic() >= end:
        raise KeyError("tank level")


poll(fail_in_time)
