import ModbusProtocol
import PLCCore
import Text

/// Rows of type `STRING[n]`: constant texts in registers.
extension TagRowReader {
    /// Reads the row; nil (with findings) when it cannot be used.
    func readString(name: CSVTable.Cell) -> TagRow? {
        guard let characters = characters() else { return nil }
        guard let text = RegisterText(cell("initial").text, characters: characters) else {
            error(
                "TAG016", "initial",
                "'\(cell("initial").text)' is not up to \(characters) printable ASCII characters",
                "shorten the text, or give the string more characters")
            return nil
        }
        guard !name.text.contains(".") else {
            error("TAG002", "name", "'\(name.text)' is no name of a string", "leave the dot away")
            return nil
        }
        var isPlain = true
        for column in ["scale", "min", "max", "wire", "safe", "unit"] where !cell(column).text.isEmpty {
            error("TAG017", column, "a string has no \(column)", "leave the cell empty")
            isPlain = false
        }
        if !["", "r"].contains(cell("access").text.lowercased()) {
            error("TAG012", "access", "no client can write a string", "write r")
            isPlain = false
        }
        guard isPlain, let register = stringRegister() else { return nil }
        return TagRow(
            name: name, type: nil, text: text, register: register, registerPosition: cell("register").position,
            initial: [:], initialPosition: cell("initial").position, wire: nil, wirePosition: cell("wire").position,
            unit: "", summary: cell("description").text)
    }

    private func characters() -> Int? {
        let type = cell("type").text.uppercased()
        if type.hasPrefix("STRING["), type.hasSuffix("]"), let number = Int(type.dropFirst(7).dropLast()),
            (1...RegisterText.longest).contains(number)
        {
            return number
        }
        error(
            "TAG015", "type", "'\(cell("type").text)' is no length of a string",
            "write STRING[n] with n from 1 to \(RegisterText.longest) characters, like STRING[24]")
        return nil
    }

    private func stringRegister() -> TagRow.Register? {
        guard let (table, offset, bit) = readAddress(), let order = stringOrder() else { return nil }
        guard !table.holdsBits, bit == nil else {
            error("TAG018", "register", "a string lies in whole registers", "write HR or IR and the offset, like HR40")
            return nil
        }
        return TagRow.Register(
            table: table, offset: offset, encoding: .string, wordOrder: order, scale: 1, hasScale: false,
            writable: false, minimum: nil, maximum: nil, bit: nil)
    }

    /// The order of the two characters of a register, by the scenario unless the row says otherwise; registers lie in
    /// the order of the text.
    private func stringOrder() -> WordOrder? {
        let text = cell("encoding").text.lowercased()
        if text.isEmpty || text == RegisterEncoding.string.rawValue {
            return defaultOrder.hasLowByteFirst ? .badc : .abcd
        }
        for order in [WordOrder.abcd, .badc] where text == "string:\(order.rawValue.lowercased())" { return order }
        error(
            "TAG019", "encoding", "'\(cell("encoding").text)' is no encoding of a string",
            "leave the cell empty, or write string:ABCD (first character in the high byte) or string:BADC (in the low "
                + "byte)")
        return nil
    }
}
