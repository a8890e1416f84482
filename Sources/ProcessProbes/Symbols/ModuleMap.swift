import Glibc

/// Which file's code stands where in a process: the executable part of /proc/PID/maps.
package struct ModuleMap: Hashable, Sendable {
    /// A stretch of a file's code.
    package struct Stretch: Hashable, Sendable {
        /// The addresses that it covers.
        package var addresses: Range<UInt64>
        /// Where the first of them stands in the file, bytes.
        package var offset: UInt64
        /// The file's inode, so that a later file of the same name is not taken for it.
        package var inode: UInt64
        /// The file.
        package var path: String
    }

    /// The most stretches that are kept.
    package static let mostStretches = 4096

    /// The stretches, by address.
    package private(set) var stretches: [Stretch] = []

    /// Reads the text of /proc/PID/maps (proc_pid_maps(5)); lines that are none of an executable file are left out.
    package init(parsing text: String) {
        for line in text.split(separator: "\n") where stretches.count < Self.mostStretches {
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count == 6, fields[1].contains("x") else { continue }
            let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            let path = fields[5].drop { $0 == " " }
            guard ends.count == 2, ends[0] < ends[1], path.hasPrefix("/"), !path.hasSuffix(" (deleted)"),
                let offset = UInt64(fields[2], radix: 16), let inode = UInt64(fields[4])
            else { continue }
            stretches.append(
                Stretch(addresses: ends[0]..<ends[1], offset: offset, inode: inode, path: String(path)))
        }
        stretches.sort { $0.addresses.lowerBound < $1.addresses.lowerBound }
    }

    /// What is in process `pid` now; nil when it has ended or belongs to another user.
    package init?(ofProcess pid: Int32) {
        guard let text = ProcessWords.text("/proc/\(pid)/maps", atMost: 16 << 20), !text.isEmpty else { return nil }
        self.init(parsing: text)
    }

    /// The file in which `address` stands, with its place there in bytes; nil when it is in none.
    package func place(of address: UInt64) -> (stretch: Stretch, offset: UInt64)? {
        var low = 0
        var high = stretches.count
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].addresses.upperBound <= address { low = middle + 1 } else { high = middle }
        }
        guard low < stretches.count, stretches[low].addresses.contains(address) else { return nil }
        let stretch = stretches[low]
        return (stretch, address - stretch.addresses.lowerBound + stretch.offset)
    }
}
