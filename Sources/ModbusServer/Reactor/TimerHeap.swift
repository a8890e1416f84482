/// When each slot of the connection table is to be looked at again, the earliest first.
///
/// A slot has one due time at most, so the heap is never larger than the table and a connection that ends leaves nothing
/// behind. A binary heap: setting and clearing cost the logarithm of the slots that wait.
struct TimerHeap {
    /// What `dueNanoseconds` is for a slot that does not wait.
    static let never = Int64.max

    private struct Entry {
        var due: Int64
        var slot: Int32
    }

    private var entries: [Entry] = []
    /// Slot -> its place in `entries`, or -1; as long as the highest slot that ever waited.
    private var places: [Int32] = []

    /// A heap in which nothing waits.
    init() {}

    /// Slots that wait.
    var count: Int { entries.count }

    /// The earliest due time; nil when nothing waits.
    var earliest: Int64? { entries.first?.due }

    /// When this slot is due; `never` when it does not wait.
    func dueNanoseconds(_ slot: Int) -> Int64 {
        guard slot < places.count, places[slot] >= 0 else { return Self.never }
        return entries[Int(places[slot])].due
    }

    /// The slot that is due first, if it is due at `now`; it stays in the heap.
    func due(at now: Int64) -> Int? {
        guard let first = entries.first, first.due <= now else { return nil }
        return Int(first.slot)
    }

    /// Sets when a slot is due, whether or not it waited before; `never` clears it.
    mutating func set(_ slot: Int, _ due: Int64) {
        guard due != Self.never else { return clear(slot) }
        while places.count <= slot { places.append(-1) }
        let place = Int(places[slot])
        if place < 0 {
            entries.append(Entry(due: due, slot: Int32(slot)))
            rise(entries.count - 1)
        } else if entries[place].due != due {
            let isEarlier = due < entries[place].due
            entries[place].due = due
            if isEarlier { rise(place) } else { sink(place) }
        }
    }

    /// Takes a slot out.
    mutating func clear(_ slot: Int) {
        guard slot < places.count, places[slot] >= 0 else { return }
        let place = Int(places[slot])
        places[slot] = -1
        let last = entries.removeLast()
        guard place < entries.count else { return }
        let isEarlier = last.due < entries[place].due
        entries[place] = last
        places[Int(last.slot)] = Int32(place)
        if isEarlier { rise(place) } else { sink(place) }
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let entry = entries[place]
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.due < entries[parent].due else { break }
            put(entries[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let entry = entries[place]
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].due < entries[child].due { child += 1 }
            guard entries[child].due < entry.due else { break }
            put(entries[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        entries[place] = entry
        places[Int(entry.slot)] = Int32(place)
    }
}
