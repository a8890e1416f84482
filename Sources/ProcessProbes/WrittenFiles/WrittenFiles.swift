/// What the client's tree wrote into files on disks since the start.
package struct WrittenFiles: Hashable, Sendable {
    /// One file and by how much it grew.
    package struct Grown: Hashable, Sendable {
        /// Its newest path, as the process that wrote it sees it.
        package var path: String
        /// Bytes that it has more than at the start.
        package var bytes: Int64
    }

    /// Bytes in the files now less those at the start: what was deleted is less, what was renamed is the same.
    package var grownBytes: Int64
    /// How many files the tree wrote that are there.
    package var files: Int
    /// Bytes that are free to the client's user on the file system whose files grew most; nil when none grew.
    package var freeBytes: UInt64?
    /// The files that grew most, the most first, at most five.
    package var largest: [Grown]

    /// What was written.
    package init(grownBytes: Int64, files: Int, freeBytes: UInt64?, largest: [Grown]) {
        self.grownBytes = grownBytes
        self.files = files
        self.freeBytes = freeBytes
        self.largest = largest
    }
}
