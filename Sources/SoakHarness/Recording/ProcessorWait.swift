import Glibc

/// How long the calling thread has been ready to run and waited for a processor.
enum ProcessorWait {
    /// Seconds since the thread began; nil where the kernel does not tell (built without scheduler statistics).
    static func seconds() -> Double? {
        guard let file = fopen("/proc/thread-self/schedstat", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        // Time on a processor, time waiting for one, both in ns, and the number of turns.
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        guard words.count >= 2, let waited = Double(words[1]) else { return nil }
        return waited * 1e-9
    }
}
