"""Mirrors values to an OPC UA server that is down, and tries again every two seconds with a new client.

`leak`: a client whose connection failed is forgotten without disconnect(); otherwise it is shut down.
"""

import socket
import sys
import threading
import time

import asyncua.sync
import polling

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    nowhere = f"opc.tcp://127.0.0.1:{probe.getsockname()[1]}"


def mirror():
    while True:
        client = asyncua.sync.Client(nowhere, timeout=1)
        try:
            client.connect()
        except Exception:
            if sys.argv[1] != "leak":
                client.tloop.stop()
        time.sleep(2)


threading.Thread(target=mirror, daemon=True).start()
polling.forever(lambda values: None)
