import CLinux
import Glibc

/// What a traced process has open or running, by the call site that opened or started it.
package enum NativeOpened {
    /// What it is; the raw value stands in snapshots.
    package enum Kind: String, Hashable, Sendable {
        /// A descriptor that is no socket.
        case descriptor
        /// A socket.
        case socket
        /// A thread.
        case thread
        /// A child process.
        case child
    }

    /// What things have in common that are counted together.
    package struct Origin: Hashable, Sendable {
        /// What they are.
        package var kind: Kind
        /// The hash of their call site, as `NativeSites.Site` has it; 0 where the tally did not see it.
        package var siteHash: UInt64

        /// An origin.
        package init(kind: Kind, siteHash: UInt64) {
            self.kind = kind
            self.siteHash = siteHash
        }
    }

    /// The most descriptors and threads of a process that are looked at.
    static let most = 8192
}

extension NativeSiteReader {
    /// How many things the process has now of each origin.
    ///
    /// Cost: a directory each of descriptors and threads, and some microseconds for each descriptor. Empty when the process
    /// has ended or may not be looked into.
    package func opened(process pid: Int32, children: [Int32]) -> [NativeOpened.Origin: Int64] {
        var counts: [NativeOpened.Origin: Int64] = [:]
        func add(_ kind: NativeOpened.Kind, _ site: UInt64) {
            counts[.init(kind: kind, siteHash: hash(ofSite: site)), default: 0] += 1
        }
        for descriptor in Self.numbers(in: "/proc/\(pid)/fd") {
            guard let target = Self.target(of: "/proc/\(pid)/fd/\(descriptor)") else { continue }
            let site = descriptor < Int32(TALLY_DESCRIPTORS) ? word(ofResource: Int(descriptor)) : 0
            add(target.hasPrefix("socket:") ? .socket : .descriptor, site)
        }
        for thread in Self.numbers(in: "/proc/\(pid)/task") where thread != pid {
            let place = Int(TALLY_DESCRIPTORS) + Int(thread) % Int(TALLY_THREADS)
            add(.thread, site(noted: word(ofResource: place), of: thread))
        }
        for child in children {
            let place = Int(TALLY_DESCRIPTORS) + Int(TALLY_THREADS) + Int(child) % Int(TALLY_CHILDREN)
            add(.child, site(noted: word(ofResource: place), of: child))
        }
        return counts
    }

    /// The site in a word that holds a number and its site; 0 when the word is another number's.
    private func site(noted word: UInt64, of number: Int32) -> UInt64 {
        word >> 16 == UInt64(UInt32(bitPattern: number)) ? word & 0xFFFF : 0
    }

    private static func numbers(in folder: String) -> [Int32] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var found: [Int32] = []
        while found.count < NativeOpened.most, let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int32(name) { found.append(number) }
        }
        return found
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let length = readlink(link, &buffer, buffer.count)
        return length < 0 ? nil : String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
