import Glibc

/// A program or library file, mapped while its functions are looked up.
package struct ModuleFile: ~Copyable {
    /// The largest file that is read, bytes: 4 GiB.
    package static let mostBytes = 4 << 30

    private let bytes: UnsafeRawBufferPointer
    private let symbols: ELFSymbols

    /// Maps the file at `path`; nil when it is not the one with this `inode` any more, or no 64-bit ELF file.
    package init?(_ path: String, inode: UInt64) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, UInt64(status.st_ino) == inode,
            (64...Self.mostBytes).contains(Int(status.st_size)),
            let place = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), place != MAP_FAILED
        else { return nil }
        let bytes = UnsafeRawBufferPointer(start: place, count: Int(status.st_size))
        guard let symbols = ELFSymbols(bytes) else {
            munmap(place, bytes.count)
            return nil
        }
        self.bytes = bytes
        self.symbols = symbols
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// The address, as the file's own tables count, of the byte at `offset`; nil when it is not loaded.
    package func address(ofFileOffset offset: UInt64) -> UInt64? { symbols.address(ofFileOffset: offset) }

    /// The function around `address`, and how far into it that is; nil when no name covers it.
    package func function(at address: UInt64) -> (name: String, offset: UInt64)? {
        symbols.function(at: address, in: bytes)
    }
}
