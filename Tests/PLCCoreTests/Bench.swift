import Determinism
import LadderText
import PLCCore

/// A small controller for tests: a program, its tags and a simulated clock.
///
/// The last rungs of a test program say nothing about the outside world: the test sets tags, scans, and looks at tags.
final class Bench {
    let controller: Controller
    let tags: TagTable
    private(set) var now = SimulatedTime.zero

    /// Compiles `program`; `declarations` is a list like `"START:BOOL T1:TIMER PRE=500;ACC=0"`, one tag a line.
    init(_ declarations: String, _ program: String, run: Bool = true) throws {
        tags = try TagTable(Bench.declarations(declarations))
        let parsed = try NeutralText.parse(program, file: "test.ladder")
        controller = Controller(program: try CompiledProgram(parsed, tags: tags))
        if run { controller.enterRun(at: now) }
    }

    /// Reads or writes a tag, a member or a bit.
    subscript(_ path: String) -> Double {
        get {
            guard let reference = tags.resolve(path) else { preconditionFailure("no tag \(path)") }
            return controller.value(reference)
        }
        set {
            guard let reference = tags.resolve(path) else { preconditionFailure("no tag \(path)") }
            controller.setValue(reference, newValue)
        }
    }

    /// Lets `milliseconds` pass, then scans.
    func scan(after milliseconds: Double = 0) {
        now = now.advanced(byNanoseconds: Int64((milliseconds * 1e6).rounded()))
        controller.scan(at: now)
    }

    /// Lets `nanoseconds` pass, then scans.
    func scan(afterNanoseconds nanoseconds: Int64) {
        now = now.advanced(byNanoseconds: nanoseconds)
        controller.scan(at: now)
    }

    /// Goes to program mode and back to run mode.
    func restart() {
        controller.enterProgram()
        controller.enterRun(at: now)
    }

    /// Tags from lines of `NAME:TYPE member=value;...`.
    static func declarations(_ text: String) -> [TagDeclaration] {
        text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            let names = parts[0].split(separator: ":")
            var initial: [String: Double] = [:]
            if parts.count > 1 {
                for item in parts[1].split(separator: ";") {
                    let pair = item.split(separator: "=")
                    if pair.count == 2 {
                        initial[String(pair[0])] = Double(pair[1])
                    } else {
                        initial[""] = Double(item)
                    }
                }
            }
            guard let type = TagType(rawValue: String(names[1])) else { preconditionFailure("no type in \(line)") }
            return TagDeclaration(name: String(names[0]), type: type, initial: initial)
        }
    }
}
