/// An open question that a run leaves to the engineer, with the figures that it comes from.
///
/// The run shows that something happened, and when; why is for who knows the code. The questions are made from the
/// evidence alone, so the same evidence asks the same.
package struct Lesson: Hashable, Sendable {
    /// What it is about, a few words.
    package var subject: String
    /// What was seen, a sentence.
    package var seen: String
    /// What is to be answered, a sentence with its question mark.
    package var question: String

    /// A question.
    package init(_ subject: String, seen: String, question: String) {
        self.subject = subject
        self.seen = seen
        self.question = question
    }
}
