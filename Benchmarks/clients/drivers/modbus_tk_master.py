"""modbus-tk's master, closed after each error; it opens itself again."""

import time

import modbus_tk.defines as defines
import modbus_tk.modbus_tcp as modbus_tcp
import polling

master = modbus_tcp.TcpMaster(polling.HOST, polling.PORT, timeout_in_sec=2)
while True:
    try:
        master.execute(1, defines.READ_HOLDING_REGISTERS, 0, 10)
    except Exception:
        master.close()
        time.sleep(0.1)
    time.sleep(polling.PERIOD_SECONDS)
