/// The limits of a ladder program, each with its number: beyond one the compiler or the parser says so and stops.
package enum ProgramLimits {
    /// Bytes of one ladder text (8 MiB).
    package static let sourceBytes = 8 << 20
    /// Rungs in one program.
    package static let rungs = 20_000
    /// Elements in one rung: instructions and branches together.
    package static let elementsPerRung = 4_096
    /// Levels of branches in branches, and of AND/OR/NOT in a condition: one bit each of a 64-bit register.
    package static let branchDepth = 64
    /// Levels of parentheses in one expression.
    package static let expressionDepth = 32
    /// Numbers, tags, operators and functions in one expression.
    package static let expressionNodes = 256
    /// XOR of conditions in one program; each doubles the code of its sides, so nested ones count double.
    package static let exclusiveOrPerProgram = 1_024
    /// Operands of one instruction, as the parser counts them.
    package static let operands = 32
    /// Tags in one table.
    package static let tags = 65_536
    /// Words of data memory, tags, constants and intermediate results together (4 MiB).
    package static let words = 1 << 20
    /// Errors reported for one text; the rest is counted in one closing line.
    package static let diagnostics = 200
}
