import Glibc

/// Which counters go into the client.
package struct ProbePlan: Hashable, Sendable {
    /// Why the malloc tally is not preloaded; nil when it is.
    package var nativeRefusal: String?
    /// Why the Python start-up module is not offered; nil when it is.
    package var pythonRefusal: String?
    /// Why Node.js is not told to require the counting module first; nil when it is.
    package var nodeRefusal: String?

    /// Decides for the program `file`, from its interpreter and from what is installed.
    static func choose(for file: String, launch: ClientLaunch, environment: [String: String]) -> ProbePlan {
        var plan = ProbePlan()
        let tally = launch.runtimeFiles.tallyLibrary
        if !launch.tallyNative {
            plan.nativeRefusal = "switched off"
        } else if access(tally, R_OK) != 0 {
            plan.nativeRefusal = "\(tally) is missing"
        } else if tally.contains(where: { $0 == " " || $0 == ":" }) {
            plan.nativeRefusal =
                "its path holds a blank or a colon, which the dynamic linker takes as a separator: \(tally)"
        } else if environment["LD_PRELOAD"]?.contains("libasan") == true {
            plan.nativeRefusal = "LD_PRELOAD brings AddressSanitizer, which must come first"
        } else {
            plan.nativeRefusal = ProgramInspection.refusalToPreload(
                into: file, arguments: launch.arguments, searchPath: environment["PATH"] ?? "")
        }
        if !launch.countPython {
            plan.pythonRefusal = "switched off"
        } else if access(launch.runtimeFiles.pythonDirectory + "/sitecustomize.py", R_OK) != 0 {
            plan.pythonRefusal = "\(launch.runtimeFiles.pythonDirectory)/sitecustomize.py is missing"
        }
        plan.nodeRefusal = NodeInjection.refusal(launch: launch, environment: environment)
        return plan
    }

    /// Adds the variables that bring the counters in, keeping what the user has set there himself.
    func inject(into environment: inout [String: String], launch: ClientLaunch, directory: String) {
        guard nativeRefusal == nil || pythonRefusal == nil || nodeRefusal == nil else { return }
        environment["TWINSIM_TALLY_DIR"] = directory
        func prepend(_ file: String, to name: String) {
            // Absolute, because the client may start in a directory of its own.
            let resolved = realpath(file, nil)
            defer { free(resolved) }
            let value = resolved.map { String(cString: $0) } ?? file
            let rest = environment[name].flatMap { $0.isEmpty ? nil : ":" + $0 } ?? ""
            environment[name] = value + rest
        }
        if nativeRefusal == nil { prepend(launch.runtimeFiles.tallyLibrary, to: "LD_PRELOAD") }
        if pythonRefusal == nil { prepend(launch.runtimeFiles.pythonDirectory, to: "PYTHONPATH") }
        if nodeRefusal == nil { NodeInjection.inject(into: &environment, launch: launch) }
    }
}
