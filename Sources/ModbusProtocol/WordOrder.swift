/// The order of the two registers of a 32-bit value; the bytes inside a register are always high byte first.
package enum WordOrder: String, CaseIterable, Sendable {
    /// The register with the high word has the lower address.
    case abcd = "ABCD"
    /// The register with the low word has the lower address.
    case cdab = "CDAB"
}
