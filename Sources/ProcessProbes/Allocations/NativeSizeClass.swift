import CLinux

/// What a process holds of blocks of one size class, counted exactly.
package struct NativeSizeClass: Hashable, Sendable {
    /// How many classes there are.
    package static let count = Int(TALLY_CLASSES)

    /// Blocks allocated and not freed.
    package var liveBlocks: Int64
    /// Their usable sizes (malloc_usable_size), in bytes.
    package var liveBytes: Int64

    /// A class's counts.
    package init(liveBlocks: Int64, liveBytes: Int64) {
        self.liveBlocks = liveBlocks
        self.liveBytes = liveBytes
    }

    /// The largest request, in bytes, that glibc serves from the class `number`; nil for the last class, which has no
    /// limit.
    ///
    /// Its usable size is 8 bytes more, and usable sizes decide: with another allocator a request may fall one class
    /// higher.
    package static func largestRequestBytes(_ number: Int) -> Int? {
        switch number {
        case ..<13: 32 << number
        case 13: 1 << 20
        default: nil
        }
    }
}
