"""uModbus' functions over a socket that is closed and made anew after each error."""

import socket
import time

import polling
from umodbus.client import tcp

while True:
    try:
        with socket.create_connection((polling.HOST, polling.PORT), timeout=2) as connection:
            while True:
                tcp.send_message(tcp.read_holding_registers(1, 0, 10), connection)
                time.sleep(polling.PERIOD_SECONDS)
    except Exception:
        time.sleep(0.1)
