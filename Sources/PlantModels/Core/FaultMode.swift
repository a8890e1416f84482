/// A way in which a component can be broken: what its `fault_mode` input takes.
package struct FaultMode: Hashable, Sendable, CustomStringConvertible {
    /// The number, from 1.
    package let number: Int
    /// What is broken, a few words.
    package let name: String
    /// What `fault_severity` means in this mode, with its unit; or, without one, what becomes of the component; empty
    /// when there is nothing to say.
    package let remark: String

    /// `2 clogged (share of flow lost)`.
    package var description: String { "\(number) \(name)\(remark.isEmpty ? "" : " (\(remark))")" }
}
