/// An ordinary least-squares fit of a constant and up to three columns.
struct LinearFit {
    /// The factor of each column.
    let coefficients: [Double]
    /// The constant.
    let constant: Double
    /// The diagonal of the inverse of the centred normal matrix: a factor's variance for residuals of variance 1.
    let inverse: [Double]
    /// The sum of the squared residuals.
    let residualSum: Double
    /// The correlation of each residual with the next one.
    let lagOneCorrelation: Double

    /// The residuals, in order.
    let residuals: [Double]

    /// Fits `y` on `columns`; nil when the columns do not determine the factors.
    ///
    /// With `groups`, the first index of each group of points, every group has a constant of its own: the factors rest
    /// on what happens inside the groups, never on what lies between them. `constant` is then that of no group.
    init?(_ y: [Double], on columns: [[Double]], groups: [Int] = []) {
        let columns = groups.count > 1 ? columns.map { Self.centred($0, groups) } : columns
        let y = groups.count > 1 ? Self.centred(y, groups) : y
        let k = columns.count
        let n = y.count
        let centres = columns.map { mean($0) }
        let centreY = mean(y)
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: 2 * k + 1), count: k)
        for a in 0..<k {
            for b in a..<k {
                var sum = 0.0
                for i in 0..<n { sum += (columns[a][i] - centres[a]) * (columns[b][i] - centres[b]) }
                matrix[a][b] = sum
                matrix[b][a] = sum
            }
            var sum = 0.0
            for i in 0..<n { sum += (columns[a][i] - centres[a]) * (y[i] - centreY) }
            matrix[a][k] = sum
            matrix[a][k + 1 + a] = 1
        }
        guard Self.solve(&matrix) else { return nil }
        let factors = matrix.map { $0[k] }
        coefficients = factors
        inverse = (0..<k).map { matrix[$0][k + 1 + $0] }
        constant = zip(factors, centres).reduce(centreY) { $0 - $1.0 * $1.1 }
        var sum = 0.0
        var products = 0.0
        var previous = 0.0
        var left: [Double] = []
        left.reserveCapacity(n)
        for i in 0..<n {
            var residual = y[i] - centreY
            for a in 0..<k { residual -= factors[a] * (columns[a][i] - centres[a]) }
            sum += residual * residual
            if i > 0 { products += residual * previous }
            previous = residual
            left.append(residual)
        }
        residuals = left
        residualSum = sum
        lagOneCorrelation = sum > 0 ? products / sum : 0
    }

    /// The level of `y`, with no factor at all.
    init(levelOf y: [Double]) {
        self.init(fitted: [Double](repeating: mean(y), count: y.count), to: y)
    }

    /// A fit that was made elsewhere and says `fitted` where `y` was.
    init(fitted: [Double], to y: [Double]) {
        coefficients = []
        constant = mean(y)
        inverse = []
        residuals = zip(y, fitted).map { $0 - $1 }
        residualSum = residuals.reduce(0) { $0 + $1 * $1 }
        let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        lagOneCorrelation = residualSum > 0 ? products / residualSum : 0
    }

    /// `values` less the mean of their group.
    private static func centred(_ values: [Double], _ groups: [Int]) -> [Double] {
        var result = values
        for (start, end) in zip(groups, groups.dropFirst() + [values.count]) where end > start {
            let centre = mean(Array(values[start..<end]))
            for i in start..<end { result[i] -= centre }
        }
        return result
    }

    /// Gauss and Jordan's elimination in place, with pivots; false when a pivot vanishes against its diagonal.
    private static func solve(_ matrix: inout [[Double]]) -> Bool {
        let k = matrix.count
        let sizes = (0..<k).map { matrix[$0][$0] }
        for column in 0..<k {
            // The matrix is symmetric and positive, so the diagonal is a safe pivot.
            let pivot = matrix[column][column]
            guard pivot > 1e-10 * sizes[column], pivot > 0 else { return false }
            for j in matrix[column].indices { matrix[column][j] /= pivot }
            for row in 0..<k where row != column {
                let factor = matrix[row][column]
                if factor == 0 { continue }
                for j in matrix[row].indices { matrix[row][j] -= factor * matrix[column][j] }
            }
        }
        return true
    }
}
