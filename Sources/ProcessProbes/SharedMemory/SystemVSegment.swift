/// A System V shared memory segment: a line of /proc/sysvipc/shm (proc_sysvipc_shm of proc(5)).
struct SystemVSegment: Hashable, Sendable {
    /// Its number, `shmid`.
    var number: Int32
    /// The process that created it.
    var creator: Int32
    /// The user that created it.
    var owner: UInt32
    /// What it takes in memory and in swap, bytes.
    var bytes: UInt64

    /// Those in the kernel's table, which begins with a line of names; lines of another form are left out.
    static func parse(_ text: [UInt8]) -> [SystemVSegment] {
        text.split(separator: 0x0A).dropFirst().compactMap { line in
            let fields = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            // key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap
            guard fields.count >= 16, let number = Int32(fields[1]), let creator = Int32(fields[4]),
                let owner = UInt32(fields[9]), let resident = UInt64(fields[14]), let swapped = UInt64(fields[15])
            else { return nil }
            return SystemVSegment(number: number, creator: creator, owner: owner, bytes: resident + swapped)
        }
    }
}
