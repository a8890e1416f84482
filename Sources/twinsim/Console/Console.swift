import Glibc

/// The two streams of the program: results on standard output, progress and errors on standard error.
enum Console {
    /// Writes a line of results.
    static func print(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes text as it is to standard output.
    static func printRaw(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes an error or a warning, each on lines of its own.
    static func error(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes progress as it is to standard error.
    static func progress(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// Whether standard error is a terminal, where a live line can be rewritten.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// How many columns the terminal behind standard error has now; nil where it does not say.
    static var errorColumns: Int? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Whether standard output may be coloured: it is a terminal and NO_COLOR is not set.
    static var mayColour: Bool {
        isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    // The reader went away or its disk is full: nothing can be told to it any more.
                    return
                }
            }
        }
    }
}
