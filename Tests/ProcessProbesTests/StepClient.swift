import Foundation
import ProcessProbes
import Testing

/// A C client that is led step by step: it writes a byte when a step is done and reads one to go on. Its descriptors for
/// that are its first two arguments.
struct StepClient {
    /// The client.
    let process: ClientProcess
    private let words: Int32
    private let orders: Int32

    /// What every such program begins with: `step()` says that a step is done and waits.
    static let opening = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <malloc.h>
        #include <pthread.h>
        #include <signal.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/wait.h>
        #include <unistd.h>
        static int orders, words;
        static void step(void) { char c = '.'; if (write(words, &c, 1) != 1 || read(orders, &c, 1) != 1) _exit(9); }

        """

    /// Compiles `program` and starts it with the tally, with these `arguments` behind the descriptors.
    init(
        _ program: String, compile: [String] = [], arguments: [String] = [], environment: [String: String] = [:]
    ) throws {
        let executable = Workshop.path("steps")
        try (Self.opening + program).write(toFile: executable + ".c", atomically: true, encoding: .utf8)
        Workshop.compile(["-fno-builtin"] + compile + [executable + ".c", "-ldl"], to: executable)
        // The keeper closes all descriptors but the standard ones, so the program gets its FIFOs from a shell.
        let (wordsPath, ordersPath) = (Workshop.path("words"), Workshop.path("orders"))
        mkfifo(wordsPath, 0o600)
        mkfifo(ordersPath, 0o600)
        words = open(wordsPath, O_RDWR | O_CLOEXEC)
        orders = open(ordersPath, O_RDWR | O_CLOEXEC)
        let command = "exec \(executable) 3 4 \(arguments.joined(separator: " ")) 3<>\(ordersPath) 4<>\(wordsPath)"
        process = try Workshop.launch(["sh", "-c", command], environment: environment, native: true)
    }

    /// Waits until a step is done.
    func hear() {
        var byte: UInt8 = 0
        #expect(read(words, &byte, 1) == 1)
    }

    /// Lets the client take the next step.
    func goOn() {
        var byte: UInt8 = 0
        write(orders, &byte, 1)
    }
}
