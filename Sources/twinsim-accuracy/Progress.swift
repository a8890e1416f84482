import Glibc

/// What is being measured, on standard error: a line each time.
struct Progress {
    private let begin = Self.seconds()

    /// Says that `what` is measured now.
    func show(_ what: String) {
        write("\(elapsed()) s: \(what)\n")
    }

    /// Says how long everything took.
    func end() {
        write("\(elapsed()) s: done\n")
    }

    // Straight to the descriptor: nothing is held back when standard error is a file.
    private func write(_ line: String) {
        var bytes = Array(line.utf8)
        _ = Glibc.write(STDERR_FILENO, &bytes, bytes.count)
    }

    private func elapsed() -> Int { Int(Self.seconds() - begin) }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
