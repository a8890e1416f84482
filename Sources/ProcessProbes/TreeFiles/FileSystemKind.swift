import CLinux

/// What a file system keeps its files in.
enum FileSystemKind: Hashable, Sendable {
    /// Memory: tmpfs, ramfs, huge pages.
    case memory
    /// A disk, here or elsewhere.
    case disk
    /// Nothing: the kernel makes up the content.
    case madeUp

    /// The kind of the file system that holds `path`; nil when it cannot be asked.
    init?(holding path: String) {
        let number = clinux_file_system_kind(path)
        guard number >= 0 else { return nil }
        self.init(number: UInt32(truncatingIfNeeded: number))
    }

    /// The kind by the number that statfs(2) gives (linux/magic.h).
    init(number: UInt32) {
        switch number {
        // tmpfs, ramfs, hugetlbfs, memfd_secret.
        case 0x0102_1994, 0x8584_58F6, 0x9584_58F6, 0x5345_434D: self = .memory
        // proc, sysfs, cgroup, cgroup 2, debugfs, tracefs, securityfs, selinux, bpf, pstore, efivarfs, devpts, mqueue,
        // binfmt_misc, nsfs, anonymous inodes, pipefs, sockfs, configfs, fusectl, rpc_pipefs, devtmpfs of old kernels.
        case 0x9FA0, 0x6265_6572, 0x0027_E0EB, 0x6367_7270, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0xF97C_FF8C,
            0xCAFE_4A11, 0x6165_676C, 0xDE5E_81E4, 0x1CD1, 0x1980_0202, 0x4249_4E4D, 0x6E73_6673, 0x0904_1934,
            0x5049_5045, 0x534F_434B, 0x6265_6570, 0x6573_5543, 0x6759_6969, 0x1373:
            self = .madeUp
        default: self = .disk
        }
    }
}
