/// The place between `low` and `high` where a function that does not fall crosses zero, to a relative 1e-13.
///
/// Chandrupatla's method (Advances in Engineering Software 28, 1997): inverse quadratic interpolation where it is safe,
/// bisection where it is not, so it never leaves the bracket. `function(low)` is at most 0 and `function(high)` at least 0;
/// where rounding breaks that, the end whose value is nearer to zero is the answer. Allocates nothing.
func rootOfIncreasing(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    var (a, b) = (high, low)
    var (fa, fb) = (function(a), function(b))
    if fa <= 0 { return a }
    if fb >= 0 { return b }
    var (c, fc) = (a, fa)
    var t = 0.5
    for _ in 0..<200 {
        let x = a + t * (b - a)
        let fx = function(x)
        if (fx > 0) == (fa > 0) {
            (c, fc) = (a, fa)
        } else {
            (c, fc) = (b, fb)
            (b, fb) = (a, fa)
        }
        (a, fa) = (x, fx)
        let (best, fBest) = abs(fa) < abs(fb) ? (a, fa) : (b, fb)
        let tolerance = 1e-13 * abs(best) + 1e-300
        let least = tolerance / abs(b - a)
        if least > 0.5 || fBest == 0 { return best }
        let xi = (a - b) / (c - b)
        let phi = (fa - fb) / (fc - fb)
        if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
            t = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            t = 0.5
        }
        t = min(1 - least, max(least, t))
    }
    return abs(fa) < abs(fb) ? a : b
}
