/// A mounted file system whose files are memory.
struct MemoryMount: Hashable, Sendable {
    /// Its device, as in `FileKey`.
    var device: UInt64
    /// Where it is mounted.
    var path: String

    /// Those in the text of /proc/PID/mountinfo (proc_pid_mountinfo(5)), each device once, at its first place.
    static func parse(_ text: String) -> [MemoryMount] {
        var mounts: [MemoryMount] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            // After any number of optional fields a dash, then the kind of file system.
            guard let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count, dash > 4,
                ["tmpfs", "ramfs", "hugetlbfs"].contains(fields[dash + 1])
            else { continue }
            let numbers = fields[2].split(separator: ":").compactMap { UInt64($0) }
            guard numbers.count == 2 else { continue }
            let mount = MemoryMount(device: numbers[0] << 32 | numbers[1], path: unescaped(fields[4]))
            if !mounts.contains(where: { $0.device == mount.device }) { mounts.append(mount) }
        }
        return mounts
    }

    /// A path with the kernel's octal escapes (`\040` for a blank) undone.
    private static func unescaped(_ field: Substring) -> String {
        guard field.contains("\\") else { return String(field) }
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
