import ArgumentParser
import Glibc

/// The program: parses the command line, runs the verb and maps every error to an exit status.
@main
enum Program {
    static func main() {
        // A reader that goes away (`twinsim run | head`) must not kill a soak; writes report it instead.
        signal(SIGPIPE, SIG_IGN)
        // A file size limit (ulimit -f) is an error of the write that it forbids, and is told as one.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try Twinsim.parseAsRoot()
            try command.run()
        } catch let status as ExitWith {
            exit(status.code)
        } catch {
            guard let failure = Failure(error) else { Twinsim.exit(withError: error) }
            Console.error(failure.text)
            exit(failure.status.rawValue)
        }
    }
}
