import Diagnostics
import Glibc

/// A file of the user's, read in bounded pieces: what is no regular file is refused before a byte is read.
///
/// A FIFO would wait for a writer for ever and a device may never end.
package struct RegularFile: ~Copyable {
    /// Bytes of a piece.
    private static let pieceBytes = 256 << 10

    /// The file, as the user named it.
    package let path: String
    /// Its size in bytes when it was opened.
    package let size: Int
    private let descriptor: Int32

    /// Opens the file at `path`.
    ///
    /// - Throws: `RuntimeError.unreadable` when it is not there or may not be read, `.notRegular` when it is a folder, a
    ///   FIFO, a socket or a device.
    package init(_ path: String) throws(RuntimeError) {
        // Without O_NONBLOCK opening a FIFO waits for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let number = errno
            // A socket cannot be opened at all.
            if number == ENXIO { throw .notRegular(path: path, what: "a socket or a device that is not there") }
            throw .unreadable(path: path, reason: String(cString: strerror(number)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .unreadable(path: path, reason: reason)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notRegular(path: path, what: Self.kind(status.st_mode))
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Hands the file's bytes to `body`, piece by piece from the beginning.
    ///
    /// - Throws: `RuntimeError.tooLarge` beyond `limit` bytes, `.unreadable` when reading fails; what `body` throws.
    package func forEachPiece(limit: Int, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        var offset = 0
        while true {
            let count = pread(descriptor, &piece, piece.count, off_t(offset))
            if count < 0 {
                if errno == EINTR { continue }
                throw RuntimeError.unreadable(path: path, reason: String(cString: strerror(errno)))
            }
            if count == 0 { return }
            offset += count
            guard offset <= limit else {
                throw RuntimeError.tooLarge(path: path, bytes: max(size, offset), limit: limit)
            }
            try body(piece[..<count])
        }
    }

    /// The whole text of the file at `path`.
    ///
    /// - Throws: `RuntimeError`, `.notText` when it is not UTF-8.
    package static func text(_ path: String, limit: Int) throws(RuntimeError) -> String {
        let file = try RegularFile(path)
        guard file.size <= limit else { throw .tooLarge(path: path, bytes: file.size, limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.size)
        do {
            try file.forEachPiece(limit: limit) { bytes += $0 }
        } catch let error as RuntimeError {
            throw error
        } catch {
            preconditionFailure("gathering bytes throws nothing: \(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notText(path: path, position: UTF8Place.firstInvalid(bytes) ?? .start)
        }
        return text
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a FIFO"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        default: "no regular file"
        }
    }
}
