"""pymodbus' own asynchronous server with a hundred holding registers: the peer of the benchmark. Argument: the port."""

import asyncio
import sys

from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.server import StartAsyncTcpServer


async def main():
    registers = ModbusSequentialDataBlock(1, list(range(200)))
    context = ModbusServerContext(devices=ModbusDeviceContext(hr=registers, ir=registers), single=True)
    await StartAsyncTcpServer(context=context, address=("127.0.0.1", int(sys.argv[1])))


asyncio.run(main())
