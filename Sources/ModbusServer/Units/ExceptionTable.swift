/// Counts exceptions by kind, in a table that is made once.
///
/// Not thread-safe: the recorder that owns it has a lock.
struct ExceptionTable: ~Copyable {
    /// The most kinds that are told apart at a time.
    static let capacity = 256

    private let kinds: UnsafeMutablePointer<ExceptionKind>
    private let keys: UnsafeMutablePointer<UInt64>
    private var used = 0
    /// Exceptions of kinds that had to make room, and whether faults made them: no, yes.
    private(set) var others: (earned: UInt64, byFault: UInt64) = (0, 0)

    /// An empty table.
    init() {
        kinds = .allocate(capacity: Self.capacity)
        keys = .allocate(capacity: Self.capacity)
    }

    deinit {
        kinds.deallocate()
        keys.deallocate()
    }

    /// Counts one exception. Allocates nothing; takes some nanoseconds a kind that there is.
    ///
    /// When there is no room, the rarest kind makes way: a client that tries every address once does not hide what it does
    /// afterwards.
    mutating func count(_ kind: ExceptionKind) {
        let key = kind.key
        for place in 0..<used where keys[place] == key {
            kinds[place].count += 1
            return
        }
        var place = used
        if used < Self.capacity {
            used += 1
        } else {
            place = 0
            for other in 1..<used where kinds[other].count < kinds[place].count { place = other }
            let rarest = kinds[place]
            if rarest.isByFault { others.byFault += rarest.count } else { others.earned += rarest.count }
        }
        keys[place] = key
        kinds[place] = kind
        kinds[place].count = 1
    }

    /// Every kind with its count, in no order.
    var all: [ExceptionKind] { (0..<used).map { kinds[$0] } }
}
