import Glibc

/// Whole milliseconds of a time in seconds, rounded; times that no run reaches are cut off.
func milliseconds(_ seconds: Double) -> Int64 {
    guard seconds.isFinite else { return 0 }
    return Int64((min(max(seconds, -1e12), 1e12) * 1000).rounded())
}

/// Whether there is something at `path`.
func fileExists(_ path: String) -> Bool {
    access(path, F_OK) == 0
}
