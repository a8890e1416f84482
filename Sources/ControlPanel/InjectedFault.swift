/// A fault that was put in force: what whoever asked for it is told.
package struct InjectedFault: Hashable, Sendable {
    /// Its number in the run: in the log, in the panel, in records and for clearing.
    package var number: Int
    /// Its name in records, which ends with the number.
    package var label: String
    /// What it does, to what, and until when, a sentence.
    package var sentence: String

    /// A fault with this number.
    package init(number: Int, label: String, sentence: String) {
        self.number = number
        self.label = label
        self.sentence = sentence
    }
}
