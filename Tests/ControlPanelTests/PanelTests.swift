import ControlPanel
import Diagnostics
import Foundation
import Synchronization
import Testing
import Text

/// A twin that only notes what a panel asks of it.
private final class NotingSubject: PanelSubject {
    let injected = Mutex<[[String]]>([])
    let inForce = Mutex<Set<Int>>([4])

    func status() -> JSONValue { ["title": "A twin", "mode": "run", "scans": 12] }
    func tags() -> JSONValue { [["name": "LIT101", "value": 2.5, "unit": "m"]] }
    func faults() -> JSONValue { [["number": 4, "label": "slow", "state": "in force"]] }

    func controller() -> JSONValue { ["state": "faulted", "sound": false] }
    func clearController() -> JSONValue { ["cleared": 1] }

    func inject(_ words: [String]) throws(InvalidInput) -> InjectedFault {
        guard words.first == "delay" else {
            throw InvalidInput([
                Diagnostic(code: "FLT009", file: "inject", position: .start, message: "no kind '\(words[0])'")
            ])
        }
        return injected.withLock { list in
            list.append(words)
            let number = list.count + 4
            return InjectedFault(number: number, label: "delay#injected-\(number)", sentence: "Injected delay.")
        }
    }

    func clearFault(_ number: Int) -> Bool { inForce.withLock { $0.remove(number) != nil } }

    func clearFaults() -> Int {
        inForce.withLock { present in
            defer { present = [] }
            return present.count
        }
    }
}

/// Runs what blocks on a thread of its own: the tests' pool has two.
private func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
}

/// The answer of `curl`, a client that is not ours: the status and the body.
private func curl(_ arguments: [String]) async throws -> (status: Int, body: String) {
    try await offPool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl", "-s", "-w", "\n%{http_code}"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let body = lines.dropLast().joined(separator: "\n")
        return (Int(lines.last ?? "") ?? 0, body.hasSuffix("\n") ? String(body.dropLast()) : body)
    }
}

@Suite("The control panel", .timeLimit(.minutes(5)))
struct PanelTests {
    private let subject = NotingSubject()

    private func opened() async throws -> PanelServer {
        let subject = subject
        return try await offPool { try PanelServer(subject, port: 0) }
    }

    @Test("The page comes from the panel and needs nothing from elsewhere")
    func page() async throws {
        let panel = try await opened()
        defer { panel.close() }
        let answer = try await curl(["http://127.0.0.1:\(panel.port)/"])
        #expect(answer.status == 200)
        #expect(answer.body.contains("<title>twinsim</title>"))
        #expect(!answer.body.contains("http://") && !answer.body.contains("https://"))
    }

    @Test("The API tells status, tags, faults and the catalogue")
    func reading() async throws {
        let panel = try await opened()
        defer { panel.close() }
        let base = "http://127.0.0.1:\(panel.port)/api/"
        #expect(try await curl([base + "status"]).body == #"{"title":"A twin","mode":"run","scans":12}"#)
        #expect(try await curl([base + "tags"]).body == #"[{"name":"LIT101","value":2.5,"unit":"m"}]"#)
        #expect(try await curl([base + "faults"]).body.contains(#""number":4"#))
        #expect(try await curl([base + "catalogue"]).body.contains("reconnect-storm"))
        #expect(try await curl([base + "nothing"]).status == 404)
        #expect(try await curl(["-X", "DELETE", base + "status"]).status == 405)
        #expect(try await curl([base + "controller"]).body == #"{"state":"faulted","sound":false}"#)
        #expect(try await offPool { try PanelClient(port: panel.port).clearController() } == 1)
    }

    @Test("A fault is injected from JSON, by curl and by our own client, and cleared by its number or with all others")
    func injecting() async throws {
        let panel = try await opened()
        defer { panel.close() }
        let port = panel.port
        let answer = try await curl([
            "-H", "Content-Type: application/json", "-d", #"{"fault":"delay","by":"500ms","unit":[1,2],"limit":3}"#,
            "http://127.0.0.1:\(port)/api/faults",
        ])
        #expect(answer.status == 201)
        #expect(answer.body == #"{"number":5,"label":"delay#injected-5","sentence":"Injected delay."}"#)
        #expect(try await offPool { try PanelClient(port: port).inject(["delay", "by=1s"]).number } == 6)
        #expect(
            subject.injected.withLock { $0 } == [["delay", "by=500ms", "unit=1,2", "limit=3"], ["delay", "by=1s"]])
        #expect(try await offPool { try PanelClient(port: port).clear(4) } == 1)
        await #expect(throws: PanelError.refused("no fault with the number 4 is in force")) {
            try await offPool { try PanelClient(port: port).clear(4) }
        }
        #expect(try await offPool { try PanelClient(port: port).clear(nil) } == 0)
    }

    @Test("Words that are no fault come back with their diagnostic")
    func refused() async throws {
        let panel = try await opened()
        defer { panel.close() }
        let port = panel.port
        let error = await #expect(throws: PanelError.refused("inject:1:1: error FLT009: no kind 'dlay'")) {
            try await offPool { try PanelClient(port: port).inject(["dlay"]) }
        }
        #expect(error?.code == "PNL003")
    }

    @Test(
        "Another page in the user's browser cannot reach the twin",
        arguments: [
            ["-H", "Host: evil.example", "-X", "DELETE"], ["-H", "Origin: http://evil.example", "-X", "DELETE"],
            ["-H", "Content-Type: text/plain", "-d", #"{"fault":"delay"}"#],
            ["-H", "Origin: http://127.0.0.1:1", "-X", "DELETE"], ["-H", "Origin: null", "-X", "DELETE"],
            ["-H", "Host: 127.0.0.1.evil.example", "-X", "DELETE"], ["-H", "Host: localhost:1x", "-X", "DELETE"],
            ["-H", "Sec-Fetch-Site: cross-site", "-X", "DELETE"],
            ["-H", "Content-Type: application/jsonp", "-d", #"{"fault":"delay"}"#],
            ["-H", "Content-Type: application/json; charset=latin1", "-d", #"{"fault":"delay"}"#],
        ])
    func guarded(arguments: [String]) async throws {
        let panel = try await opened()
        defer { panel.close() }
        let answer = try await curl(arguments + ["http://127.0.0.1:\(panel.port)/api/faults"])
        #expect(answer.status == 403 || answer.status == 415)
        #expect(subject.injected.withLock { $0.isEmpty })
        #expect(subject.inForce.withLock { $0 } == [4])
    }

    @Test("A port that another program has is an error that says so")
    func busyPort() async throws {
        let panel = try await opened()
        defer { panel.close() }
        let (subject, port) = (subject, panel.port)
        await #expect {
            try await offPool { _ = try PanelServer(subject, port: port) }
        } throws: { error in
            guard case PanelError.cannotListen(port, _)? = error as? PanelError else { return false }
            return true
        }
    }

    @Test("A panel that is closed does not answer, and the client says what to do")
    func closed() async throws {
        let panel = try await opened()
        let port = panel.port
        panel.close()
        var message = ""
        do { _ = try await offPool { try PanelClient(port: port).faults() } } catch { message = "\(error)" }
        #expect(message.contains("no panel answers on port \(port)"))
        #expect(message.contains("--panel \(port)"))
    }
}
