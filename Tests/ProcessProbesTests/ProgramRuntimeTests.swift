import Foundation
import ProcessProbes
import Testing

@Suite("What executes a client", .timeLimit(.minutes(5)))
struct ProgramRuntimeTests {
    @Test("this program is native, a Python is known by its process, and no program is nothing")
    func known() throws {
        #expect(ProgramRuntime.ofFile("/proc/self/exe") == .native)
        #expect(ProgramRuntime.ofFile("/etc/passwd") == nil)
        let client = try LedClient("say(1); wait()", python: true)
        _ = client.hear()
        #expect(ProgramRuntime.ofProcess(client.process.pid)?.runtime == .python)
    }

    /// The head of a 64-bit ELF file with one program header of this type and its content behind it.
    static func program(header type: UInt8, content: [UInt8]) -> Data {
        var bytes = [UInt8](repeating: 0, count: 64 + 56)
        bytes.replaceSubrange(0..<5, with: [0x7F, 0x45, 0x4C, 0x46, 2])
        bytes[32] = 64
        bytes[54] = 56
        bytes[56] = 1
        bytes[64] = type
        bytes[64 + 8] = 120
        bytes[64 + 32] = UInt8(content.count)
        return Data(bytes + content)
    }

    @Test("Go, musl and static programs are told by their headers")
    func headers() throws {
        let goNote: [UInt8] = [4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0x47, 0x6F, 0, 0, 1, 2, 3, 4]
        let gnuNote: [UInt8] = [4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 0x47, 0x4E, 0x55, 0, 1, 2, 3, 4]
        let cases: [(Data, ProgramRuntime?)] = [
            (Self.program(header: 4, content: goNote), .go), (Self.program(header: 4, content: gnuNote), .static),
            (Self.program(header: 4, content: gnuNote + goNote), .go),
            (Self.program(header: 3, content: Array("/lib/ld-musl-x86_64.so.1\0".utf8)), .musl),
            (Self.program(header: 3, content: Array("/lib64/ld-linux-x86-64.so.2\0".utf8)), .native),
            (Self.program(header: 4, content: goNote).prefix(63), nil),
        ]
        for (data, expected) in cases {
            let path = Workshop.path("program")
            try data.write(to: URL(fileURLWithPath: path))
            #expect(ProgramRuntime.ofFile(path) == expected)
        }
    }
}
