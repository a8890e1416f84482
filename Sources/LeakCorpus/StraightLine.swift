/// An ordinary least-squares line with the standard error that independent residuals would give its slope.
struct StraightLine {
    /// The slope, in units of y per unit of x.
    let slope: Double
    /// The standard error of the slope for independent residuals.
    let error: Double
    /// The share of the variance that the line explains, 0 to 1.
    let determination: Double

    /// The line through `x` and `y`, as many of each, at least three.
    init(_ x: [Double], _ y: [Double]) {
        let n = Double(x.count)
        let centreX = x.reduce(0, +) / n
        let centreY = y.reduce(0, +) / n
        var xx = 0.0
        var xy = 0.0
        var yy = 0.0
        for (a, b) in zip(x, y) {
            xx += (a - centreX) * (a - centreX)
            xy += (a - centreX) * (b - centreY)
            yy += (b - centreY) * (b - centreY)
        }
        slope = xx > 0 ? xy / xx : 0
        let left = max(0, yy - slope * xy)
        error = xx > 0 ? (left / max(1, n - 2) / xx).squareRoot() : .infinity
        determination = yy > 0 ? 1 - left / yy : 0
    }
}
