/// Why a list of declarations is not a tag table.
package enum TagTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name is not `[A-Za-z_][A-Za-z0-9_]*`.
    case invalidName(String)
    /// The name starts with `S_`, which the controller keeps for its own tags.
    case reservedName(String)
    /// Two tags differ in letter case at most.
    case duplicateName(String)
    /// An initial value is given for a member that the type does not have.
    case unknownMember(tag: String, member: String, nearest: String?)
    /// An initial value does not fit the type.
    case initialOutOfRange(tag: String, member: String, value: Double)
    /// An initial CTL word sets bits that mean nothing.
    case undefinedControlBits(tag: String)
    /// There are more tags than `ProgramLimits.tags`.
    case tooManyTags(Int)

    /// What is wrong and how to mend it, in one line.
    package var description: String {
        switch self {
        case .invalidName(let name):
            "'\(name)' is not a tag name; use letters, digits and '_', not starting with a digit"
        case .reservedName(let name):
            "the tag name '\(name)' is reserved; names that start with 'S_' belong to the controller"
        case .duplicateName(let name):
            "the tag '\(name)' is declared twice; letter case makes no difference"
        case .unknownMember(let tag, let member, let nearest):
            "'\(tag)' has no member '\(member)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .initialOutOfRange(let tag, let member, let value):
            "the initial value \(value) does not fit '\(member.isEmpty ? tag : "\(tag).\(member)")'"
        case .undefinedControlBits(let tag):
            "the initial CTL of '\(tag)' sets bits that mean nothing; for E = PV - SP write CA=1"
        case .tooManyTags(let count):
            "\(count) tags are more than the limit of \(ProgramLimits.tags)"
        }
    }
}
