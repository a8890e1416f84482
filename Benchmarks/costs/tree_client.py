"""A tree of Python processes, each with a connection of its own that it polls once a second.

Usage: MODBUS_PORT=PORT tree_client.py PROCESSES. Nothing of it is measured; it is there to be sampled.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import time

REQUEST = struct.pack(">HHHBBHH", 1, 0, 6, 1, 3, 0, 10)


def poll():
    address = (os.environ.get("MODBUS_HOST", "127.0.0.1"), int(os.environ["MODBUS_PORT"]))
    while True:
        try:
            with socket.create_connection(address, timeout=3) as connection:
                while True:
                    connection.sendall(REQUEST)
                    if not connection.recv(256):
                        break
                    time.sleep(1)
        except OSError:
            pass
        time.sleep(0.2)


processes = int(sys.argv[1])
children = [subprocess.Popen([sys.executable, __file__, "1"]) for _ in range(processes - 1)]


def leave(*_):
    for child in children:
        child.terminate()
    os._exit(0)


signal.signal(signal.SIGTERM, leave)
poll()
