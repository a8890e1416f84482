import Glibc

/// The natural logarithm.
///
/// The C library's functions are the only outside thing that the pure modules use: they keep no state.
package func logarithm(_ x: Double) -> Double { log(x) }
