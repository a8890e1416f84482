import ArgumentParser
import ProcessProbes

extension WatchTarget: ExpressibleByArgument {
    /// Reads `pid:N` or `cgroup:PATH` from the command line.
    package init?(argument: String) { self.init(argument) }
}
