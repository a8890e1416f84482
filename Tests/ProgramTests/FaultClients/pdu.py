"""Clients for the faults of exceptions and effects."""

import logging
import struct

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusIOException

from wire import Connection, claim, frame, spoilt

logging.disable(logging.CRITICAL)


def exception(port):
    return spoilt(port, lambda honest, came: came == honest[:4] + b"\x00\x03\x01\x83\x06", effect="exception 6")


def ignore(port):
    # The first connection is pymodbus' own, the second one is aimed at.
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=0.15, retries=0)
    claim(client.connect(), "pymodbus cannot connect")
    Connection.opened += 1
    control = Connection(port)
    control.await_beginning()
    claim(not client.read_holding_registers(2, count=3).isError(), "a read is ignored, and the plan is for writes")
    try:
        answer = client.write_register(5, 55)
        claim(False, f"the write was answered: {answer}")
    except ModbusIOException:
        pass
    claim(control.registers(5, 1) == [7], "the ignored write had an effect")
    control.pass_scans(80)
    claim(client.connect() and not client.write_register(5, 56).isError(), "a write after the fault is not served")
    claim(control.registers(5, 1) == [56], "a write after the fault has no effect")
    return {"hits": [[1, 2]], "effect": "request ignored"}


def write_lost(port):
    client = ModbusTcpClient("127.0.0.1", port=port)
    claim(client.connect(), "pymodbus cannot connect")
    Connection.opened += 1
    control = Connection(port)
    control.await_beginning()
    hits = []
    for turn, value in enumerate((600, 601, 602)):
        claim(not client.write_register(5, value).isError(), "the write was refused")
        hits.append([1, 2 * turn + 1])
        claim(client.read_holding_registers(5, count=1).registers == [7], "the lost write had an effect")
    claim(not client.write_registers(5, [603, *struct.unpack(">HH", struct.pack(">f", 50))]).isError(), "refused")
    hits.append([1, 7])
    claim(control.registers(5, 3) == [7, 0x422A, 0], "the lost write of several registers had an effect")
    echo = control.send(b"\x06\x00\x05\x00\x08")
    claim(control.receive(12) == frame(echo, b"\x06\x00\x05\x00\x08"), "the other connection's write is spoilt")
    claim(control.registers(5, 1) == [8], "the other connection's write is lost")
    control.pass_scans(60)
    claim(not client.write_register(5, 9).isError(), "a write after the fault is refused")
    claim(client.read_holding_registers(5, count=1).registers == [9], "a write after the fault is lost")
    return {"hits": hits, "effect": "write confirmed without effect"}


def read_back(port):
    return spoilt(port, lambda honest, came: came == honest[:11] + (1003 - 4).to_bytes(2) + honest[13:])
