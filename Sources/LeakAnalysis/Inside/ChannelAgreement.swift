/// Whether memory and a count of live blocks say the same, and what it means when they do not.
package struct ChannelAgreement: Sendable {
    /// How the two channels compare.
    package enum Kind: String, Sendable {
        /// Both say leak, or neither does.
        case agree
        /// Memory leaks, the blocks do not: fragmentation, or memory that the tally does not see.
        case memoryOnly
        /// The blocks leak, memory does not: the leak fills space that was free already.
        case blocksOnly
    }

    /// How the two channels compare.
    package let kind: Kind
    /// The comparison in a sentence.
    package let sentence: String

    /// Compares the verdict on private memory with the verdict on live blocks of the same process.
    package init(memory: Verdict, blocks: Verdict) {
        switch (memory.answer == .leak, blocks.answer == .leak) {
        case (true, true):
            kind = .agree
            sentence = "Memory and live blocks both grow without a ceiling."
        case (false, false):
            kind = .agree
            sentence = "Neither memory nor live blocks show a leak."
        case (true, false):
            kind = .memoryOnly
            sentence =
                "Memory grows while the live blocks do not: fragmentation, or memory that is not taken from the "
                + "allocator that was tallied."
        case (false, true):
            kind = .blocksOnly
            sentence =
                "Live blocks grow while memory does not: the leak still fills space that the process had free; memory "
                + "will follow."
        }
    }
}
