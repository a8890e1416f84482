"""Adds a loguru sink with a queue for each connection. `leak`: the sinks of earlier connections stay."""

import os
import sys
import tempfile

import polling
from loguru import logger

logger.remove()
path = os.path.join(tempfile.mkdtemp(), "gateway.log")
sink = None


def on_connect():
    global sink
    if sink is not None and sys.argv[1] != "leak":
        logger.remove(sink)
    sink = logger.add(path, enqueue=True, level="WARNING")


polling.forever(lambda values: logger.debug("level {}", values[0]), on_connect)
