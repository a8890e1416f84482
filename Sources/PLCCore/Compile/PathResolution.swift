/// What a tag path like `T1.DN` turned out to be.
package enum PathResolution: Hashable, Sendable {
    /// A value.
    case scalar(TagReference)
    /// A whole timer, counter or PID loop.
    case structure(StructureReference)
    /// No tag has that name.
    case unknownTag(String)
    /// The tag is a structure without that member.
    case unknownMember(member: String, type: TagType)
    /// The value has no bits of its own, or not that many.
    case noSuchBit(bit: String, of: ScalarType)
    /// A path that can mean nothing here: an array element, a module address, a member of a scalar.
    case unsupported(String)
}
