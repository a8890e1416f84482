/// A well-formed request of every function that a unit serves, as PDUs.
enum Requests {
    /// The requests.
    static let all: [[UInt8]] = [
        [1, 0, 0, 0, 16], [2, 0, 0, 0, 16], [3, 0, 0, 0, 10], [4, 0, 0, 0, 10], [5, 0, 3, 0xFF, 0],
        [6, 0, 3, 0x12, 0x34],
        [7], [8, 0, 0, 0x12, 0x34], [8, 0, 1, 0xFF, 0], [11], [12], [15, 0, 0, 0, 10, 2, 0xCD, 1],
        [16, 0, 0, 0, 2, 4, 0, 1, 0, 2], [16, 0, 20, 0, 2, 4, 0x42, 0xC8, 0, 0], [17], [22, 0, 4, 0, 0xF2, 0, 0x25],
        [23, 0, 0, 0, 4, 0, 1, 0, 2, 4, 0, 1, 0, 2], [24, 0, 0], [43, 14, 1, 0], [43, 14, 4, 1], [43, 13, 0],
    ]

    /// The frame of a request to unit 1.
    static func frame(_ pdu: [UInt8]) -> [UInt8] {
        [0x12, 0x34, 0, 0, UInt8((pdu.count + 1) >> 8), UInt8((pdu.count + 1) & 255), 1] + pdu
    }
}
