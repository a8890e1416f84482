"""Polls a test server with pymodbus and tells what each poll brought: python pymodbus_faults.py PORT POLLS."""

import logging
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

logging.disable(logging.CRITICAL)
port, polls = int(sys.argv[1]), int(sys.argv[2])
client = None
for _ in range(polls):
    try:
        if client is None:
            client = ModbusTcpClient("127.0.0.1", port=port, timeout=2, retries=0)
            if not client.connect():
                client = None
                print("refused")
                continue
        response = client.read_input_registers(0, count=2)
        if response.isError():
            print(f"exception {response.exception_code}")
        else:
            print("good", *response.registers)
    except (ModbusException, OSError):
        # What is left of a spoilt stream must not spoil the next poll.
        print("failed")
        client.close()
        client = None
