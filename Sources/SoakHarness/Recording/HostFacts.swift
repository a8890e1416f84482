import Evidence
import Glibc

/// What machine this is, and what time of day: the facts that only the outside world knows.
package enum HostFacts {
    /// The machine, for the record.
    static func describe() -> HostDescription {
        var names = utsname()
        uname(&names)
        let pages = Int64(sysconf(Int32(_SC_PHYS_PAGES)))
        return HostDescription(
            operatingSystem: operatingSystem(), kernel: text(of: &names.release),
            processors: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            memoryBytes: pages * Int64(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The wall clock in UTC, ISO 8601.
    static func now() -> String {
        var moment = time(nil)
        var parts = tm()
        gmtime_r(&moment, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return text(of: buffer)
    }

    /// The wall clock in UTC as part of a file's name: `20260301-140500`.
    package static func stamp() -> String {
        String(now().filter { $0.isNumber || $0 == "T" }.map { $0 == "T" ? "-" : $0 })
    }

    /// A random identity: 128 bits, in the form of a version-4 UUID (RFC 9562).
    static func randomIdentity() -> String {
        var generator = SystemRandomNumberGenerator()
        var digits = (0..<32).map { _ in String(UInt8.random(in: 0..<16, using: &generator), radix: 16) }
        digits[12] = "4"
        digits[16] = ["8", "9", "a", "b"][Int.random(in: 0..<4, using: &generator)]
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { digits[$0].joined() }.joined(separator: "-")
    }

    private static func operatingSystem() -> String {
        guard let file = fopen("/etc/os-release", "re") else { return "Linux" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let read = text(of: line)
            if read.hasPrefix("PRETTY_NAME=") {
                return read.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" && $0 != "\n" }
            }
        }
        return "Linux"
    }

    private static func text(of bytes: [CChar]) -> String {
        String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func text<Field>(of field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
