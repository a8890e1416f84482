/// Fills stretches in which a series stands low for a moment and is back at once.
///
/// A process between its fork and its exec, or a worker that is being replaced, makes one reading low. What is kept is
/// the lowest level up to the end, so that one reading would decide over all before it. A client of short-lived
/// processes is all dips, and is left as it is.
enum LoneDips {
    /// `values` with its dips filled, unless there are more than `most` of them.
    ///
    /// A dip is a stretch of at most `longest` values that lies `depth` below the median of the three before it, and
    /// after which the series is back within half of that.
    static func filled(_ values: [Double], depth: Double, longest: Int, most: Int) -> [Double] {
        var result = values
        var dips = 0
        var index = 3
        while index < values.count {
            let before = median(Array(result[(index - 3)..<index]))
            guard result[index] < before - depth else {
                index += 1
                continue
            }
            guard
                let back = (index + 1..<min(values.count, index + longest + 1)).first(where: {
                    values[$0] >= before - depth / 2
                })
            else {
                // What stays low that long is a level of its own.
                index += longest + 1
                continue
            }
            dips += 1
            guard dips <= most else { return values }
            for filled in index..<back { result[filled] = before }
            index = back
        }
        return result
    }
}
