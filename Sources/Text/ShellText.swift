/// Text as a POSIX shell takes it.
package enum ShellText {
    /// As a shell would want it, so that the line can be used again.
    package static func quoted(_ argument: String) -> String {
        let isPlain =
            !argument.isEmpty
            && argument.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_./:=,+@%{}".unicodeScalars.contains(scalar)
            }
        return isPlain
            ? argument
            : "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
