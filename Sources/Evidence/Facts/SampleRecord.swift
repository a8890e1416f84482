/// The readings of one process at one sample; the sample's time is that of its batch.
package struct SampleRecord: Hashable, Sendable {
    /// The process.
    package var process: ProcessKey
    /// Its parent's id now.
    package var parent: Int32
    /// Its command line or name, as the kernel shows it; controlled by the client.
    package var command: String
    /// How deep the sampling goes: 0 from outside only, 1 native allocation counter, 2 Python's own counts, 3 Node.js' own.
    package var tier: Int
    /// The readings; a quantity that is missing here was not due.
    package var readings: [SampledQuantity: Reading<Int64>]

    /// The readings of one process.
    package init(
        process: ProcessKey, parent: Int32, command: String, tier: Int = 0,
        readings: [SampledQuantity: Reading<Int64>]
    ) {
        self.process = process
        self.parent = parent
        self.command = command
        self.tier = tier
        self.readings = readings
    }
}
