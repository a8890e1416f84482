/// Words that the HTML and the Markdown report share.
enum ReportWords {
    /// What the questions are for.
    static let lessonsNote =
        "Made from what happened in this run. The run shows that and when; why, and what is changed because of it, is for who "
        + "knows the client."
    /// Who signs.
    static let signatories = ["carried out by", "reviewed by", "accepted by"]
    /// What is decided.
    static let decisions = "☐ accepted   ☐ accepted with the answers above   ☐ not accepted"
}
