import Text

/// Which exceptions the server answered to which requests, since the session began.
///
/// An exception that a fault of the plan made says nothing about the client, so it is kept apart.
package struct ExceptionTotals: Hashable, Sendable {
    /// The most rows that are kept: those with the highest counts.
    package static let mostRows = 32

    /// Exceptions of one kind.
    package struct Row: Hashable, Sendable {
        /// The request's unit id, 0 to 255.
        package var unit: Int
        /// The request's function code, 0 to 255.
        package var function: Int
        /// The first address that the request names, 0 to 65535, as on the wire; nil for a function without one, and for
        /// a request too short to hold it.
        package var address: Int?
        /// The exception code, 0 to 255.
        package var code: Int
        /// Whether a fault of the plan made it.
        package var isByFault: Bool
        /// How many there were.
        package var count: Int64

        /// Exceptions of one kind.
        package init(unit: Int, function: Int, address: Int?, code: Int, isByFault: Bool, count: Int64) {
            self.unit = unit
            self.function = function
            self.address = address
            self.code = code
            self.isByFault = isByFault
            self.count = count
        }

        /// What the exception was and to which request: `exception 2 (illegal data address) to function 3 at address 40001,
        /// unit 1`.
        package var sentence: String {
            let place = address.map { " at address \($0)" } ?? ""
            return "exception \(code) (\(ModbusExceptionName.of(code))) to function \(function)\(place), unit \(unit)"
        }
    }

    /// The commonest, most first; at most `mostRows`.
    package private(set) var rows: [Row]
    /// Exceptions that no row holds and no fault made.
    package private(set) var others: Int64
    /// Exceptions that no row holds and that a fault made.
    package private(set) var othersByFault: Int64

    /// Totals of these rows and others; the rarest rows beyond `mostRows` become others.
    package init(_ rows: [Row] = [], others: Int64 = 0, othersByFault: Int64 = 0) {
        self.rows = rows
        self.others = others
        self.othersByFault = othersByFault
        settle()
    }

    /// Exceptions that the client's own requests earned.
    package var earned: Int64 { others + rows.reduce(0) { $1.isByFault ? $0 : $0 + $1.count } }

    /// Exceptions that faults made.
    package var byFault: Int64 { othersByFault + rows.reduce(0) { $1.isByFault ? $0 + $1.count : $0 } }

    /// The commonest exception that the client's own requests earned; nil when there is none.
    package var commonestEarned: Row? { rows.first { !$0.isByFault } }

    /// Adds the totals of another session.
    package mutating func add(_ other: ExceptionTotals) {
        others += other.others
        othersByFault += other.othersByFault
        for row in other.rows {
            if let place = rows.firstIndex(where: { $0.isLike(row) }) {
                rows[place].count += row.count
            } else {
                rows.append(row)
            }
        }
        settle()
    }

    private mutating func settle() {
        // Ties are broken by what the rows say, so that equal totals make equal documents.
        rows.sort { ($1.count, $0.order) < ($0.count, $1.order) }
        for row in rows.dropFirst(Self.mostRows) {
            if row.isByFault { othersByFault += row.count } else { others += row.count }
        }
        rows = Array(rows.prefix(Self.mostRows))
    }
}

extension ExceptionTotals.Row {
    /// Whether it is of the same kind.
    fileprivate func isLike(_ other: Self) -> Bool { order == other.order }

    /// A number for each kind.
    fileprivate var order: Int {
        (((unit << 8 | function) << 17 | (address ?? 1 << 16)) << 8 | code) << 1 | (isByFault ? 1 : 0)
    }
}

extension ExceptionTotals {
    /// The event that holds the totals.
    package func event(at timeSeconds: Double) -> EvidenceEvent {
        let rows = rows.map { row -> JSONValue in
            [
                "unit": .integer(Int64(row.unit)), "function": .integer(Int64(row.function)),
                "address": .optional(row.address.map { Int64($0) }), "code": .integer(Int64(row.code)),
                "by_fault": .bool(row.isByFault), "count": .integer(row.count),
            ]
        }
        return EvidenceEvent(
            timeSeconds: timeSeconds, kind: .exceptions, subject: "server",
            summary: "Which exceptions were answered to what since the session began.",
            detail: [
                "rows": .array(rows), "others": .integer(others), "others_by_fault": .integer(othersByFault),
            ])
    }

    /// The totals from the detail of an event `exceptions`; nil when it does not hold them.
    package init?(_ detail: JSONValue) {
        guard let others = detail.whole("others"), let othersByFault = detail.whole("others_by_fault"),
            case .array(let elements)? = detail["rows"]
        else { return nil }
        var rows: [Row] = []
        for element in elements {
            guard let unit = element.whole("unit"), let function = element.whole("function"),
                let code = element.whole("code"), let count = element.whole("count")
            else { return nil }
            rows.append(
                Row(
                    unit: Int(unit), function: Int(function), address: element.whole("address").map { Int($0) },
                    code: Int(code), isByFault: element["by_fault"] == .bool(true), count: count))
        }
        self.init(rows, others: others, othersByFault: othersByFault)
    }
}
