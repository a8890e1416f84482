/// The rows of the conformance table, for the unit of `TestServer`.
extension ConformanceRow {
    static let all: [ConformanceRow] = [
        lengths, framing, functions, reads, quantities, addresses, values, files, queues,
    ].flatMap { $0 }

    private static func bytes(_ count: Int, of byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: count) }

    private static let good: (ask: [UInt8], answer: [UInt8]) = ([4, 0, 0, 0, 1], [4, 2, 0x03, 0xE8])

    private static func header(identifier: UInt16 = 0, length: Int) -> [UInt8] {
        [0x12, 0x34, UInt8(identifier >> 8), UInt8(identifier & 255), UInt8(length >> 8), UInt8(length & 255)]
    }

    private static let lengths: [ConformanceRow] = [0, 1, 255, 256, 65_535].map { length in
        ConformanceRow(
            "MBAP length \(length)", [.bytes(header(length: length) + [1, 3, 0, 0, 0, 1])], answers: [],
            isClosed: true, input: "a header that says so")
    }

    private static let framing: [ConformanceRow] = [
        ConformanceRow("MBAP length 2", ([3], [0x83, 3]), input: "`03` alone"),
        ConformanceRow(
            "MBAP length 254",
            (
                [8, 0, 0] + bytes(250, of: 0xA5),
                [8, 0, 0] + bytes(250, of: 0xA5)
            ), input: "an echo of 250 bytes"),
        ConformanceRow(
            "protocol id 1", [.bytes(header(identifier: 1, length: 6) + [1, 3, 0, 0, 0, 1])], answers: [],
            isClosed: true, input: "a good request but for it"),
        ConformanceRow(
            "protocol id 65535", [.bytes([0, 1, 0xFF, 0xFF])], answers: [], isClosed: true,
            input: "the first four bytes"),
        ConformanceRow(
            "bytes behind a frame that begin no frame", [.bytes(frame(good.ask) + [0xDE, 0xAD, 0xBE, 0xEF])],
            answers: [good.answer], isClosed: true, input: "a good request, then `DE AD BE EF`"),
        ConformanceRow("trailing bytes inside the length", ([3, 0, 0, 0, 1, 0xDE, 0xAD], [0x83, 3])),
        ConformanceRow("truncated PDU, length matching", ([3, 0, 0, 0], [0x83, 3])),
        ConformanceRow("truncated write, length matching", ([16, 0, 0, 0, 2], [0x90, 3])),
        ConformanceRow(
            "two requests in one segment", [.bytes(frame(good.ask) + frame([3, 0, 1, 0, 1]))],
            answers: [good.answer, [3, 2, 0, 0]], isClosed: false, input: "both good"),
        ConformanceRow(
            "illegal and good request in one segment", [.bytes(frame([65]) + frame(good.ask))],
            answers: [[0xC1, 1], good.answer], isClosed: false, input: "`41`, then a good request"),
        ConformanceRow(
            "good request and wrong header in one segment", [.bytes(frame(good.ask) + header(length: 0))],
            answers: [good.answer], isClosed: true, input: "a good request, then MBAP length 0"),
        ConformanceRow(
            "request in single bytes", [.single(frame(good.ask))], answers: [good.answer], isClosed: false,
            input: "twelve segments"),
        ConformanceRow(
            "half a frame, later the rest",
            [.bytes(Array(frame(good.ask)[..<9])), .bytes(Array(frame(good.ask)[9...]))],
            answers: [good.answer], isClosed: false, input: "nine bytes, then three"),
        ConformanceRow("unit 0", unit: 0, good, input: "a good request"),
        ConformanceRow("unit 255", unit: 255, good, input: "a good request"),
        ConformanceRow("unknown unit", unit: 9, ([4, 0, 0, 0, 1], [0x84, 11]), input: "a good request"),
    ]

    private static let functions: [ConformanceRow] = [
        ConformanceRow("function 0", ([0, 0, 0, 0, 1], [0x80, 1])),
        ConformanceRow("function 9", ([9], [0x89, 1])),
        ConformanceRow("function 65", ([65, 0, 0, 0, 1], [0xC1, 1])),
        ConformanceRow("function 127", ([127], [0xFF, 1])),
        ConformanceRow("function 0x83", ([0x83, 0, 0, 0, 1], [0x83, 1])),
        ConformanceRow("function 0xFF", ([0xFF], [0xFF, 1])),
        ConformanceRow("7 with data", ([7, 0], [0x87, 3])),
        ConformanceRow("8 without data", ([8, 0, 0], [0x88, 3])),
        ConformanceRow("8, unknown sub-function", ([8, 0, 2, 0, 0], [0x88, 1])),
        ConformanceRow("8, unknown sub-function without data", ([8, 1, 0], [0x88, 1])),
        ConformanceRow("8 / 10 with data other than 0", ([8, 0, 10, 0xFF, 0], [0x88, 3])),
        ConformanceRow("8 / 0 with half a word", ([8, 0, 0, 1, 2, 3], [0x88, 3])),
        ConformanceRow("11 with data", ([11, 0], [0x8B, 3])),
        ConformanceRow("12 with data", ([12, 0], [0x8C, 3])),
        ConformanceRow("17 with data", ([17, 0], [0x91, 3])),
        ConformanceRow("43, MEI type 13", ([43, 13, 0, 0], [0xAB, 1])),
        ConformanceRow("43 alone", ([43], [0xAB, 3])),
        ConformanceRow("43 / 14, code 9", ([43, 14, 9, 0], [0xAB, 3])),
        ConformanceRow("43 / 14, code 4, unknown object", ([43, 14, 4, 99], [0xAB, 2])),
        ConformanceRow("43 / 14 one byte short", ([43, 14, 1], [0xAB, 3])),
    ]

    /// Reads of too little or too much.
    private static let reads: [ConformanceRow] = [(1, 2001), (2, 2001), (3, 126), (4, 126)].flatMap { reading in
        [0, reading.1, 65_535].map { count in
            let ask: [UInt8] = [UInt8(reading.0), 0, 0, UInt8(count >> 8), UInt8(count & 255)]
            return ConformanceRow("\(reading.0), quantity \(count)", (ask, [UInt8(reading.0) | 0x80, 3]))
        }
    }

    private static let quantities: [ConformanceRow] = [
        ConformanceRow("15, quantity 0", ([15, 0, 0, 0, 0, 0], [0x8F, 3])),
        ConformanceRow(
            "15, quantity 1969", ([15, 0, 0, 0x07, 0xB1, 247] + bytes(247, of: 0), [0x8F, 3])),
        ConformanceRow("16, quantity 0", ([16, 0, 0, 0, 0, 0], [0x90, 3])),
        ConformanceRow(
            "16, quantity 124", ([16, 0, 0, 0, 124, 248] + bytes(246, of: 0), [0x90, 3]),
            input: "`10 00 00 00 7C F8` and 246 bytes"),
        ConformanceRow("23, reads 0", ([23, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 5], [0x97, 3])),
        ConformanceRow("23, reads 126", ([23, 0, 0, 0, 126, 0, 0, 0, 1, 2, 0, 5], [0x97, 3])),
        ConformanceRow("23, writes 0", ([23, 0, 0, 0, 1, 0, 0, 0, 0, 0], [0x97, 3])),
        ConformanceRow(
            "23, writes 122",
            ([23, 0, 0, 0, 1, 0, 0, 0, 122, 244] + bytes(243, of: 0), [0x97, 3]),
            input: "`17 00 00 00 01 00 00 00 7A F4` and 243 bytes"),
        ConformanceRow("15, byte count too large", ([15, 0, 0, 0, 1, 2, 1, 0], [0x8F, 3])),
        ConformanceRow("15, byte count too small", ([15, 0, 0, 0, 9, 1, 1], [0x8F, 3])),
        ConformanceRow("15, fewer bytes than counted", ([15, 0, 0, 0, 9, 2, 1], [0x8F, 3])),
        ConformanceRow("16, byte count 255", ([16, 0, 0, 0, 1, 255, 0, 1], [0x90, 3])),
        ConformanceRow("16, byte count odd", ([16, 0, 0, 0, 1, 1, 0], [0x90, 3])),
        ConformanceRow("16, byte count too small", ([16, 0, 0, 0, 2, 2, 0, 1], [0x90, 3])),
        ConformanceRow("16, fewer bytes than counted", ([16, 0, 0, 0, 2, 4, 0, 1], [0x90, 3])),
        ConformanceRow("22 one byte short", ([22, 0, 0, 0, 0xF2, 0], [0x96, 3])),
        ConformanceRow("23, byte count too small", ([23, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0], [0x97, 3])),
    ]

    private static let addresses: [ConformanceRow] = [
        ConformanceRow("1 beyond the map", ([1, 0x07, 0xB1, 0, 1], [0x81, 2])),
        ConformanceRow("2 beyond the map", ([2, 0, 15, 0, 2], [0x82, 2])),
        ConformanceRow("3 over a hole", ([3, 0, 120, 0, 6], [0x83, 2])),
        ConformanceRow("3 beyond 65535", ([3, 0xFF, 0xFF, 0, 2], [0x83, 2])),
        ConformanceRow("4 of a hole", ([4, 0, 125, 0, 1], [0x84, 2])),
        ConformanceRow("5 to a read-only coil", ([5, 0x07, 0xB0, 0xFF, 0], [0x85, 2])),
        ConformanceRow("5 beyond the map", ([5, 0x07, 0xB1, 0xFF, 0], [0x85, 2])),
        ConformanceRow("6 to a read-only register", ([6, 0, 140, 0, 1], [0x86, 2])),
        ConformanceRow("6 to a hole", ([6, 0, 141, 0, 1], [0x86, 2])),
        ConformanceRow("6 to a text", ([6, 0, 152, 0, 1], [0x86, 2])),
        ConformanceRow("6 to a register of read-only bits", ([6, 0, 151, 0, 1], [0x86, 2])),
        ConformanceRow("15, one coil read-only", ([15, 0x07, 0xAF, 0, 2, 1, 3], [0x8F, 2])),
        ConformanceRow("16, one register a hole", ([16, 0, 124, 0, 2, 4, 0, 9, 0, 9], [0x90, 2])),
        ConformanceRow("16 to a read-only register", ([16, 0, 140, 0, 1, 2, 0, 1], [0x90, 2])),
        ConformanceRow("22 to a read-only register", ([22, 0, 140, 0, 0xF2, 0, 1], [0x96, 2])),
        ConformanceRow("22 to a hole", ([22, 0, 141, 0, 0xF2, 0, 0x25], [0x96, 2])),
        ConformanceRow("23 reads over a hole", ([23, 0, 141, 0, 1, 0, 0, 0, 1, 2, 0, 5], [0x97, 2])),
        ConformanceRow("23 writes to a read-only register", ([23, 0, 0, 0, 1, 0, 140, 0, 1, 2, 0, 5], [0x97, 2])),
    ]

    private static let values: [ConformanceRow] = [
        ConformanceRow("5, value 0001", ([5, 0, 0, 0, 1], [0x85, 3])),
        ConformanceRow("5, value FF01", ([5, 0, 0, 0xFF, 1], [0x85, 3])),
        ConformanceRow("5, value 1234, coil beyond the map", ([5, 0x07, 0xB1, 0x12, 0x34], [0x85, 3])),
        ConformanceRow("16, value above its range", ([16, 0, 130, 0, 2, 4, 0x42, 0xC9, 0, 0], [0x90, 3])),
        ConformanceRow("16, value below its range", ([16, 0, 130, 0, 2, 4, 0xBF, 0x80, 0, 0], [0x90, 3])),
        ConformanceRow("16, not-a-number", ([16, 0, 132, 0, 2, 4, 0, 0, 0x7F, 0xC0], [0x90, 3])),
        ConformanceRow("16, infinity", ([16, 0, 132, 0, 2, 4, 0, 0, 0x7F, 0x80], [0x90, 3])),
        ConformanceRow(
            "one good and one wrong value in one request",
            (
                [16, 0, 130, 0, 4, 8, 0x41, 0x20, 0, 0, 0, 0, 0x7F, 0x80],
                [0x90, 3]
            ), ([3, 0, 130, 0, 2], [3, 4, 0, 0, 0, 0])),
        ConformanceRow("half of a 32-bit value read", ([3, 0, 131, 0, 1], [3, 2, 0, 0])),
        ConformanceRow(
            "half of a 32-bit value written, in range", ([6, 0, 130, 0x42, 0x48], [6, 0, 130, 0x42, 0x48]),
            ([3, 0, 130, 0, 2], [3, 4, 0x42, 0x48, 0, 0])),
        ConformanceRow("half of a 32-bit value written, out of range", ([6, 0, 130, 0x42, 0xC9], [0x86, 3])),
        ConformanceRow(
            "6 to a register of bits: read-only bits stay", ([6, 0, 150, 0xFF, 0xFF], [6, 0, 150, 0xFF, 0xFF]),
            ([3, 0, 150, 0, 1], [3, 2, 0x80, 0x05])),
        ConformanceRow(
            "16 to a register of bits", ([16, 0, 150, 0, 1, 2, 0x7F, 0xFB], [16, 0, 150, 0, 1]),
            ([3, 0, 150, 0, 1], [3, 2, 0x80, 0x01])),
        ConformanceRow(
            "22 on a register of bits", ([22, 0, 150, 0, 0, 0, 6], [22, 0, 150, 0, 0, 0, 6]),
            ([3, 0, 150, 0, 1], [3, 2, 0x80, 0x04])),
        ConformanceRow(
            "23 reads back a register of bits", ([23, 0, 150, 0, 1, 0, 150, 0, 1, 2, 0xFF, 0xFF], [23, 2, 0x80, 0x05])),
    ]

    private static let files: [ConformanceRow] = [
        ConformanceRow(
            "20, two groups",
            ([20, 14, 6, 0, 1, 0, 3, 0, 2, 6, 0, 2, 0, 9, 0, 1], [20, 10, 5, 6, 1, 44, 1, 144, 3, 6, 0, 9])),
        ConformanceRow(
            "20, last record of the largest file", ([20, 7, 6, 0xFF, 0xFF, 0x27, 0x0F, 0, 1], [20, 4, 3, 6, 0, 0])),
        ConformanceRow("20, byte count 0", ([20, 0], [0x94, 3])),
        ConformanceRow("20, byte count 6", ([20, 6, 6, 0, 1, 0, 0, 0], [0x94, 3])),
        ConformanceRow("20, byte count 8", ([20, 8, 6, 0, 1, 0, 0, 0, 1, 0], [0x94, 3])),
        ConformanceRow(
            "20, byte count 246", ([20, 246] + bytes(246, of: 6), [0x94, 3])),
        ConformanceRow("20, byte count above the bytes", ([20, 14, 6, 0, 1, 0, 0, 0, 1], [0x94, 3])),
        ConformanceRow(
            "20, byte count below the bytes", ([20, 7, 6, 0, 1, 0, 0, 0, 1, 6, 0, 1, 0, 0, 0, 1], [0x94, 3])),
        ConformanceRow("20, record length 0", ([20, 7, 6, 0, 1, 0, 0, 0, 0], [0x94, 3])),
        ConformanceRow("20, record length 65535", ([20, 7, 6, 0, 1, 0, 0, 0xFF, 0xFF], [0x94, 3])),
        ConformanceRow("20, reply of 246 bytes", ([20, 7, 6, 0xFF, 0xFF, 0, 0, 0, 122], [0x94, 3])),
        ConformanceRow(
            "20, reply of 246 bytes in two groups",
            ([20, 14, 6, 0xFF, 0xFF, 0, 0, 0, 60, 6, 0xFF, 0xFF, 0, 0, 0, 61], [0x94, 3])),
        ConformanceRow(
            "20, reply of 244 bytes",
            ([20, 7, 6, 0xFF, 0xFF, 0, 0, 0, 121], [20, 244, 243, 6] + bytes(242, of: 0))),
        ConformanceRow("20, reference type 5", ([20, 7, 5, 0, 1, 0, 0, 0, 1], [0x94, 2])),
        ConformanceRow("20, file 0", ([20, 7, 6, 0, 0, 0, 0, 0, 1], [0x94, 2])),
        ConformanceRow("20, unknown file", ([20, 7, 6, 0, 9, 0, 0, 0, 1], [0x94, 2])),
        ConformanceRow("20, record number 10000", ([20, 7, 6, 0xFF, 0xFF, 0x27, 0x10, 0, 1], [0x94, 2])),
        ConformanceRow("20, beyond the file's end", ([20, 7, 6, 0, 1, 0, 59, 0, 2], [0x94, 2])),
        ConformanceRow("20, second group wrong", ([20, 14, 6, 0, 1, 0, 0, 0, 1, 6, 0, 9, 0, 0, 0, 1], [0x94, 2])),
        ConformanceRow(
            "21, written and read back",
            ([21, 11, 6, 0, 1, 0, 7, 0, 2, 0xAB, 0xCD, 0, 1], [21, 11, 6, 0, 1, 0, 7, 0, 2, 0xAB, 0xCD, 0, 1]),
            ([20, 7, 6, 0, 1, 0, 6, 0, 3], [20, 8, 7, 6, 2, 88, 0xAB, 0xCD, 0, 1])),
        ConformanceRow("21, byte count 0", ([21, 0], [0x95, 3])),
        ConformanceRow("21, byte count 8", ([21, 8, 6, 0, 1, 0, 0, 0, 1, 0], [0x95, 3])),
        ConformanceRow("21, byte count 252", ([21, 252] + bytes(251, of: 6), [0x95, 3])),
        ConformanceRow("21, byte count above the bytes", ([21, 9, 6, 0, 1, 0, 0, 0, 1, 0], [0x95, 3])),
        ConformanceRow("21, byte count below the bytes", ([21, 9, 6, 0, 1, 0, 0, 0, 1, 0, 1, 0], [0x95, 3])),
        ConformanceRow("21, record length 0", ([21, 9, 6, 0, 1, 0, 0, 0, 0, 0, 1], [0x95, 3])),
        ConformanceRow("21, record length above the data", ([21, 9, 6, 0, 1, 0, 0, 0, 2, 0, 1], [0x95, 3])),
        ConformanceRow("21, record length below the data", ([21, 11, 6, 0, 1, 0, 0, 0, 1, 0, 1, 0, 2], [0x95, 3])),
        ConformanceRow("21, reference type 7", ([21, 9, 7, 0, 1, 0, 0, 0, 1, 0, 1], [0x95, 2])),
        ConformanceRow("21, file 0", ([21, 9, 6, 0, 0, 0, 0, 0, 1, 0, 1], [0x95, 2])),
        ConformanceRow("21, unknown file", ([21, 9, 6, 0, 9, 0, 0, 0, 1, 0, 1], [0x95, 2])),
        ConformanceRow("21, record number 10000", ([21, 9, 6, 0xFF, 0xFF, 0x27, 0x10, 0, 1, 0, 1], [0x95, 2])),
        ConformanceRow("21, beyond the file's end", ([21, 11, 6, 0, 1, 0, 59, 0, 2, 0, 1, 0, 2], [0x95, 2])),
        ConformanceRow("21 to a read-only file", ([21, 9, 6, 0, 2, 0, 0, 0, 1, 0, 1], [0x95, 2])),
        ConformanceRow(
            "21, second group read-only: neither is written",
            ([21, 18, 6, 0, 1, 0, 0, 0, 1, 0, 1, 6, 0, 2, 0, 0, 0, 1, 0, 1], [0x95, 2]),
            ([20, 7, 6, 0, 1, 0, 0, 0, 1], [20, 4, 3, 6, 0, 0])),
    ]

    private static let queues: [ConformanceRow] = [
        ConformanceRow("24", ([24, 0, 5], [24, 0, 8, 0, 3, 0, 7, 0, 8, 0, 9])),
        ConformanceRow("24, empty queue", ([24, 0, 6], [24, 0, 2, 0, 0])),
        ConformanceRow(
            "24, full queue", ([24, 0, 7], [24, 0, 64, 0, 31] + (10...40).flatMap { [0, UInt8($0)] })),
        ConformanceRow("24, address without a queue", ([24, 0, 0], [0x98, 2])),
        ConformanceRow("24 one byte short", ([24, 0], [0x98, 3])),
        ConformanceRow("24 with data behind the address", ([24, 0, 5, 0], [0x98, 3])),
    ]
}
