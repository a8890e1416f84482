"""Reads 40 holding registers with pymodbus again and again; prints the loop's processor seconds.

Usage: polling_loop.py PORT POLLS
"""

import sys
import time

from pymodbus.client import ModbusTcpClient

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]))
if not client.connect():
    sys.exit("no connection")
polls = int(sys.argv[2])
began = time.process_time()
for _ in range(polls):
    reply = client.read_holding_registers(0, count=40)
    if reply.isError():
        sys.exit(f"wrong reply: {reply}")
print(time.process_time() - began)
