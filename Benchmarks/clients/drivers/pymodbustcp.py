"""pyModbusTCP's client as its manual shows it: it reconnects by itself."""

import time

import polling
from pyModbusTCP.client import ModbusClient

client = ModbusClient(host=polling.HOST, port=polling.PORT, timeout=2, auto_open=True)
while True:
    client.read_holding_registers(0, 10)
    time.sleep(polling.PERIOD_SECONDS)
