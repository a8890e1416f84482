import Evidence
import Glibc

/// What the harness itself costs: its memory, descriptors, threads and processor time.
struct OwnCost {
    private var buffer = [UInt8](repeating: 0, count: 8192)

    /// Adds the readings of now; one that cannot be taken is left out, which the evidence shows as missing.
    mutating func add(to batch: inout EvidenceBatch, samplingNanoseconds: Int64) {
        batch.second[.samplingMicroseconds] = samplingNanoseconds / 1000
        let status = read("/proc/self/status")
        let fields: [(SecondQuantity, String)] = [
            (.ownResidentKibibytes, "VmRSS:"), (.ownAnonymousKibibytes, "RssAnon:"), (.ownThreads, "Threads:"),
        ]
        for line in status.split(separator: "\n") {
            for (quantity, prefix) in fields where line.hasPrefix(prefix) {
                let words = line.split { $0 == " " || $0 == "\t" }
                if words.count > 1, let value = Int64(words[1]) { batch.second[quantity] = value }
            }
        }
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            batch.second[.ownProcessorMilliseconds] =
                Self.milliseconds(usage.ru_utime) + Self.milliseconds(usage.ru_stime)
        }
        if let count = Self.entryCount("/proc/self/fd") { batch.second[.ownDescriptors] = count - 1 }
    }

    private static func milliseconds(_ time: timeval) -> Int64 {
        Int64(time.tv_sec) * 1000 + Int64(time.tv_usec) / 1000
    }

    private static func entryCount(_ path: String) -> Int64? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var count: Int64 = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    private mutating func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
