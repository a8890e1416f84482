import Glibc

/// e to the power `x`.
func elementary(exponentialOf x: Double) -> Double { exp(x) }
