/// Explains a series by levels with steps between them.
struct StepFit {
    /// The fewest windows that make a level.
    static let leastWindows = 3

    /// The first index of each level but the first, rising.
    let starts: [Int]
    /// The fit.
    let fit: LinearFit

    /// The best explanations by one step, by two, up to `most`, each made of the one before by one step more.
    static func bisected(_ values: [Double], most: Int) -> [StepFit] {
        let sums = values.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
        var starts: [Int] = []
        var result: [StepFit] = []
        for _ in 0..<most {
            var best: (gain: Double, at: Int)?
            let edges = [0] + starts + [values.count]
            for (start, end) in zip(edges, edges.dropFirst()) where end - start >= 2 * leastWindows {
                for at in (start + leastWindows)...(end - leastWindows) {
                    let left = Double(at - start)
                    let right = Double(end - at)
                    let step = (sums[end] - sums[at]) / right - (sums[at] - sums[start]) / left
                    let gain = step * step * left * right / (left + right)
                    if gain > best?.gain ?? 0 { best = (gain, at) }
                }
            }
            guard let best else { break }
            starts = (starts + [best.at]).sorted()
            result.append(StepFit(values, starts: starts))
        }
        return result
    }

    private init(_ values: [Double], starts: [Int]) {
        self.starts = starts
        var fitted: [Double] = []
        let edges = [0] + starts + [values.count]
        for (start, end) in zip(edges, edges.dropFirst()) {
            fitted += [Double](repeating: mean(Array(values[start..<end])), count: end - start)
        }
        fit = LinearFit(fitted: fitted, to: values)
    }
}
