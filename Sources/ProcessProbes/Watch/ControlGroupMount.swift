/// Where a hierarchy of control groups is mounted.
struct ControlGroupMount: Hashable, Sendable {
    /// The directory.
    var path: String
    /// Whether it is of version 2, which has all controllers in one hierarchy.
    var isUnified: Bool

    /// Those in the text of /proc/PID/mountinfo, the unified one first.
    static func parse(_ text: String) -> [ControlGroupMount] {
        var mounts: [ControlGroupMount] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash > 4, dash + 1 < fields.count else { continue }
            switch fields[dash + 1] {
            case "cgroup2": mounts.insert(ControlGroupMount(path: String(fields[4]), isUnified: true), at: 0)
            case "cgroup": mounts.append(ControlGroupMount(path: String(fields[4]), isUnified: false))
            default: break
            }
        }
        return mounts
    }

    /// The directories that may be meant by `group`: itself where it lies below one of `mounts`, and below each of them.
    static func candidates(for group: String, in mounts: [ControlGroupMount]) -> [String] {
        let own = mounts.filter { group == $0.path || group.hasPrefix($0.path + "/") }.isEmpty ? [] : [group]
        let relative = group.hasPrefix("/") ? String(group.dropFirst()) : group
        return own + mounts.map { relative.isEmpty ? $0.path : $0.path + "/" + relative }
    }
}
