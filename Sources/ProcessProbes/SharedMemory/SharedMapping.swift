/// A mapping of a process that may hold shared memory: a line of /proc/PID/maps, with more from /proc/PID/smaps.
struct SharedMapping: Hashable, Sendable {
    /// The addresses, as the kernel writes them: the name of its link in /proc/PID/map_files.
    var addresses: String
    /// The object that is mapped.
    var key: FileKey
    /// Where the mapping begins in the object, bytes.
    var offset: UInt64
    /// The object's path; the kernel makes up one for those without a name.
    var path: String
    /// What of it is resident in this process, bytes; 0 where the text was `maps`.
    var residentBytes: UInt64 = 0

    /// Whether the object has a name in a file system.
    var isNamed: Bool { !Self.madeUp.contains { path.hasPrefix($0) } }
    /// The number of the System V segment; nil for anything else.
    var segment: Int32? { path.hasPrefix("/SYSV") ? Int32(truncatingIfNeeded: key.inode) : nil }

    /// What the kernel calls shared memory without a name: memfd_create(2), System V, and mmap(2) with MAP_SHARED and
    /// MAP_ANONYMOUS, which is a mapping of /dev/zero.
    private static let madeUp = ["/memfd:", "/SYSV", "/dev/zero (deleted)", "[anon_shmem:"]

    /// The mappings in a text of /proc/PID/maps or smaps whose object lies in memory: without a name, or on a device of
    /// `devices`.
    static func parse(_ text: [UInt8], devices: Set<UInt64>) -> [SharedMapping] {
        var mappings: [SharedMapping] = []
        var isWanted = false
        for line in text.split(separator: 0x0A) {
            guard let first = line.first else { continue }
            if (0x30...0x39).contains(first) || (0x61...0x66).contains(first) {
                isWanted = false
                guard let mapping = SharedMapping(line: line), !mapping.isNamed || devices.contains(mapping.key.device)
                else { continue }
                mappings.append(mapping)
                isWanted = true
            } else if isWanted, line.starts(with: Array("Rss:".utf8)) {
                let digits = line.filter { (0x30...0x39).contains($0) }
                mappings[mappings.count - 1].residentBytes =
                    (UInt64(String(decoding: digits, as: UTF8.self)) ?? 0) * 1024
            }
        }
        return mappings
    }

    /// Reads a line like `7f12-7f34 rw-s 00000000 00:01 1028 /memfd:x (deleted)`; nil when it maps no file.
    private init?(line: ArraySlice<UInt8>) {
        // A mapping of no file has inode 0; most have, and are passed over without a string.
        let fields = line.split(separator: 0x20, maxSplits: 5)
        guard fields.count == 6, fields[4] != [0x30] else { return nil }
        func text(_ index: Int) -> String { String(decoding: fields[index], as: UTF8.self) }
        let device = text(3).split(separator: ":").compactMap { UInt64($0, radix: 16) }
        guard device.count == 2, let inode = UInt64(text(4)), let offset = UInt64(text(2), radix: 16) else {
            return nil
        }
        addresses = text(0)
        key = FileKey(device: device[0] << 32 | device[1], inode: inode)
        self.offset = offset
        path = String(text(5).drop { $0 == " " })
    }

    /// The least size of each object that one process's mappings tell: what is resident, each part of the object once,
    /// however often it is mapped.
    static func residentBytes(_ mappings: [SharedMapping]) -> [FileKey: UInt64] {
        var parts: [FileKey: [UInt64: UInt64]] = [:]
        for mapping in mappings {
            let known = parts[mapping.key]?[mapping.offset] ?? 0
            parts[mapping.key, default: [:]][mapping.offset] = max(known, mapping.residentBytes)
        }
        return parts.mapValues { $0.values.reduce(0, +) }
    }
}
