/// Processes outside the client's own tree that are measured as if they were in it.
package enum WatchTarget: Hashable, Sendable, CustomStringConvertible {
    /// The process with this number, and its descendants.
    case process(Int32)
    /// The processes of this control group and of those below it, and their descendants: a path below the place where
    /// control groups are mounted, or an absolute one.
    case controlGroup(String)

    /// Reads `pid:N` or `cgroup:PATH`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "pid":
            guard let number = Int32(parts[1]), number > 0 else { return nil }
            self = .process(number)
        case "cgroup":
            // A way up would leave the place that control groups are mounted at.
            guard !parts[1].isEmpty, !parts[1].split(separator: "/").contains("..") else { return nil }
            self = .controlGroup(String(parts[1]))
        default: return nil
        }
    }

    /// As it is written on the command line.
    package var description: String {
        switch self {
        case .process(let number): "pid:\(number)"
        case .controlGroup(let path): "cgroup:\(path)"
        }
    }
}
