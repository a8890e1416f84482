"""pyModbusTCP's own threaded server with its default data bank: a peer of the benchmark. Argument: the port."""

import sys

from pyModbusTCP.server import ModbusServer

ModbusServer(host="127.0.0.1", port=int(sys.argv[1])).start()
