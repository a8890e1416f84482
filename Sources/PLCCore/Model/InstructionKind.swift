/// The instructions that the controller executes; one case each, described in `InstructionCatalogue`.
package enum InstructionKind: String, CaseIterable, Sendable {
    /// Examine if closed.
    case xic = "XIC"
    /// Examine if open.
    case xio = "XIO"
    /// Output energize.
    case ote = "OTE"
    /// Output latch.
    case otl = "OTL"
    /// Output unlatch.
    case otu = "OTU"
    /// One shot.
    case ons = "ONS"
    /// One shot rising.
    case osr = "OSR"
    /// One shot falling.
    case osf = "OSF"
    /// Timer on delay.
    case ton = "TON"
    /// Timer off delay.
    case tof = "TOF"
    /// Retentive timer.
    case rto = "RTO"
    /// Count up.
    case ctu = "CTU"
    /// Count down.
    case ctd = "CTD"
    /// Reset.
    case res = "RES"
    /// Equal.
    case equ = "EQU"
    /// Not equal.
    case neq = "NEQ"
    /// Greater than.
    case grt = "GRT"
    /// Greater than or equal.
    case geq = "GEQ"
    /// Less than.
    case les = "LES"
    /// Less than or equal.
    case leq = "LEQ"
    /// Limit test.
    case lim = "LIM"
    /// Masked equal.
    case meq = "MEQ"
    /// Compare.
    case cmp = "CMP"
    /// Move.
    case mov = "MOV"
    /// Masked move.
    case mvm = "MVM"
    /// Clear.
    case clr = "CLR"
    /// Add.
    case add = "ADD"
    /// Subtract.
    case sub = "SUB"
    /// Multiply.
    case mul = "MUL"
    /// Divide.
    case div = "DIV"
    /// Modulo.
    case mod = "MOD"
    /// Negate.
    case neg = "NEG"
    /// Absolute value.
    case abs = "ABS"
    /// Square root.
    case sqr = "SQR"
    /// Compute.
    case cpt = "CPT"
    /// Scale with parameters.
    case scp = "SCP"
    /// Scale.
    case scl = "SCL"
    /// Proportional.
    case pid = "PID"
    /// Always false.
    case afi = "AFI"
    /// No operation.
    case nop = "NOP"
}
