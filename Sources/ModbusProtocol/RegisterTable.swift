/// One of the four tables of the Modbus data model; each has its own addresses from 0 to 65535.
package enum RegisterTable: String, CaseIterable, Sendable {
    /// Single bits that a client may read and write, Modicon references 0xxxx.
    case coil = "CO"
    /// Single bits that a client may only read, Modicon references 1xxxx.
    case discreteInput = "DI"
    /// 16-bit registers that a client may read and write, Modicon references 4xxxx.
    case holdingRegister = "HR"
    /// 16-bit registers that a client may only read, Modicon references 3xxxx.
    case inputRegister = "IR"

    /// The number of addresses in a table.
    package static let addressCount = 65536

    /// True where an address holds one bit, false where it holds a 16-bit register.
    package var holdsBits: Bool { self == .coil || self == .discreteInput }

    /// True where the protocol has a function to write the table at all.
    package var isWritable: Bool { self == .coil || self == .holdingRegister }

    /// What one of its addresses is called.
    package var title: String {
        switch self {
        case .coil: "coil"
        case .discreteInput: "discrete input"
        case .holdingRegister: "holding register"
        case .inputRegister: "input register"
        }
    }

    /// The leading digit of the table's Modicon references.
    package var referenceDigit: Int {
        switch self {
        case .coil: 0
        case .discreteInput: 1
        case .inputRegister: 3
        case .holdingRegister: 4
        }
    }

    /// The table's place in arrays of four.
    var slot: Int {
        switch self {
        case .coil: 0
        case .discreteInput: 1
        case .holdingRegister: 2
        case .inputRegister: 3
        }
    }
}
