extension [Diagnostic] {
    /// The most findings that are shown at once.
    package static let shownLimit = 200

    /// The findings with errors before warnings, otherwise in their order, and at most `limit` of them: warnings go
    /// first, and a last finding says how many are not shown.
    package func ranked(limit: Int = shownLimit) -> [Diagnostic] {
        let errors = filter { $0.severity == .error }
        let warnings = filter { $0.severity == .warning }
        let all = errors + warnings
        guard all.count > limit, let last = all.prefix(limit).last else { return all }
        let hiddenErrors = Swift.max(0, errors.count - limit)
        let hidden = all.count - limit
        return all.prefix(limit) + [
            Diagnostic(
                hiddenErrors > 0 ? .error : .warning, code: "TXT001", file: last.file, position: last.position,
                message: "\(hidden) further findings are not shown"
                    + (hiddenErrors > 0 ? ", \(hiddenErrors) of them errors" : ""),
                hint: "mend these first")
        ]
    }
}
