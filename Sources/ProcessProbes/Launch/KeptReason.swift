/// A reason that is looked for when a process is first seen with a program and, if it was not final, once more when the
/// process has had time to start; looking costs some tenths of a millisecond, and most processes are short-lived.
struct KeptReason {
    /// How long a process may take to make its first file before that is called missing, s.
    static let startSeconds = 5.0

    private var program: ExecutedProgram?
    private var since = 0.0
    private var hasLooked = false
    private var reason: String?

    /// The reason at `seconds` of the caller's clock: `starting` at first, then what `look` finds.
    mutating func reason(
        at seconds: Double, of program: ExecutedProgram, starting: String,
        look: () -> (text: String, isFinal: Bool)
    ) -> String {
        if self.program != program {
            self.program = program
            since = seconds
            hasLooked = false
            reason = nil
        }
        if let reason { return reason }
        let isOverdue = seconds - since >= Self.startSeconds
        guard isOverdue || !hasLooked else { return starting }
        hasLooked = true
        let (text, isFinal) = look()
        guard isFinal || isOverdue else { return starting }
        reason = text
        return text
    }
}
