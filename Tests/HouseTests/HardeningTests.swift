import Foundation
import Testing

@Suite("Hardening of what is shipped and loaded into clients", .timeLimit(.minutes(5)))
struct HardeningTests {
    /// What `make install` installs of the build's products.
    private static let installed = ["twinsim", "twinsim-keeper", "libtwinsim-tally.so"]

    /// The status of Scripts/check-hardening and what it says.
    private static func check(_ arguments: [String]) throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = Repository.root.appendingPathComponent("Scripts/check-hardening")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    @Test("The program, the keeper and the tally are bound whole, read-only then, and guard their stacks")
    func products() throws {
        let files = Self.installed.map { Repository.products.appendingPathComponent($0).path }
        let (status, said) = try Self.check(["--debug"] + files)
        #expect(status == 0, Comment(rawValue: said))
    }

    @Test("`make build` leaves no search path in what is installed, and `make install` looks at every file")
    func makefile() throws {
        let makefile = try Repository.text("Makefile")
        #expect(makefile.contains("swift build -c release --static-swift-stdlib --disable-local-rpath"))
        let install = try #require(makefile.split(separator: "\ninstall:").last?.split(separator: "\n\n").first)
        #expect(install.contains("Scripts/check-hardening"))
        for file in Self.installed { #expect(install.contains("/\(file)\""), "\(file) is not looked at") }
    }

    @Test("What keeps no rule is told each lack; a file that keeps them all passes")
    func specimens() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hardening-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("specimen.c").path
        try """
        #include <stdio.h>
        #include <string.h>
        int main(int argc, char **argv) { char line[16]; strcpy(line, argv[argc - 1]); return puts(line) + line[3]; }
        """.write(toFile: source, atomically: true, encoding: .utf8)
        func compiled(_ name: String, _ flags: [String]) throws -> String {
            let path = folder.appendingPathComponent(name).path
            _ = try Tool.output("gcc", ["-O2", "-o", path, source] + flags)
            return path
        }
        let good = [
            "-fPIE", "-pie", "-Wl,-z,relro,-z,now", "-fstack-protector-strong", "-U_FORTIFY_SOURCE",
            "-D_FORTIFY_SOURCE=2",
        ]
        #expect(try Self.check([compiled("good", good)]) == (0, ""))
        let spoilt: [(flags: [String], lack: String)] = [
            (["-no-pie"], "fixed address"), (["-Wl,-z,norelro"], "read-only relocations"),
            (["-Wl,-z,lazy"], "while it runs"), (["-Wl,-z,execstack"], "executable stack"),
            (["-fno-stack-protector"], "guard its stack"), (["-U_FORTIFY_SOURCE"], "check its buffers"),
            (["-Wl,-rpath,$ORIGIN"], "beside itself"),
        ]
        for (index, (flags, lack)) in spoilt.enumerated() {
            let (status, said) = try Self.check([compiled("spoilt\(index)", good + flags)])
            #expect(status == 1 && said.contains(lack), "\(flags): \(said)")
            #expect(said.split(separator: "\n").count == 1, "\(flags): \(said)")
        }
    }
}
