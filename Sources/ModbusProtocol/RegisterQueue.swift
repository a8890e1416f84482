/// A queue that function 24 reads: the last contents that a tag's register took.
package struct RegisterQueue: Hashable, Sendable {
    /// The most values that one reply may carry (MODBUS Application Protocol V1.1b3, section 6.18), and the queue holds.
    package static let capacity = 31
    /// The queues of a unit.
    package static let limit = 16
    /// What a queue takes in an image: count, values, and the value that it was fed last.
    static let imageWords = capacity + 2

    /// The name for people.
    package var name: String
    /// What function 24 calls it by, 0...65535; the registers at this address have nothing to do with it.
    package var address: Int
    /// The value's place in the owner's own table; Modbus never looks at it.
    package var tagIndex: Int
    /// How the value lies in its one register: `int16` or `uint16`.
    package var encoding: RegisterEncoding
    /// Register value = value × scale; finite and not 0.
    package var scale: Double
    /// What it tells, in a sentence.
    package var summary: String

    /// A queue. An encoding of more than one register is an error of the caller.
    package init(
        name: String, address: Int, tagIndex: Int = 0, encoding: RegisterEncoding = .uint16, scale: Double = 1,
        summary: String = ""
    ) {
        precondition(encoding == .int16 || encoding == .uint16, "a queue holds single registers")
        self.name = name
        self.address = address
        self.tagIndex = tagIndex
        self.encoding = encoding
        self.scale = scale
        self.summary = summary
    }
}

/// What the scan needs of a `RegisterQueue`, without its text.
struct RegisterQueuePlan: Sendable {
    private let encoding: RegisterEncoding
    private let scale: Double

    /// The plan for `queue`.
    init(_ queue: RegisterQueue) {
        encoding = queue.encoding
        scale = queue.scale
    }

    /// The register's content for this value of the tag.
    func content(_ value: Double) -> UInt16 { UInt16(truncatingIfNeeded: encoding.raw(from: value * scale)) }
}
