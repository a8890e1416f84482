import CLinux
import Glibc

/// One process that tries one kind of waiting, as `WaitTrial` drives it.
struct WaitSubject {
    private let pid: Int32
    private let input: Int32
    /// The descriptor on which it writes.
    let output: Int32
    private let rounds: Int
    private var result: WaitTrial.Measurement
    private var text: [UInt8] = []
    private var beganAt: Double?
    private var lastAt: Double?
    private var processorAtBeginning: Double?
    /// Whether it waits for the word to begin.
    private(set) var isReady = false
    /// Whether nothing more comes of it.
    private(set) var isOver = false

    /// Starts the process.
    init(
        _ request: WaitTrial.Request, rounds: Int, arguments: [String], environment: [String: String]
    ) throws(LaunchError) {
        guard let file = arguments.first else { throw .noCommand }
        result = WaitTrial.Measurement(request: request, rounds: rounds)
        self.rounds = rounds
        var inward: [Int32] = [-1, -1]
        var outward: [Int32] = [-1, -1]
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nothing >= 0, clinux_pipe(&inward, 4096) == 0, clinux_pipe(&outward, 65536) == 0 else {
            let reason = sentence(ofError: errno)
            for descriptor in [nothing] + inward + outward where descriptor >= 0 { close(descriptor) }
            throw .resourceUnavailable(what: "a pipe", reason: reason)
        }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        pid = clinux_spawn(file, &words, &variables, [inward[0], outward[1], nothing, nothing])
        input = inward[1]
        output = outward[0]
        for descriptor in [nothing, inward[0], outward[1]] { close(descriptor) }
        guard pid > 0 else {
            close(input)
            close(output)
            throw .notExecutable(path: file, reason: sentence(ofError: -pid))
        }
    }

    /// Whether it waits and has not done all its rounds.
    var isRunning: Bool { beganAt != nil && !isOver }

    /// Gives the word to begin.
    mutating func begin(at moment: Double) {
        var byte: UInt8 = 0x67
        beganAt = moment
        processorAtBeginning = Self.processorSeconds(pid)
        // A process that has ended meanwhile shows as one that did not begin; the pipe's reader is asked first.
        if isOver || write(input, &byte, 1) != 1 { isOver = true }
    }

    /// Takes what it has written.
    mutating func read(at moment: Double) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let got = Glibc.read(output, &buffer, buffer.count)
        guard got > 0 else {
            isOver = true
            return
        }
        text += buffer.prefix(got)
        while let end = text.firstIndex(of: 0x0A) {
            let line = String(decoding: text[..<end], as: UTF8.self)
            text.removeSubrange(...end)
            if line == "ready" {
                isReady = true
            } else if let stamp = Double(line) {
                result.stamps.append(stamp)
                if result.stamps.count > 1 { lastAt = moment }
            }
        }
        if result.stamps.count > rounds {
            isOver = true
            noteProcessor()
        }
    }

    private mutating func noteProcessor() {
        guard let before = processorAtBeginning, let now = Self.processorSeconds(pid) else { return }
        result.processorSeconds = now - before
    }

    /// What it measured, at the end of the trial.
    func measurement(at moment: Double) -> WaitTrial.Measurement {
        var subject = self
        if subject.result.processorSeconds == nil { subject.noteProcessor() }
        subject.result.realSeconds = (lastAt ?? moment) - (beganAt ?? moment)
        return subject.result
    }

    /// Ends the process and clears up behind it.
    func end() {
        kill(pid, SIGKILL)
        var end = clinux_end()
        _ = clinux_wait(pid, 1, &end)
        close(input)
        close(output)
        FaketimeLibrary.removeRemains(ofProcess: pid)
    }

    /// The processor time that a process has taken, s; nil when it cannot be read.
    private static func processorSeconds(_ pid: Int32) -> Double? {
        let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let got = Glibc.read(descriptor, &buffer, buffer.count)
        guard got > 0, let bracket = buffer[..<got].lastIndex(of: 0x29) else { return nil }
        // The command's name, in brackets, may hold anything; the fields are counted behind it.
        let fields = String(decoding: buffer[(bracket + 1)..<got], as: UTF8.self).split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
