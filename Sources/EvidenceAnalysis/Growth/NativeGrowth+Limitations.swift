import Text

extension NativeGrowth {
    /// What the table of functions cannot show, a sentence each.
    var limitations: [String] {
        var sentences: [String] = []
        if rows.isEmpty, openings.isEmpty, !isExplained, let distanceBytes {
            sentences.append(
                "No native call site kept growing by more than chance over \(Figures.duration(comparedSeconds)) of the "
                    + "traced run: a leak of less than some \(9 * distanceBytes >> 10) KiB in that time is not told from "
                    + "chance (--trace-bytes).")
        }
        return sentences + (problems + missingLines).map { "Native tracing: \($0)." }
    }

    /// For each file whose lines are not known: the command that says them.
    private var missingLines: [String] {
        var addresses: [String: [String]] = [:]
        for place in rows.map(\.place) + openings.map(\.place) {
            guard let name = symbols.names[place], name.line == nil, let address = name.address else { continue }
            addresses[place.module, default: []].append("0x" + String(UInt64(bitPattern: address), radix: 16))
        }
        return addresses.sorted { $0.key < $1.key }.map { module, places in
            "no source line is known in \(module), for want of debug information (-g) or of addr2line; the command is "
                + "addr2line -f -C -e \(ShellText.quoted(module)) \(places.prefix(10).joined(separator: " "))"
        }
    }
}
