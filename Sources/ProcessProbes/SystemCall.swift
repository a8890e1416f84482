import Glibc

/// The C library's sentence for an error number, such as "No such file or directory".
func sentence(ofError number: Int32) -> String {
    String(cString: strerror(number))
}

/// Seconds on the monotonic clock, for waiting only: measurements get their time passed in.
func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}

/// Waits until `descriptor` is readable; false when `seconds` have passed first.
func waitUntilReadable(_ descriptor: Int32, seconds: Double) -> Bool {
    let deadline = monotonicSeconds() + seconds
    while true {
        let left = max(0, deadline - monotonicSeconds())
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&waiting, 1, Int32(min(left * 1000, 1e9).rounded(.up)))
        if ready > 0 { return true }
        if ready == 0, left == 0 || monotonicSeconds() >= deadline { return false }
        if ready < 0, errno != EINTR { return false }
    }
}

/// Writes all of `bytes`; 0, or the error number that stopped it.
func writeFully(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
        let wrote = write(descriptor, rest.baseAddress, rest.count)
        if wrote < 0 {
            if errno == EINTR { continue }
            return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(wrote))
    }
    return 0
}

/// Reads exactly as many bytes as `buffer` holds; false at the end of the stream or on an error.
func readFully(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var rest = buffer
    while !rest.isEmpty {
        let got = read(descriptor, rest.baseAddress, rest.count)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { return false }
        rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(got))
    }
    return true
}
