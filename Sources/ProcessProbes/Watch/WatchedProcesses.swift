import Evidence
import Glibc

/// Finds, sample by sample, the processes that are watched besides the client's own tree.
package final class WatchedProcesses {
    /// The most control groups below a watched one.
    static let mostGroups = 1024
    /// The most processes that are taken from control groups.
    static let mostProcesses = ProcessTreeSampler.maximumProcesses
    /// How long a control group may be missing after the start, s: a container's or a unit's is made while it starts.
    package static let patienceSeconds = 30.0

    /// What is watched.
    package let targets: [WatchTarget]
    /// The processes of `targets` that are named by their number, as they were at the start.
    package let processes: [ProcessKey]

    private let groups: [(name: String, candidates: [String])]
    private var found: Set<String> = []

    /// Looks that the named processes are there and where control groups are mounted.
    ///
    /// - Parameters:
    ///   - known: of a run that is resumed the processes that it watched, which must be the same.
    ///   - mountText: the text of /proc/self/mountinfo; another one for tests.
    package init(
        _ targets: [WatchTarget], known: [ProcessKey] = [], mountText: String? = nil
    ) throws(WatchError) {
        let text = mountText ?? String(decoding: ProcessWords.content("/proc/self/mountinfo"), as: UTF8.self)
        let mounts = ControlGroupMount.parse(text)
        var processes: [ProcessKey] = []
        var groups: [(name: String, candidates: [String])] = []
        for target in targets {
            switch target {
            case .process(let number):
                guard let key = Self.key(of: number) else { throw .noSuchProcess(number) }
                if let before = known.first(where: { $0.pid == number }), before != key {
                    throw .anotherProcess(number)
                }
                processes.append(key)
            case .controlGroup(let name):
                let candidates = ControlGroupMount.candidates(for: name, in: mounts)
                guard !candidates.isEmpty else { throw .noControlGroups(name) }
                groups.append((name, candidates))
            }
        }
        self.targets = targets
        self.processes = processes
        self.groups = groups
    }

    /// The numbers of the watched processes that are there now, in no particular order; their descendants are the
    /// sampler's to find.
    func current() -> [Int32] {
        // A number that was used again is somebody else's.
        var numbers = Set(processes.filter { Self.key(of: $0.pid) == $0 }.map(\.pid))
        for group in groups {
            var left = Self.mostGroups
            for candidate in group.candidates {
                collect(candidate, of: group.name, left: &left, into: &numbers)
            }
        }
        return Array(numbers)
    }

    /// A watched control group that has not been there yet when `current` looked; nil when each has.
    package var missing: String? { groups.first { !found.contains($0.name) }?.name }

    private func collect(_ path: String, of name: String, left: inout Int, into numbers: inout Set<Int32>) {
        guard left > 0 else { return }
        left -= 1
        let descriptor = open(path + "/cgroup.procs", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        close(descriptor)
        found.insert(name)
        let text = String(decoding: ProcessWords.content(path + "/cgroup.procs"), as: UTF8.self)
        for line in text.split(separator: "\n") where numbers.count < Self.mostProcesses {
            // 0 stands for a process of another PID namespace, which has no number here.
            if let number = Int32(line), number > 0 { numbers.insert(number) }
        }
        guard let listing = opendir(path) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            guard entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let below = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if below != ".", below != ".." { collect(path + "/" + below, of: name, left: &left, into: &numbers) }
        }
    }

    private static func key(of pid: Int32) -> ProcessKey? {
        let text = ProcessWords.content("/proc/\(pid)/stat")
        guard let stat = text.withUnsafeBytes({ ProcText(bytes: $0).stat() }), stat.state != UInt8(ascii: "Z") else {
            return nil
        }
        return ProcessKey(pid: pid, startTicks: stat.startTicks)
    }
}
