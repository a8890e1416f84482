import Diagnostics

/// The tags of one controller: where each lies in data memory, and with what value it starts.
package struct TagTable: Sendable {
    /// The declared tags, in order, without the system tags.
    package let declarations: [TagDeclaration]
    /// Data memory as it is after a download: system tags, then the declared ones.
    let image: [UInt32]
    private let places: [String: Place]

    private struct Place: Sendable {
        let name: String
        let type: TagType
        let word: Int
        let declaration: Int?
    }

    /// The tags that every controller has and no program may write.
    package static let systemTags: [TagDeclaration] = [
        TagDeclaration(name: "S_FS", type: .bool, description: "True during the first scan in run mode."),
        TagDeclaration(
            name: "S_T1S", type: .bool,
            description: "A clock of period 1 s: on for half a second, off for half a second."),
        TagDeclaration(name: "S_SCAN", type: .dint, description: "Scans since run mode was entered; wraps to 0."),
    ]
    /// The words of the system tags.
    enum SystemWord {
        static let firstScan = 0
        static let clock = 1
        static let scanCount = 2
        static let count = 3
    }

    /// Lays out the tags; refuses bad names, duplicates and initial values that do not fit.
    package init(_ declarations: [TagDeclaration]) throws(TagTableError) {
        guard declarations.count <= ProgramLimits.tags else { throw .tooManyTags(declarations.count) }
        var image = [UInt32](repeating: 0, count: SystemWord.count)
        var places: [String: Place] = [:]
        for (word, tag) in Self.systemTags.enumerated() {
            places[tag.name] = Place(name: tag.name, type: tag.type, word: word, declaration: nil)
        }
        for (index, tag) in declarations.enumerated() {
            guard Self.isName(tag.name) else { throw .invalidName(tag.name) }
            let key = tag.name.uppercased()
            guard !key.hasPrefix("S_") else { throw .reservedName(tag.name) }
            guard places[key] == nil else { throw .duplicateName(tag.name) }
            places[key] = Place(name: tag.name, type: tag.type, word: image.count, declaration: index)
            try Self.layOut(tag, into: &image)
        }
        self.declarations = declarations
        self.image = image
        self.places = places
    }

    /// The value that `path` names, letter case ignored: `PUMP`, `T1.DN`, `N7.3`; nil when there is none.
    package func resolve(_ path: String) -> TagReference? {
        if case .scalar(let reference) = examine(path) { reference } else { nil }
    }

    /// The structure called `name`; nil when there is none.
    package func structure(_ name: String) -> StructureReference? {
        if case .structure(let reference) = examine(name) { reference } else { nil }
    }

    /// What `path` names, and if nothing, why.
    package func examine(_ path: String) -> PathResolution {
        guard !path.contains(where: { "[]:".contains($0) }) else {
            return .unsupported(
                path.contains(":") ? "module addresses are not tags of this controller" : "there are no arrays")
        }
        let segments = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let place = places[segments[0].uppercased()] else { return .unknownTag(segments[0]) }
        var rest = segments.dropFirst()
        var reference: TagReference
        if let layout = StructureLayout.of(place.type) {
            guard let name = rest.popFirst() else {
                return .structure(StructureReference(word: place.word, type: place.type))
            }
            guard let member = layout.member(name) else { return .unknownMember(member: name, type: place.type) }
            reference = member.reference(base: place.word)
        } else {
            reference = TagReference(word: place.word, type: place.type.scalar ?? .dint)
        }
        guard let bit = rest.popFirst() else { return .scalar(reference) }
        guard rest.isEmpty else { return .unsupported("'.\(rest.joined(separator: "."))' is one member too many") }
        guard let number = Int(bit) else { return .unsupported("a \(reference.type.name) has no members") }
        guard reference.bit < 0, number >= 0, number < reference.type.addressableBits else {
            return .noSuchBit(bit: bit, of: reference.type)
        }
        reference = TagReference(word: reference.word, bit: number, ofInteger: reference.type)
        return .scalar(reference)
    }

    /// Every tag's name in table order, system tags last: the candidates for "did you mean".
    package var names: [String] { declarations.map(\.name) + Self.systemTags.map(\.name) }

    /// The declaration of the tag that `path` starts with; nil for system tags and unknown names.
    package func declaration(of path: String) -> TagDeclaration? {
        let head = path.prefix { $0 != "." }
        return places[head.uppercased()]?.declaration.map { declarations[$0] }
    }

    /// Whether programs may only read the word.
    func isReadOnly(word: Int) -> Bool { word < SystemWord.count }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || byte == UInt8(ascii: "_")
    }

    private static func layOut(_ tag: TagDeclaration, into image: inout [UInt32]) throws(TagTableError) {
        let base = image.count
        guard let layout = StructureLayout.of(tag.type) else {
            image.append(0)
            // Sorted, so that of two bad values always the same one is reported.
            for (key, value) in tag.initial.sorted(by: { $0.key < $1.key }) {
                guard key.isEmpty else { throw .unknownMember(tag: tag.name, member: key, nearest: nil) }
                let reference = TagReference(word: base, type: tag.type.scalar ?? .dint)
                try store(value, at: reference, of: tag, member: "", in: &image)
            }
            return
        }
        image.append(contentsOf: repeatElement(0, count: layout.wordCount))
        for member in layout.members where member.initial != 0 {
            try store(member.initial, at: member.reference(base: base), of: tag, member: member.name, in: &image)
        }
        for (key, value) in tag.initial.sorted(by: { $0.key < $1.key }) {
            guard let member = layout.member(key) else {
                throw .unknownMember(
                    tag: tag.name, member: key, nearest: nearestName(to: key, among: layout.members.map(\.name)))
            }
            if tag.type == .pid, member.name == "CTL" {
                guard let bits = Int32(exactly: value) else {
                    throw .initialOutOfRange(tag: tag.name, member: key, value: value)
                }
                guard UInt32(bitPattern: bits) & ~PIDBit.all == 0 else { throw .undefinedControlBits(tag: tag.name) }
            }
            try store(value, at: member.reference(base: base), of: tag, member: member.name, in: &image)
        }
    }

    private static func store(
        _ value: Double, at reference: TagReference, of tag: TagDeclaration, member: String, in image: inout [UInt32]
    ) throws(TagTableError) {
        let fits: Bool
        switch reference.type {
        case .bool: fits = value == 0 || value == 1
        case .int: fits = Int16(exactly: value) != nil
        case .dint: fits = Int32(exactly: value) != nil
        case .real: fits = Float(value).isFinite
        }
        guard fits else { throw .initialOutOfRange(tag: tag.name, member: member, value: value) }
        image[reference.word] = encoded(value, as: reference, into: image[reference.word])
    }
}
