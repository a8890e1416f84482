import CLinux
import Glibc

/// Which file: its device and its inode, for as long as it exists.
struct FileKey: Hashable, Sendable {
    /// The device: major number times 2³² plus the minor one.
    var device: UInt64
    /// The inode.
    var inode: UInt64
}

/// What the kernel says of a file.
struct FileStatus: Hashable, Sendable {
    /// Which file.
    var key: FileKey
    /// Its length, bytes.
    var size: UInt64
    /// What it takes on its file system, bytes: in memory for one in a tmpfs.
    var occupied: UInt64
    /// Its birth, ns since 1970; nil where the file system does not tell it.
    var bornNanoseconds: Int64?
    /// Whether it is a regular file.
    var isRegular: Bool
    /// Whether it is a directory.
    var isDirectory: Bool
    /// Under how many names it can be found; 0 for one that was deleted and is still open.
    var links: Int
    /// The user that owns it.
    var owner: UInt32

    /// The bytes that it holds on a disk: neither holes nor what a file system reserved ahead of its end.
    var storedBytes: UInt64 { min(size, occupied) }

    /// Looks at `path`, below the open directory `directory`; nil with the error number in `errno` when that fails.
    init?(_ path: String, in directory: Int32 = AT_FDCWD, followingLinks: Bool = false) {
        var file = clinux_file()
        let error = clinux_file_status(directory, path, followingLinks ? 1 : 0, &file)
        guard error == 0 else {
            errno = -error
            return nil
        }
        key = FileKey(device: file.device, inode: file.inode)
        size = file.size
        occupied = file.occupied
        bornNanoseconds = file.born_ns < 0 ? nil : file.born_ns
        isRegular = file.mode & UInt32(S_IFMT) == UInt32(S_IFREG)
        isDirectory = file.mode & UInt32(S_IFMT) == UInt32(S_IFDIR)
        links = Int(file.links)
        owner = file.owner
    }
}
