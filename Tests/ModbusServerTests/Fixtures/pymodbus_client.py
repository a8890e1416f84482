"""Checks a running test server with pymodbus: python pymodbus_client.py PORT; the map is TestServer.swift's."""

import struct
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.pdu.file_message import FileRecord

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=20, retries=0)
assert client.connect(), "no connection"


def good(response):
    assert not response.isError(), response
    return response


def refused(response, code):
    assert response.isError() and response.exception_code == code, response


assert good(client.read_input_registers(0, count=125)).registers == [1000 + i for i in range(125)]
assert good(client.read_discrete_inputs(0, count=16)).bits[:16] == [i % 2 == 0 for i in range(16)]

good(client.write_register(3, 1234))
good(client.write_registers(4, [5, 6, 7]))
assert good(client.read_holding_registers(3, count=4)).registers == [1234, 5, 6, 7]
good(client.mask_write_register(address=3, and_mask=0xFF00, or_mask=0x00FF))
assert good(client.read_holding_registers(3, count=1)).registers == [(1234 & 0xFF00) | 0xFF]
response = good(client.readwrite_registers(read_address=4, read_count=3, write_address=5, values=[60]))
assert response.registers == [5, 60, 7]

good(client.write_coil(10, True))
good(client.write_coils(11, [True, False, True]))
assert good(client.read_coils(9, count=6)).bits[:6] == [False, True, True, False, True, False]

order = {"big": (130, 42.25), "little": (132, -7.5)}
for word_order, (address, number) in order.items():
    registers = client.convert_to_registers(number, client.DATATYPE.FLOAT32, word_order=word_order)
    good(client.write_registers(address, registers))
    registers = good(client.read_holding_registers(address, count=2)).registers
    assert client.convert_from_registers(registers, client.DATATYPE.FLOAT32, word_order=word_order) == number

# Every encoding in every order, packed and unpacked by struct: the server's numbers must be those of the wire's bytes.
numbers = {
    "h": -12345, "H": 54321, "i": -1234567890, "I": 3456789012, "f": -7.5,
    "q": -1234567890123456, "Q": 1234567890123456, "d": 1 / 3,
}
arranged = {  # order: (high word first, high byte first)
    "ABCD": (True, True), "CDAB": (False, True), "BADC": (True, False), "DCBA": (False, False),
}
address = 200
for order, (high_word_first, high_byte_first) in arranged.items():
    for letter, number in numbers.items():
        words = struct.unpack(f">{struct.calcsize('>' + letter) // 2}H", struct.pack(">" + letter, number))
        words = list(words if high_word_first else reversed(words))
        registers = words if high_byte_first else [(word & 255) << 8 | word >> 8 for word in words]
        good(client.write_registers(address, registers))
        assert good(client.read_holding_registers(address, count=len(registers))).registers == registers
        if order == "DCBA":  # one little-endian block
            data = b"".join(register.to_bytes(2, "big") for register in registers)
            assert struct.unpack("<" + letter, data) == (number,), (letter, data)
        address += len(registers)
assert address == 280
# What the scan put there is the same number in every order.
address = 200
for order, (high_word_first, high_byte_first) in arranged.items():
    for letter, number in numbers.items():
        count = struct.calcsize(">" + letter) // 2
        registers = good(client.read_input_registers(address, count=count)).registers
        words = registers if high_byte_first else [(word & 255) << 8 | word >> 8 for word in registers]
        words = words if high_word_first else list(reversed(words))
        (read,) = struct.unpack(">" + letter, struct.pack(f">{count}H", *words))
        assert read == number, (order, letter, read)
        address += count

refused(client.read_holding_registers(124, count=2), 2)
refused(client.write_register(140, 1), 2)
refused(client.write_registers(130, client.convert_to_registers(101.0, client.DATATYPE.FLOAT32)), 3)
refused(client.read_holding_registers(0, count=1, device_id=9), 11)
# Diagnostics; the first call leaves every count at 0, the events of the calls before stay in the log.
good(client.diag_clear_counters())
assert good(client.diag_read_bus_message_count()).message == 1
assert good(client.diag_query_data(b"\x12\x34")).message == b"\x12\x34"
good(client.write_coils(0, [True, False, True, True, False, False, False, True]))
assert good(client.read_exception_status()).status == 0x8D
refused(client.read_fifo_queue(address=0), 2)
refused(client.diag_read_diagnostic_register(), 1)
refused(client.read_file_record([FileRecord(file_number=9, record_number=0, record_length=2)]), 2)
assert good(client.diag_read_device_message_count()).message == 8
assert good(client.diag_read_bus_exception_error_count()).message == 3
assert good(client.diag_read_bus_comm_error_count()).message == 0
assert good(client.diag_read_device_no_response_count()).message == 0
assert good(client.diag_read_device_busy_count()).message == 0
assert good(client.diag_read_bus_char_overrun_count()).message == 0
refused(client.diag_read_device_nak_count(), 1)
counter = good(client.diag_get_comm_event_counter())
assert counter.status and counter.count == 10, counter
good(client.diag_restart_communication(True))
assert good(client.diag_read_bus_message_count()).message == 1
log = good(client.diag_get_comm_event_log())
assert log.status and log.event_count == 1 and log.message_count == 2, log
assert log.events == [0x80, 0x40, 0x80, 0x40, 0x00], log

good(client.report_device_id())
basic = {0: b"Vendor", 1: b"Code", 2: b"1.2"}
regular = basic | {3: b"http://example.invalid", 4: b"Product", 5: b"Model", 6: b"Application"}
assert good(client.read_device_information(read_code=1, object_id=0)).information == basic
assert good(client.read_device_information(read_code=2, object_id=0)).information == regular
assert good(client.read_device_information(read_code=4, object_id=5)).information == {5: b"Model"}
first = good(client.read_device_information(read_code=3, object_id=0))
assert first.information == regular and first.more_follows == 0xFF and first.next_object_id == 0x80, first
rest = good(client.read_device_information(read_code=3, object_id=0x80))
assert rest.information == {0x80: b"p" * 240} and rest.more_follows == 0, rest
refused(client.read_device_information(read_code=4, object_id=99), 2)

# Files: what the server was made with, what is written, and what is refused.
def records(number, first, count):
    response = good(client.read_file_record([FileRecord(number, first, record_length=2 * count)]))
    (record,) = response.records
    return list(struct.unpack(f">{count}H", record.record_data))


assert records(1, 0, 60) == [100 * place for place in range(60)]
written = [
    FileRecord(1, 5, record_data=struct.pack(">3H", 1, 65535, 32768)),
    FileRecord(65535, 9998, record_data=struct.pack(">2H", 11, 12)),
]
response = good(client.write_file_record(written))
assert [(r.file_number, r.record_number, r.record_data) for r in response.records] == [
    (r.file_number, r.record_number, r.record_data) for r in written
]
assert records(1, 4, 5) == [400, 1, 65535, 32768, 800]
assert records(65535, 9997, 3) == [0, 11, 12]
response = good(client.read_file_record([FileRecord(1, 5, record_length=4), FileRecord(2, 9, record_length=2)]))
assert [record.record_data for record in response.records] == [b"\x00\x01\xff\xff", b"\x00\x09"], response.records
refused(client.read_file_record([FileRecord(1, 59, record_length=4)]), 2)
refused(client.read_file_record([FileRecord(1, 10000, record_length=2)]), 2)
refused(client.read_file_record([FileRecord(65535, 0, record_length=244)]), 3)
refused(client.write_file_record([FileRecord(2, 0, record_data=b"\x00\x01")]), 2)
# One group is read-only, so neither is written.
refused(client.write_file_record([FileRecord(1, 0, record_data=b"zz"), FileRecord(2, 0, record_data=b"zz")]), 2)
assert records(1, 0, 1) == [0] and records(2, 0, 1) == [0]
# Queues, a text, and bits that share a register.
assert good(client.read_fifo_queue(address=5)).values == [7, 8, 9]
assert good(client.read_fifo_queue(address=6)).values == []
assert good(client.read_fifo_queue(address=7)).values == list(range(10, 41))
text = good(client.read_holding_registers(152, count=4)).registers
assert client.convert_from_registers(text, client.DATATYPE.STRING) == "PLANT 7", text
good(client.write_register(150, 0xFFFF))
assert good(client.read_holding_registers(150, count=1)).registers == [0x8005]

client.close()
print("every check passed")
