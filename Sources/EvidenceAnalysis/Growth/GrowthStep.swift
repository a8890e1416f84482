/// How a line grew up to one snapshot.
package struct GrowthStep: Hashable, Sendable {
    /// Why the snapshot was taken.
    package var occasion: String
    /// Time since the baseline, s.
    package var seconds: Double
    /// Bytes more than at the baseline; nil where the line was not among the largest then.
    package var bytesGrown: Int64?
    /// Bytes more than at the snapshot before; nil where one of the two is not known.
    package var bytesSince: Int64?

    /// A line's steps through the snapshots of a process.
    static func all(of line: TraceSnapshot.Line, in course: [TraceSnapshot]) -> [GrowthStep] {
        var before: Int64? = 0
        return course.map { snapshot in
            let grown = snapshot.lines.first { $0.file == line.file && $0.line == line.line }?.bytesGrown
            defer { before = grown }
            return GrowthStep(
                occasion: snapshot.occasion, seconds: snapshot.sinceBaselineSeconds, bytesGrown: grown,
                bytesSince: grown.flatMap { grown in before.map { grown - $0 } })
        }
    }
}
