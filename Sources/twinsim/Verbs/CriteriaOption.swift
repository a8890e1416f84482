import TwinRuntime

/// The file behind the option `--criteria`.
enum CriteriaOption {
    /// The largest criteria file, in bytes: 64 KiB.
    static let largestFileBytes = 64 << 10

    /// The file's text.
    ///
    /// - Throws: `RuntimeError` when there is no such file, or it is too large.
    static func text(_ file: String) throws -> String {
        try ScenarioFolder.text(file, limit: largestFileBytes)
    }
}
