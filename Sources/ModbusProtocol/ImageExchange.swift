import Synchronization

/// Hands register images from the scan to the server and client writes from the server to the scan, without a lock.
///
/// One scan thread and one reactor thread. Images are triple-buffered: the scan publishes a whole image, the reactor
/// takes the newest whole image, so a value of several registers is never torn. Writes go through a ring in the order
/// in which clients made them.
///
/// Invariant behind `@unchecked Sendable`: `master`, `back` and `drained` are touched by the scan thread only;
/// `front` and `written` by the reactor thread only; an image changes sides only through `middle`, with release and
/// acquire; a slot of the ring is written only before `committed` passes it and again only after an image said that
/// the scan had latched it.
package final class ImageExchange: @unchecked Sendable {
    /// How many writes the ring holds unless told otherwise.
    package static let defaultWriteCapacity = 4096

    /// Which value lies where.
    package let map: RegisterMap
    /// The number of client writes that may wait for the scan's latch.
    package let writeCapacity: Int

    private let images: [RegisterImage]
    private let master: RegisterImage
    private var back = 0
    private var front = 1
    /// The image that changes sides: its index, plus `fresh` when the reactor has not seen it.
    private let middle = Atomic<Int>(2)
    private static let fresh = 4

    /// Entry index in the high, register content in the low 32 bits.
    private let ring: UnsafeMutablePointer<UInt64>
    private let committed = Atomic<UInt64>(0)
    private var drained: UInt64 = 0
    private var written: UInt64 = 0

    /// An exchange for images of `map`, all registers 0, that holds up to `writeCapacity` waiting writes (rounded up
    /// to a power of two, at least the 1968 coils of one request).
    package init(map: RegisterMap, writeCapacity: Int = ImageExchange.defaultWriteCapacity) {
        self.map = map
        var capacity = 2048
        while capacity < writeCapacity { capacity *= 2 }
        self.writeCapacity = capacity
        images = (0..<3).map { _ in RegisterImage(map: map) }
        master = RegisterImage(map: map)
        ring = .allocate(capacity: capacity)
        ring.initialize(repeating: 0, count: capacity)
    }

    deinit {
        ring.deallocate()
    }

    // MARK: Scan side

    /// Hands every write that clients made since the last call to `body`, in order. Allocates nothing.
    package func drainWrites(_ body: (_ entry: Int, _ value: Double) -> Void) {
        let end = committed.load(ordering: .acquiring)
        while drained < end {
            let slot = ring[Int(drained & UInt64(writeCapacity - 1))]
            let entry = Int(slot >> 32)
            body(entry, map.plans[entry].value(fromRaw: UInt32(truncatingIfNeeded: slot)))
            drained += 1
        }
    }

    /// Lets `fill` change the scan's own image and publishes a copy of it as the newest. Allocates nothing.
    ///
    /// The image keeps what earlier calls put into it, so `fill` may write only what changed.
    package func publish(_ fill: (RegisterImage) -> Void) {
        fill(master)
        images[back].copyRegisters(from: master)
        images[back].latchedWrites = drained
        back = middle.exchange(back | Self.fresh, ordering: .acquiringAndReleasing) & ~Self.fresh
    }

    // MARK: Reactor side

    /// The image that the reactor answers from; valid until the next `refresh()`.
    package var image: RegisterImage { images[front] }

    /// Takes the newest published image and puts back into it the writes that the scan had not latched when it was
    /// published, so that a client reads back at once what it wrote.
    package func refresh() {
        guard middle.load(ordering: .relaxed) & Self.fresh != 0 else { return }
        front = middle.exchange(front, ordering: .acquiringAndReleasing) & ~Self.fresh
        let image = images[front]
        var sequence = image.latchedWrites
        while sequence < written {
            let slot = ring[Int(sequence & UInt64(writeCapacity - 1))]
            image.setRaw(Int(slot >> 32), UInt32(truncatingIfNeeded: slot))
            sequence += 1
        }
    }

    /// How many writes can still be taken before the scan latches.
    ///
    /// Counted from what the image at hand says was latched, not from what the scan has drained meanwhile: those
    /// slots are still needed to bring a new image up to date.
    package var freeWrites: Int { writeCapacity - Int(written - images[front].latchedWrites) }

    /// Writes a value as a client would: into the image at hand and into the ring.
    ///
    /// - Returns: false when the ring is full; nothing was written then, and the client gets exception 6.
    package func write(entry: Int, value: Double) -> Bool {
        guard freeWrites > 0 else { return false }
        image.encode(entry, value)
        stageWrite(of: entry)
        commitWrites()
        return true
    }

    /// Puts the present content of the entry's registers into the ring; the scan sees it after `commitWrites()`.
    /// There must be room: `freeWrites`.
    package func stageWrite(of entry: Int) {
        ring[Int(written & UInt64(writeCapacity - 1))] = UInt64(entry) << 32 | UInt64(image.raw(entry))
        written += 1
    }

    /// Lets the scan see everything that was staged, as one: a request's values are latched together.
    package func commitWrites() {
        committed.store(written, ordering: .releasing)
    }
}
