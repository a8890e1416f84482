/// The operations of the compiled program. `a`, `b` and `c` are the fields of `Instruction`.
///
/// Those named after a number type work on words that hold that type; `c` is always the word that is written.
enum Opcode: UInt8 {
    /// Structure.
    case end, rungStart, branchStart, branchNext, branchEnd, branchEndInverted
    /// Bits: `a` the word, `b` the mask.
    case examineOn, examineOff, alwaysFalse, outputEnergize, outputLatch, outputUnlatch, oneShot
    /// `a` the place in the operand table: storage word, storage mask, output word, output mask.
    case oneShotRising, oneShotFalling
    /// Structures: `a` the first word.
    case timerOnDelay, timerOffDelay, timerRetentive, countUp, countDown, resetTimer, resetCounter
    /// Comparisons of two whole numbers, `a` and `b`.
    case equalInteger, notEqualInteger, lessInteger, lessOrEqualInteger, greaterInteger, greaterOrEqualInteger
    /// Comparisons of two REAL.
    case equalReal, notEqualReal, lessReal, lessOrEqualReal, greaterReal, greaterOrEqualReal
    /// `a` low, `b` test, `c` high; for the masked one source, mask and compare.
    case limitInteger, limitReal, maskedEqual
    /// Arithmetic of two whole numbers.
    case addInteger, subtractInteger, multiplyInteger, divideInteger, moduloInteger
    /// The lesser, the greater, and the bit operators.
    case minimumInteger, maximumInteger, andInteger, exclusiveOrInteger, orInteger
    /// Of one whole number, `a`.
    case negateInteger, absoluteInteger, squareRootInteger, notInteger
    /// Arithmetic of two REAL.
    case addReal, subtractReal, multiplyReal, divideReal, moduloReal, minimumReal, maximumReal
    /// Of one REAL, `a`.
    case negateReal, absoluteReal, squareRootReal, logarithmReal, exponentialReal
    /// Copies and conversions of `a`.
    case move, maskedMove, narrowToInt, integerToReal, realToInteger, realToInt
    /// `a` the place in the operand table.
    case scaleRange, scaleRate, pid
}
