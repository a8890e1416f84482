import Diagnostics

/// Collects what is wrong with a scenario's files, so that the user sees all of it at once.
///
/// A class, because the readers of one file and of the next add to the same list.
final class Findings {
    private(set) var diagnostics: [Diagnostic] = []

    func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    func error(_ code: String, _ file: String, _ position: SourcePosition, _ message: String, hint: String? = nil) {
        add(Diagnostic(code: code, file: file, position: position, message: message, hint: hint))
    }

    /// Takes back those found from this place on to which `isFalse` applies.
    func drop(from place: Int, where isFalse: (Diagnostic) -> Bool) {
        let kept = diagnostics[place...].filter { !isFalse($0) }
        diagnostics.replaceSubrange(place..., with: kept)
    }

    /// Runs a step that throws; its findings join the list and the answer is nil.
    func collect<Value>(_ step: () throws(InvalidInput) -> Value) -> Value? {
        do {
            return try step()
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }

    /// Throws everything collected so far if any of it is an error.
    func throwIfAny() throws(InvalidInput) {
        guard diagnostics.contains(where: { $0.severity == .error }) else { return }
        throw InvalidInput(diagnostics)
    }
}
