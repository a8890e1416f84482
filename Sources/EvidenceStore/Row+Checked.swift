import Evidence
import GRDB

/// A column holds something else than the schema says; becomes `StoreError.corrupt`.
struct UnexpectedContent: Error, CustomStringConvertible {
    /// What is wrong.
    let description: String
}

// GRDB's own subscripts trap on content of another type, and evidence may come from anywhere.
extension Row {
    /// The whole number in `column`.
    func integer(_ column: String) throws -> Int64 {
        guard let value = try optionalInteger(column) else { throw UnexpectedContent(description: "\(column) is NULL") }
        return value
    }

    /// The whole number in `column`, or nil for NULL.
    func optionalInteger(_ column: String) throws -> Int64? { try optional(column) }

    /// The number in `column`.
    func number(_ column: String) throws -> Double {
        guard let value: Double = try optional(column) else {
            throw UnexpectedContent(description: "\(column) is NULL")
        }
        return value
    }

    /// The number in `column`, or nil for NULL.
    func optionalNumber(_ column: String) throws -> Double? { try optional(column) }

    /// The text in `column`.
    func text(_ column: String) throws -> String {
        guard let value = try optionalText(column) else { throw UnexpectedContent(description: "\(column) is NULL") }
        return value
    }

    /// The text in `column`, or nil for NULL.
    func optionalText(_ column: String) throws -> String? { try optional(column) }

    /// The milliseconds in `column` as seconds.
    func seconds(_ column: String) throws -> Double { Double(try integer(column)) / 1000 }

    /// The milliseconds in `column` as seconds, or nil for NULL.
    func optionalSeconds(_ column: String) throws -> Double? { try optionalInteger(column).map { Double($0) / 1000 } }

    /// The whole number in `column` in 32 bits, or nil for NULL.
    func optionalInteger32(_ column: String) throws -> Int32? {
        try optionalInteger(column).map { Int32(truncatingIfNeeded: $0) }
    }

    /// The whole number in the column at `index`, from 0, or nil for NULL.
    ///
    /// For loops over every sample, in which looking up names and checking types would cost more than reading: only after
    /// `Database.requireStrict`, which has SQLite vouch for the types.
    func optionalInteger(at index: Int) -> Int64? { self[index] }

    /// The whole number in the column at `index`, from 0, under the same condition.
    func integer(at index: Int) throws -> Int64 {
        guard let value = optionalInteger(at: index) else {
            throw UnexpectedContent(description: "column \(index) is NULL")
        }
        return value
    }

    private func optional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let content: DatabaseValue = self[column]
        if content.isNull { return nil }
        guard let value = Value.fromDatabaseValue(content) else {
            throw UnexpectedContent(description: "\(column) holds \(content)")
        }
        return value
    }

    /// The process that the columns `pid` and `start_ticks` name.
    func processKey() throws -> ProcessKey {
        ProcessKey(
            pid: Int32(truncatingIfNeeded: try integer("pid")),
            startTicks: UInt64(bitPattern: try integer("start_ticks")))
    }
}

extension Database {
    /// Makes sure that every value in `table` has its column's type, as SQLite does for a table that is STRICT.
    func requireStrict(_ table: String) throws {
        let sql = "SELECT strict FROM pragma_table_list(?)"
        guard try Bool.fetchOne(self, sql: sql, arguments: [table]) == true else {
            throw UnexpectedContent(description: "\(table) is missing or is no table of twinsim's")
        }
    }
}
