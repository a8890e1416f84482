/// The objects of a JavaScript heap, counted by type: by constructor, functions by name, the rest by V8's own kinds.
package struct HeapTypes: Hashable, Sendable {
    /// How many there are of a type, and their own size without what they refer to.
    package struct Total: Hashable, Sendable {
        /// How many.
        package var count: Int64
        /// Bytes.
        package var bytes: Int64

        /// A total.
        package init(count: Int64, bytes: Int64) {
            self.count = count
            self.bytes = bytes
        }
    }

    /// The totals by type; names are controlled by the client.
    package var totals: [String: Total]

    /// Totals by type.
    package init(totals: [String: Total]) {
        self.totals = totals
    }
}
