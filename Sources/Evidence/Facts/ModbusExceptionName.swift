/// The names of Modbus exception codes (Modbus Application Protocol V1.1b3, section 7).
package enum ModbusExceptionName {
    /// The exception's name in the Modbus application protocol V1.1b3, section 7.
    package static func of(_ code: Int) -> String {
        switch code {
        case 1: "illegal function"
        case 2: "illegal data address"
        case 3: "illegal data value"
        case 4: "server device failure"
        case 5: "acknowledge"
        case 6: "server device busy"
        case 8: "memory parity error"
        case 10: "gateway path unavailable"
        case 11: "gateway target device failed to respond"
        default: "not defined"
        }
    }
}
