/// The machine that a run was made on, as far as it matters to memory figures.
package struct HostDescription: Hashable, Sendable {
    /// The operating system, like `Debian GNU/Linux 12`.
    package var operatingSystem: String
    /// The kernel's release.
    package var kernel: String
    /// Processors that the run could use.
    package var processors: Int
    /// Main memory, bytes.
    package var memoryBytes: Int64

    /// A machine.
    package init(operatingSystem: String, kernel: String, processors: Int, memoryBytes: Int64) {
        self.operatingSystem = operatingSystem
        self.kernel = kernel
        self.processors = processors
        self.memoryBytes = memoryBytes
    }
}
