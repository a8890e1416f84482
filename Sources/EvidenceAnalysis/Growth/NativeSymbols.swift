import Text

/// The names of places in programs and libraries, as twinsim found them when the traced run was over.
package struct NativeSymbols: Hashable, Sendable {
    /// What is known of a place.
    package struct Name: Hashable, Sendable {
        /// The function; nil when no symbol table names it.
        package var function: String?
        /// How far into the function it is, bytes.
        package var functionOffset: Int64
        /// The address as the file's own tables count, which `addr2line` takes; nil when the file could not be read.
        package var address: Int64?
        /// `file:line`; nil without debug information, or without `addr2line`.
        package var line: String?
        /// The function as its language spells it; nil where `function` says it already, or nobody does.
        package var readable: String?

        /// What is known of a place.
        package init(
            function: String?, functionOffset: Int64, address: Int64?, line: String?, readable: String? = nil
        ) {
            self.function = function
            self.functionOffset = functionOffset
            self.address = address
            self.line = line
            self.readable = readable
        }
    }

    /// The names by place.
    package var names: [NativeSnapshot.Call: Name] = [:]

    /// No names.
    package init() {}

    /// The symbols' file: a line for each place.
    package var text: String {
        let places = names.keys.sorted { ($0.module, $0.offset, $0.inode) < ($1.module, $1.offset, $1.inode) }
        return places.map { place in
            let name = names[place]
            let row: JSONValue = [
                "kind": "symbol", "module": .string(place.module), "inode": .integer(place.inode),
                "offset": .integer(place.offset), "function": .optional(name?.function),
                "function_offset": .integer(name?.functionOffset ?? 0), "address": .optional(name?.address),
                "line": .optional(name?.line), "readable": .optional(name?.readable),
            ]
            return row.compact + "\n"
        }.joined()
    }

    /// Reads the symbols' file; lines that are none are left out.
    package init(parsing text: String) {
        for row in text.split(separator: "\n") {
            guard let row = JSONValue(parsing: String(row)), row.text("kind") == "symbol",
                let module = row.text("module"), let offset = row.whole("offset"), let inode = row.whole("inode")
            else { continue }
            names[.init(module: module, offset: offset, inode: inode)] = Name(
                function: row.text("function"), functionOffset: row.whole("function_offset") ?? 0,
                address: row.whole("address"), line: row.text("line"), readable: row.text("readable"))
        }
    }
}
