"""Three Python clients behind one set of names. Numbers are converted by each library's own means, in the orders it has."""

import struct

import modbus_tk.defines as tk
from modbus_tk.exceptions import ModbusError
from modbus_tk.modbus_tcp import TcpMaster
from pymodbus.client import ModbusTcpClient
from pyModbusTCP.client import ModbusClient
from pyModbusTCP.utils import decode_ieee, encode_ieee, get_2comp, long_list_to_word, word_list_to_long

from serving import demand

# struct's letter of each encoding.
letters = {
    "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "float32": "f", "int64": "q", "uint64": "Q", "float64": "d",
}


def registers_of(encoding):
    """How many registers a value takes."""
    return struct.calcsize(">" + letters[encoding]) // 2


class Pymodbus:
    """pymodbus: whole words in either order, bytes of a word high first."""

    name = "pymodbus"
    orders = {"ABCD": "big", "CDAB": "little"}

    def __init__(self, port):
        self.client = ModbusTcpClient("127.0.0.1", port=port, timeout=20, retries=0)
        demand(self.client.connect(), "pymodbus gets no connection")

    def _good(self, response):
        demand(not response.isError(), f"pymodbus got {response}")
        return response

    def coils(self, address, count):
        return [int(bit) for bit in self._good(self.client.read_coils(address, count=count)).bits[:count]]

    def inputs(self, address, count):
        return [int(bit) for bit in self._good(self.client.read_discrete_inputs(address, count=count)).bits[:count]]

    def holding(self, address, count):
        return self._good(self.client.read_holding_registers(address, count=count)).registers

    def input_registers(self, address, count):
        return self._good(self.client.read_input_registers(address, count=count)).registers

    def write_coil(self, address, value):
        self._good(self.client.write_coil(address, bool(value)))

    def write_coils(self, address, values):
        self._good(self.client.write_coils(address, [bool(value) for value in values]))

    def write_word(self, address, value):
        self._good(self.client.write_register(address, value))

    def write_words(self, address, values):
        self._good(self.client.write_registers(address, values))

    def write_then_read(self, write, values, read, count):
        return self._good(
            self.client.readwrite_registers(read_address=read, read_count=count, write_address=write, values=values)
        ).registers

    def exception(self, address):
        """The exception code of a read of one holding register."""
        return self.client.read_holding_registers(address, count=1).exception_code

    def identity(self):
        return self._good(self.client.read_device_information(read_code=1, object_id=0)).information

    def write_number(self, address, encoding, order, number):
        kind = getattr(self.client.DATATYPE, encoding.upper())
        self.write_words(address, self.client.convert_to_registers(number, kind, word_order=self.orders[order]))

    def read_number(self, address, encoding, order, table="holding"):
        kind = getattr(self.client.DATATYPE, encoding.upper())
        registers = getattr(self, table)(address, registers_of(encoding))
        return self.client.convert_from_registers(registers, kind, word_order=self.orders[order])

    def close(self):
        self.client.close()


class PyModbusTCP:
    """pyModbusTCP: words in either order, bytes of a word high first."""

    name = "pyModbusTCP"
    orders = {"ABCD": True, "CDAB": False}

    def __init__(self, port):
        self.client = ModbusClient(host="127.0.0.1", port=port, unit_id=1, timeout=20, auto_open=False)
        demand(self.client.open(), "pyModbusTCP gets no connection")

    def _good(self, response):
        demand(response is not None and response is not False, f"pyModbusTCP got {self.client.last_except_as_txt}")
        return response

    def coils(self, address, count):
        return [int(bit) for bit in self._good(self.client.read_coils(address, count))]

    def inputs(self, address, count):
        return [int(bit) for bit in self._good(self.client.read_discrete_inputs(address, count))]

    def holding(self, address, count):
        return self._good(self.client.read_holding_registers(address, count))

    def input_registers(self, address, count):
        return self._good(self.client.read_input_registers(address, count))

    def write_coil(self, address, value):
        self._good(self.client.write_single_coil(address, bool(value)))

    def write_coils(self, address, values):
        self._good(self.client.write_multiple_coils(address, [bool(value) for value in values]))

    def write_word(self, address, value):
        self._good(self.client.write_single_register(address, value))

    def write_words(self, address, values):
        self._good(self.client.write_multiple_registers(address, values))

    def write_then_read(self, write, values, read, count):
        return self._good(self.client.write_read_multiple_registers(write, values, read, count))

    def exception(self, address):
        self.client.read_holding_registers(address, 1)
        return self.client.last_except

    def identity(self):
        return self._good(self.client.read_device_identification()).objects_by_id

    def write_number(self, address, encoding, order, number):
        bits = 16 * registers_of(encoding)
        if encoding.startswith("float"):
            whole = encode_ieee(number, double=bits == 64)
        else:
            whole = get_2comp(number, bits) if number < 0 else number
        words = [whole] if bits == 16 else long_list_to_word([whole], self.orders[order], long_long=bits == 64)
        self.write_words(address, words)

    def read_number(self, address, encoding, order, table="holding"):
        bits = 16 * registers_of(encoding)
        words = getattr(self, table)(address, bits // 16)
        whole = words[0] if bits == 16 else word_list_to_long(words, self.orders[order], long_long=bits == 64)[0]
        if encoding.startswith("float"):
            return decode_ieee(whole, double=bits == 64)
        return get_2comp(whole, bits) if encoding.startswith("int") else whole

    def close(self):
        self.client.close()


class ModbusTk:
    """modbus-tk: all bytes high first, or all low first."""

    name = "modbus-tk"
    orders = {"ABCD": ">", "DCBA": "<"}

    def __init__(self, port):
        self.client = TcpMaster(host="127.0.0.1", port=port, timeout_in_sec=20)

    def coils(self, address, count):
        return list(self.client.execute(1, tk.READ_COILS, address, count))

    def inputs(self, address, count):
        return list(self.client.execute(1, tk.READ_DISCRETE_INPUTS, address, count))

    def holding(self, address, count):
        return list(self.client.execute(1, tk.READ_HOLDING_REGISTERS, address, count))

    def input_registers(self, address, count):
        return list(self.client.execute(1, tk.READ_INPUT_REGISTERS, address, count))

    def write_coil(self, address, value):
        self.client.execute(1, tk.WRITE_SINGLE_COIL, address, output_value=int(value))

    def write_coils(self, address, values):
        self.client.execute(1, tk.WRITE_MULTIPLE_COILS, address, output_value=[int(value) for value in values])

    def write_word(self, address, value):
        self.client.execute(1, tk.WRITE_SINGLE_REGISTER, address, output_value=value)

    def write_words(self, address, values):
        self.client.execute(1, tk.WRITE_MULTIPLE_REGISTERS, address, output_value=values)

    def write_then_read(self, write, values, read, count):
        return list(
            self.client.execute(
                1, tk.READ_WRITE_MULTIPLE_REGISTERS, read, count, output_value=values, write_starting_address_fc23=write
            )
        )

    def exception(self, address):
        try:
            self.client.execute(1, tk.READ_HOLDING_REGISTERS, address, 1)
        except ModbusError as error:
            return error.get_exception_code()
        return 0

    def identity(self):
        """Read and taken apart here: modbus-tk hands out this reply's bytes as they are."""
        data = bytes(self.client.execute(1, tk.DEVICE_INFO, 0, output_value=[1, 0]))
        objects, place = {}, 6
        for _ in range(data[5]):
            objects[data[place]] = data[place + 2 : place + 2 + data[place + 1]]
            place += 2 + data[place + 1]
        return objects

    def write_number(self, address, encoding, order, number):
        self.client.execute(
            1, tk.WRITE_MULTIPLE_REGISTERS, address, output_value=[number],
            data_format=self.orders[order] + letters[encoding],
        )

    def read_number(self, address, encoding, order, table="holding"):
        function = tk.READ_HOLDING_REGISTERS if table == "holding" else tk.READ_INPUT_REGISTERS
        return self.client.execute(
            1, function, address, registers_of(encoding), data_format=self.orders[order] + letters[encoding])[0]

    def close(self):
        self.client.close()


everyone = [Pymodbus, PyModbusTCP, ModbusTk]
