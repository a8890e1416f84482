/// Memory that a client's tree holds and that is no process's own: each object counted once, however many share it.
package struct SharedMemory: Hashable, Sendable {
    /// Files in memory (/dev/shm and every other tmpfs), open, mapped or neither, bytes.
    package var fileBytes: UInt64 = 0
    /// Memory without a name: memfd, shared anonymous mappings, bytes.
    package var namelessBytes: UInt64 = 0
    /// System V segments, bytes.
    package var systemVBytes: UInt64 = 0
    /// How many objects these are.
    package var objects = 0

    /// None.
    package init() {}

    /// All of it, bytes.
    package var bytes: UInt64 { fileBytes + namelessBytes + systemVBytes }
}
