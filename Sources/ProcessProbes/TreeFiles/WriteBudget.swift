/// How many bytes of files that nobody was seen to hold may be the client's.
struct WriteBudget {
    /// What a file may have beyond the accounts: they are read a moment apart from the files.
    static let toleranceBytes: UInt64 = 8 << 10

    private var left: UInt64

    /// A budget of so many bytes, and a tenth more.
    init(_ bytes: UInt64) { left = bytes + bytes / 10 + Self.toleranceBytes }

    /// Whether `bytes` more may be the client's.
    func holds(_ bytes: UInt64) -> Bool { bytes <= left }

    /// Whether `bytes` more may be the client's; they are taken from the budget then.
    mutating func covers(_ bytes: UInt64) -> Bool {
        guard holds(bytes) else { return false }
        left -= bytes
        return true
    }
}
