import CLinux
import Glibc

/// Asks `addr2line`, where it is installed, for the source lines of addresses; without it nothing is known.
package enum SourceLines {
    /// What it says of an address.
    package struct Line: Hashable, Sendable {
        /// The function's name as its language spells it; nil when it knows none.
        package var function: String?
        /// `file:line`; nil when the file has no debug information for it.
        package var place: String?
    }

    /// The most addresses of one question.
    package static let mostAddresses = 500
    /// The longest wait for its answer, s.
    package static let patienceSeconds = 20.0

    /// The program; nil when it is not installed.
    package static var program: String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return try? ProgramLookup.find("addr2line", searchPath: path)
    }

    /// The lines of `addresses` in the file `module`, in their order; empty when they cannot be told.
    package static func of(_ addresses: [UInt64], in module: String) -> [Line] {
        guard let program, !addresses.isEmpty, addresses.count <= mostAddresses else { return [] }
        let words = [program, "-f", "-C", "-e", module] + addresses.map { "0x" + String($0, radix: 16) }
        guard let answer = run(words) else { return [] }
        let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2 * addresses.count else { return [] }
        return addresses.indices.map { index in
            // A line may be followed by " (discriminator 2)"; unknown ones read ??:0 or ??:?.
            let place = lines[2 * index + 1].split(separator: " ").first.map(String.init) ?? ""
            let isKnown = !place.hasPrefix("??") && !place.hasSuffix(":?") && !place.hasSuffix(":0")
            let function = String(lines[2 * index])
            return Line(function: function.hasPrefix("??") ? nil : function, place: isKnown ? place : nil)
        }
    }

    /// Starts a program and reads what it prints, at most 4 MiB; nil when it fails or takes too long.
    private static func run(_ words: [String]) -> String? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        // Not inherited by who does not ask for it.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let empty = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(ends[0])
            if empty >= 0 { close(empty) }
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C"), nil]
        let pid = clinux_spawn(words[0], &arguments, &environment, [empty, ends[1], empty, empty])
        for text in arguments + environment { free(text) }
        close(ends[1])
        guard pid > 0 else { return nil }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        var left = Int(patienceSeconds * 20)
        while left > 0, output.count < 4 << 20 {
            var wait = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            if poll(&wait, 1, 50) <= 0 {
                left -= 1
                continue
            }
            let count = read(ends[0], &buffer, buffer.count)
            guard count > 0 else { break }
            output += buffer[..<count]
        }
        kill(pid, SIGKILL)
        var end = clinux_end()
        _ = clinux_wait(pid, 1, &end)
        return output.isEmpty ? nil : String(decoding: output, as: UTF8.self)
    }
}
