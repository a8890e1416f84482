import Synchronization

/// Hands register images from the scan to the server and client writes from the server to the scan, without a lock.
///
/// One scan thread and one reactor thread. Images are triple-buffered: the scan publishes a whole image, the reactor
/// takes the newest whole image, so a value of several registers is never torn. Writes go through a ring in the order
/// in which clients made them. While the ring is full the reactor holds newer writes back, the last one of each value,
/// and passes them on together as soon as there is room: a scan sees late, but it misses no value's last write.
///
/// A unit that several reactors show has a mirror for each further one (`makeMirror()`): the scan fills one image and
/// copies it to every mirror, and it latches the writes of all of them, the last one of each value by the time at which
/// it reached its reactor.
///
/// Invariant behind `@unchecked Sendable`: `master`, `back` and `drained` are touched by the scan thread only;
/// `front`, `image`, `written` and `held` by the reactor thread only; `mirrors` changes before both start; an image
/// changes sides only through `middle`, with release and acquire; a slot of the ring is written only before
/// `committed` passes it and again only after an image said that the scan had latched it.
package final class ImageExchange: @unchecked Sendable {
    /// How many writes the ring holds unless told otherwise.
    package static let defaultWriteCapacity = 4096

    /// Which value lies where.
    package let map: RegisterMap
    /// The number of client writes that may wait for the scan's latch.
    package let writeCapacity: Int

    /// One write that waits for the scan: the entry and its whole register content.
    private struct Slot {
        let entry: Int
        let raw: UInt64
        /// Its place among the writes to all mirrors; 0 where there are none.
        let stamp: UInt64
    }

    /// What it has in common with its mirrors.
    package let commons: ExchangeCommons
    /// The unit's files.
    package var files: FileStore { commons.files }
    /// The exchanges of further reactors; only the first exchange of a unit has any.
    private var mirrors: [ImageExchange] = []

    private let images: [RegisterImage]
    private let master: RegisterImage
    private var back = 0
    private var front = 1
    /// The image that changes sides: its index, plus `fresh` when the reactor has not seen it.
    private let middle = Atomic<Int>(2)
    private static let fresh = 4

    private let ring: UnsafeMutablePointer<Slot>
    private let committed = Atomic<UInt64>(0)
    private var drained: UInt64 = 0
    private var written: UInt64 = 0
    private var held: HeldWrites

    /// An exchange for images of `map`, all registers 0, whose ring holds `writeCapacity` writes, rounded up to a
    /// power of two and to no fewer than the map has entries, so that held writes fit it at the latest when it is
    /// empty.
    package convenience init(map: RegisterMap, writeCapacity: Int = ImageExchange.defaultWriteCapacity) {
        self.init(
            map: map, writeCapacity: writeCapacity, master: RegisterImage(map: map), commons: ExchangeCommons(map: map))
    }

    private init(map: RegisterMap, writeCapacity: Int, master: RegisterImage, commons: ExchangeCommons) {
        self.map = map
        self.master = master
        self.commons = commons
        var capacity = 1
        while capacity < max(writeCapacity, map.entries.count) { capacity *= 2 }
        self.writeCapacity = capacity
        held = HeldWrites(entryCount: map.entries.count)
        images = (0..<3).map { _ in RegisterImage(map: map) }
        image = images[1]
        ring = .allocate(capacity: capacity)
        ring.initialize(repeating: Slot(entry: 0, raw: 0, stamp: 0), count: capacity)
    }

    deinit {
        ring.deallocate()
    }

    /// An exchange for another reactor that shows the same unit: the same images, its own writes.
    ///
    /// Only before the scan and the reactors run, and of an exchange that is no mirror itself.
    package func makeMirror() -> ImageExchange {
        let mirror = ImageExchange(map: map, writeCapacity: writeCapacity, master: master, commons: commons)
        mirror.images[mirror.front].copyRegisters(from: master)
        mirrors.append(mirror)
        commons.isShared = true
        return mirror
    }

    // MARK: Scan side

    /// Hands every write that clients made since the last call to `body`, in order. Allocates nothing.
    ///
    /// With mirrors: the writes of one reactor in order; of writes to one value by clients of several reactors the last
    /// one wins, also when an earlier one comes in with a later scan.
    package func drainWrites(_ body: (_ entry: Int, _ value: Double) -> Void) {
        guard !mirrors.isEmpty else {
            let end = committed.load(ordering: .acquiring)
            while drained < end {
                let slot = ring[Int(drained & UInt64(writeCapacity - 1))]
                body(slot.entry, map.plans[slot.entry].value(fromRaw: slot.raw))
                drained += 1
            }
            return
        }
        // Writes that are stamped from now on wait for the next scan: one of them may answer to a write that another
        // ring has not told yet.
        let horizon = commons.stampedWrites
        drainStamped(before: horizon, body)
        for mirror in mirrors { mirror.drainStamped(before: horizon, body) }
    }

    private func drainStamped(before horizon: UInt64, _ body: (_ entry: Int, _ value: Double) -> Void) {
        let end = committed.load(ordering: .acquiring)
        while drained < end {
            let slot = ring[Int(drained & UInt64(writeCapacity - 1))]
            guard slot.stamp <= horizon else { return }
            if commons.isNewest(slot.stamp, of: slot.entry) {
                body(slot.entry, map.plans[slot.entry].value(fromRaw: slot.raw))
            }
            drained += 1
        }
    }

    /// Lets `fill` change the scan's own image and publishes a copy of it as the newest. Allocates nothing.
    ///
    /// The image keeps what earlier calls put into it, so `fill` may write only what changed.
    package func publish(_ fill: (RegisterImage) -> Void) {
        fill(master)
        handOver()
        for mirror in mirrors { mirror.handOver() }
    }

    private func handOver() {
        images[back].copyRegisters(from: master)
        images[back].latchedWrites = drained
        back = middle.exchange(back | Self.fresh, ordering: .acquiringAndReleasing) & ~Self.fresh
    }

    // MARK: Reactor side

    /// The image that the reactor answers from; valid until the next `refresh()`.
    package private(set) var image: RegisterImage

    /// Takes the newest published image and puts back into it the writes that the scan had not latched when it was
    /// published, so that a client reads back at once what it wrote.
    package func refresh() {
        guard middle.load(ordering: .relaxed) & Self.fresh != 0 else { return }
        front = middle.exchange(front, ordering: .acquiringAndReleasing) & ~Self.fresh
        image = images[front]
        var sequence = image.latchedWrites
        while sequence < written {
            let slot = ring[Int(sequence & UInt64(writeCapacity - 1))]
            image.setRaw(slot.entry, slot.raw)
            sequence += 1
        }
        guard !held.isEmpty else { return }
        held.visit { entry, raw, _ in image.setRaw(entry, raw) }
        guard held.count <= freeWrites else { return }
        held.visit { append($0, $1, stamp: $2) }
        held.removeAll()
        committed.store(written, ordering: .releasing)
    }

    /// Whether writes are held back; then `refresh()` must be called again soon, even if no client asks anything.
    package var holdsWrites: Bool { !held.isEmpty }

    /// Writes a tag's value as a client would: the reactor's image shows it at once, the scan sees it at its latch.
    package func write(entry: Int, value: Double) {
        image.encode(entry, value)
        let entry = map.entries[entry]
        _ = passOnWrites(entry.table, start: entry.offset, count: entry.words)
    }

    /// Tells the scan what a client wrote to this range of the image at hand, as one: the scan latches all of it or
    /// none. The range must be mapped.
    ///
    /// Values that the client did not change are told too: the scan may be changing them at this moment.
    ///
    /// - Returns: the number of values.
    package func passOnWrites(_ table: RegisterTable, start: Int, count: Int) -> Int {
        let most = map.entryCount(table, start: start, count: count)
        var values = 0
        let image = image
        let hasRoom = held.isEmpty && most <= freeWrites
        let stamp = commons.isShared ? commons.nextStamp() : 0
        _ = map.forEachEntry(table, start: start, count: count) { entry, _ in
            // A read-only bit beside writable ones is the scan's own.
            guard map.plans[entry].writable else { return true }
            values += 1
            commons.noteWrite(entry)
            if hasRoom {
                append(entry, image.raw(entry), stamp: stamp)
            } else {
                held.put(entry, image.raw(entry), stamp: stamp)
            }
            return true
        }
        if hasRoom { committed.store(written, ordering: .releasing) }
        return values
    }

    /// Room in the ring, counted from what the image at hand says was latched, not from what the scan has drained
    /// meanwhile: those slots are still needed to bring a new image up to date.
    private var freeWrites: Int { writeCapacity - Int(written - image.latchedWrites) }

    private func append(_ entry: Int, _ raw: UInt64, stamp: UInt64) {
        ring[Int(written & UInt64(writeCapacity - 1))] = Slot(entry: entry, raw: raw, stamp: stamp)
        written += 1
    }
}
