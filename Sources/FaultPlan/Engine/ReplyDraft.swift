/// A reply on its way out: its bytes, and how they are to leave.
package struct ReplyDraft {
    /// How bytes leave in pieces.
    package struct Drip: Hashable, Sendable {
        /// Bytes of the first piece, at least 1.
        package var first: Int
        /// Bytes of each later piece, at least 1.
        package var bytes: Int
        /// Nanoseconds between pieces.
        package var everyNanoseconds: Int64

        /// Pieces of these sizes.
        package init(first: Int, bytes: Int, everyNanoseconds: Int64) {
            self.first = first
            self.bytes = bytes
            self.everyNanoseconds = everyNanoseconds
        }
    }

    /// What happens to the connection once the bytes are out.
    package enum Afterwards: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// It is closed in this manner.
        case close(CloseManner)
        /// The server sends a FIN and reads on.
        case halfClose
        /// The server goes silent: it keeps the connection, reads, and never answers again.
        case silence
    }

    /// Room for the reply, `ReplyDraft.room` bytes; the reply stands at its start.
    package let buffer: UnsafeMutableRawBufferPointer
    /// Bytes of the reply, 0 for none.
    package var count: Int
    /// The request that it answers.
    package let request: RequestView
    /// Nanoseconds that the reply waits before it leaves.
    package var delayNanoseconds: Int64 = 0
    /// Whether later replies of the connection wait behind it. When false they overtake it.
    package var holdsLater = true
    /// Pieces in which it leaves; nil: in one.
    package var drip: Drip?
    /// It leaves in one segment with the connection's next reply.
    package var joinsNext = false
    /// It leaves after the connection's next reply, which takes its place.
    package var swapsWithNext = false
    /// With `joinsNext` or `swapsWithNext`: nanoseconds after which it leaves alone when no next reply has come.
    package var longestHoldNanoseconds: Int64 = 0
    /// What follows.
    package var afterwards = Afterwards.nothing

    /// Bytes of room: a longest frame (260), and as much again to spoil it or to send it twice.
    package static let room = 520

    /// A draft of the honest reply, `count` bytes at the start of `buffer`.
    package init(buffer: UnsafeMutableRawBufferPointer, count: Int, request: RequestView) {
        self.buffer = buffer
        self.count = count
        self.request = request
    }

    /// The length field of the header as it stands.
    package var lengthField: Int {
        get { Int(buffer[4]) << 8 | Int(buffer[5]) }
        nonmutating set {
            buffer[4] = UInt8(newValue >> 8 & 0xFF)
            buffer[5] = UInt8(newValue & 0xFF)
        }
    }
}
