"""Logs into a file of its own from each connection on. `leak`: the handlers of earlier connections stay."""

import logging
import os
import sys
import tempfile

import polling

log = logging.getLogger("gateway")
folder = tempfile.mkdtemp()
handler = None


def on_connect():
    global handler
    if handler and sys.argv[1] != "leak":
        log.removeHandler(handler)
        handler.close()
    handler = logging.FileHandler(os.path.join(folder, "gateway.log"))
    log.addHandler(handler)


def on_values(values):
    log.debug("level %d", values[0])


polling.forever(on_values, on_connect)
