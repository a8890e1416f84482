/// The names of the files in an evidence folder.
package struct EvidenceFolder: Hashable, Sendable {
    /// The folder.
    package var path: String

    /// The evidence folder at `path`.
    package init(_ path: String) {
        self.path = path
    }

    /// Everything that was recorded (SQLite; while a run goes on also `-wal` and `-shm` beside it).
    package var database: String { path + "/evidence.sqlite" }
    /// The file whose lock says that a twinsim is writing.
    package var writerLock: String { path + "/evidence.lock" }
    /// What the client wrote to its standard output and standard error.
    package var clientLog: String { path + "/client.log" }
    /// What the client wrote in this session, from 1: each session that resumes the run has a log of its own.
    ///
    /// So does each launch anew within a session: `client-1-2.log` is the third client of the first session.
    package func clientLog(session: Int, restarts: Int = 0) -> String {
        if restarts > 0 { return path + "/client-\(session)-\(restarts).log" }
        return session == 1 ? clientLog : path + "/client-\(session).log"
    }
    /// The report for people.
    package var htmlReport: String { path + "/report.html" }
    /// The report for code reviews.
    package var markdownReport: String { path + "/report.md" }
    /// The verdict for programs.
    package var verdict: String { path + "/verdict.json" }
    /// The verdict for continuous-integration servers.
    package var junit: String { path + "/junit.xml" }
    /// The snapshots of a traced client, one file each.
    package var trace: String { path + "/trace" }
    /// What the client held of native memory by size class, two files a process; a traced run has them in `trace`.
    package var native: String { path + "/native" }
    /// The evidence of a second, traced run that explains this one.
    package var explanation: EvidenceFolder { EvidenceFolder(path + "/explain") }
    /// The copy of the scenario's files.
    package var scenario: String { path + "/scenario" }
}
