import CLinux
import Glibc

/// Ends what is left of a client whose keeper was killed.
///
/// The kernel has then killed the client's first process; the rest became children of this process, a subreaper. They
/// are known by the marker in their environment or by the first process's session, so that no other child is touched.
struct StrandedClient {
    let session: ClientSession

    /// Kills until a pass finds nothing, for at most ten seconds.
    func end() -> TerminationReport {
        var killed: Set<Int32> = []
        var left: [Int32] = []
        let deadline = monotonicSeconds() + 10
        repeat {
            left = members()
            for pid in left where kill(pid, SIGKILL) == 0 { killed.insert(pid) }
            for pid in killed {
                var end = clinux_end()
                // Those that are not our children yet are reaped by their parent or adopted in a later pass.
                _ = clinux_wait(pid, 0, &end)
            }
            if !left.isEmpty { usleep(10_000) }
        } while !left.isEmpty && monotonicSeconds() < deadline
        return TerminationReport(asked: 0, killed: killed.count, resisting: left.count)
    }

    private func members() -> [Int32] {
        var found = [Int32](repeating: 0, count: 4096)
        let work = UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 8)
        defer { work.deallocate() }
        let count = clinux_descendants(getpid(), &found, Int32(found.count), work, 1 << 20)
        return found.prefix(Int(max(0, count))).filter { pid in
            pid == session.root || getsid(pid) == session.root || clinux_environment_has(pid, session.marker) == 1
        }
    }
}
