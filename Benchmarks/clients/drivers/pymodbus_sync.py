"""pymodbus' blocking client, closed and made anew after each error; of version 2 and of version 3."""

import logging
import time

import polling

try:
    from pymodbus.client import ModbusTcpClient
except ImportError:
    from pymodbus.client.sync import ModbusTcpClient
from pymodbus.exceptions import ModbusException

logging.disable()
client = ModbusTcpClient(polling.HOST, port=polling.PORT, timeout=2)
while True:
    try:
        if not client.connect() or client.read_holding_registers(0, count=10).isError():
            raise ConnectionError("no answer")
    except (ModbusException, OSError):
        client.close()
        client = ModbusTcpClient(polling.HOST, port=polling.PORT, timeout=2)
        time.sleep(0.1)
    time.sleep(polling.PERIOD_SECONDS)
