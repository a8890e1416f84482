/// Fits the parts of a line into a terminal's width.
enum LineFit {
    /// What stands between two parts.
    static let separator = " | "

    /// As many parts from the first one on as fit; a first part that is too long is cut.
    ///
    /// - Parameter columns: the terminal's width; its last column stays free, where many terminals wrap. Nil: unknown, so
    ///   everything is kept.
    static func fitted(_ parts: [String], columns: Int?) -> String {
        guard let columns else { return parts.joined(separator: separator) }
        let room = max(0, columns - 1)
        var line = ""
        for part in parts {
            let longer = line.isEmpty ? part : line + separator + part
            guard longer.count <= room else { break }
            line = longer
        }
        return line.isEmpty ? String((parts.first ?? "").prefix(room)) : line
    }
}
