import CLinux
import Glibc

/// Reads the call sites that the preloaded tally samples in a traced process, in place: no call reaches the client.
///
/// The file stays mapped, so what a process that has ended left in it can still be read.
package final class NativeSiteReader {
    /// Which file is mapped: a program that the process executes anew makes another one.
    package let inode: UInt64
    private let mapping: UnsafeMutableRawPointer
    private static let bytes = Int(TALLY_FILE_BYTES) + Int(TALLY_SITES_BYTES) + Int(TALLY_RESOURCES_BYTES)

    /// The number of the file in which process `pid` counts; nil when there is none.
    package static func inode(ofProcess pid: Int32, in directory: String) -> UInt64? {
        var status = stat()
        return stat("\(directory)/native-\(pid)", &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Maps the file of process `pid` in the counters' `directory`; nil when it has none, or one without call sites.
    package init?(process pid: Int32, in directory: String) {
        let descriptor = open("\(directory)/native-\(pid)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size == Self.bytes,
            let place = mmap(nil, Self.bytes, PROT_READ, MAP_SHARED, descriptor, 0), place != MAP_FAILED
        else { return nil }
        guard clinux_read_word(place) == TALLY_MAGIC else {
            munmap(place, Self.bytes)
            return nil
        }
        mapping = place
        inode = UInt64(status.st_ino)
    }

    deinit { munmap(mapping, Self.bytes) }

    /// The hash of the site with this number; 0 for none.
    func hash(ofSite number: UInt64) -> UInt64 {
        guard number > 0, number < UInt64(TALLY_SITES) else { return 0 }
        let first = Int(TALLY_FILE_BYTES) + Int(number) * Int(TALLY_SITE_WORDS) * 8
        return clinux_read_word(mapping + first + Int(TALLY_SITE_HASH.rawValue) * 8)
    }

    /// A word of those about what is open or runs.
    func word(ofResource place: Int) -> UInt64 {
        clinux_read_word(mapping + Int(TALLY_FILE_BYTES) + Int(TALLY_SITES_BYTES) + place * 8)
    }

    /// What is there now; copies some hundred kB at most.
    package func read() -> NativeSites {
        func header(_ word: tally_header_word) -> UInt64 { clinux_read_word(mapping + Int(word.rawValue) * 8) }
        var sites: [NativeSites.Site] = []
        for number in 0..<Int(TALLY_SITES) {
            let first = Int(TALLY_FILE_BYTES) + number * Int(TALLY_SITE_WORDS) * 8
            func word(_ word: Int) -> UInt64 { clinux_read_word(mapping + first + word * 8) }
            func word(_ name: tally_site_word) -> UInt64 { word(Int(name.rawValue)) }
            let hash = word(TALLY_SITE_HASH)
            guard hash != 0 || (number == 0 && word(TALLY_SITE_TAKEN) > 0) else { continue }
            let depth = min(Int(word(TALLY_SITE_DEPTH)), Int(TALLY_SITE_FRAMES))
            sites.append(
                NativeSites.Site(
                    hash: hash, calls: (0..<depth).map { word(Int(TALLY_SITE_CALLS.rawValue) + $0) },
                    samples: Int64(bitPattern: word(TALLY_SITE_SAMPLES)),
                    bytes: Int64(bitPattern: word(TALLY_SITE_BYTES)),
                    blocks: Double(Int64(bitPattern: word(TALLY_SITE_BLOCKS))) / 65536,
                    variance: Double(max(0, Int64(bitPattern: word(TALLY_SITE_VARIANCE)))) * 1_048_576,
                    spread: Double(word(TALLY_SITE_SPREAD)) * 1_048_576))
        }
        return NativeSites(
            distanceBytes: Int64(header(TALLY_HEADER_DISTANCE)), samplesWithoutSite: header(TALLY_HEADER_NO_SITE),
            samplesWithoutBlock: header(TALLY_HEADER_NO_BLOCK), hasNoUnwinder: header(TALLY_HEADER_NO_UNWINDER) == 1,
            sites: sites)
    }
}
