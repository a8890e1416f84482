import CLinux
import Evidence
import Glibc

/// A regular file that a process holds open.
struct OpenFile: Hashable, Sendable {
    /// What the kernel says of it.
    var status: FileStatus
    /// Its path as the process sees it; of a deleted file the last one.
    var path: String
    /// What it is kept in.
    var kind: FileSystemKind
    /// Whether it is open for writing.
    var isWritten: Bool
}

/// Lists the regular files that processes hold open.
final class OpenFileReader {
    /// The most open files of a process that are looked at.
    static let mostFiles = 4096

    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    private var numbers = [Int32](repeating: 0, count: OpenFileReader.mostFiles)
    private var kinds: [UInt64: FileSystemKind] = [:]

    deinit { buffer.deallocate() }

    /// The regular files that process `pid` holds open; costs some 3 µs a descriptor and 8 µs a file.
    func files(of pid: Int32) -> Result<[OpenFile], ProcError> {
        let directory = open("/proc/\(pid)/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return .failure(ProcError(number: errno)) }
        defer { close(directory) }
        let count = clinux_list_path_descriptors(
            directory, buffer.baseAddress, buffer.count, &numbers, Int32(numbers.count))
        guard count >= 0 else { return .failure(ProcError(number: -count)) }
        var files: [OpenFile] = []
        for number in numbers.prefix(Int(count)) {
            let name = "\(number)"
            guard let status = FileStatus(name, in: directory, followingLinks: true), status.isRegular,
                let path = Self.link(name, in: directory)
            else { continue }
            // A file system's first file is asked for its kind; the device stands for it afterwards.
            guard let kind = kinds[status.key.device] ?? FileSystemKind(holding: "/proc/\(pid)/fd/\(number)") else {
                continue
            }
            kinds[status.key.device] = kind
            // The permissions of the link itself are the mode of opening (proc_pid_fd(5)).
            var link = stat()
            let isWritten = fstatat(directory, name, &link, AT_SYMLINK_NOFOLLOW) == 0 && link.st_mode & S_IWUSR != 0
            files.append(OpenFile(status: status, path: path, kind: kind, isWritten: isWritten))
        }
        return .success(files)
    }

    private static func link(_ name: String, in directory: Int32) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes {
            readlinkat(directory, name, $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        guard length > 0 else { return nil }
        let path = String(decoding: target.prefix(length), as: UTF8.self)
        let mark = " (deleted)"
        return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
    }
}
