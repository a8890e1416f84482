import Foundation
import ProcessProbes
import Testing

@Suite("names of functions and lines", .timeLimit(.minutes(5)))
struct ELFSymbolTests {
    private static let program = """
        __attribute__((noinline)) int first_function(int a) {
            return a * 3;
        }
        __attribute__((noinline)) int second_function(int a) { return first_function(a) + 1; }
        int main(int argc, char **argv) { return second_function(argc); }
        """

    /// A real program, compiled here: its path.
    private static func compiled(_ flags: [String]) throws -> String {
        let path = Workshop.path("symbols")
        try program.write(toFile: path + ".c", atomically: true, encoding: .utf8)
        Workshop.compile(flags + [path + ".c"], to: path)
        return path
    }

    /// The address of a symbol, as `nm` says it.
    private static func address(of symbol: String, in path: String) throws -> UInt64 {
        let nm = Process()
        let pipe = Pipe()
        nm.executableURL = URL(filePath: "/usr/bin/env")
        nm.arguments = ["nm", path]
        nm.standardOutput = pipe
        try nm.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        nm.waitUntilExit()
        let line = try #require(text.split(separator: "\n").first { $0.hasSuffix(" \(symbol)") })
        return try #require(UInt64(line.prefix { $0 != " " }, radix: 16))
    }

    @Test("Functions are found by any address in them, in a program at a fixed place and in one that may lie anywhere")
    func functions() throws {
        for flags in [["-no-pie"], ["-pie", "-fPIE"], ["-shared", "-fPIC"]] {
            let path = try Self.compiled(flags)
            let data = try Data(contentsOf: URL(filePath: path))
            let address = try Self.address(of: "second_function", in: path)
            try data.withUnsafeBytes { bytes in
                let symbols = try #require(ELFSymbols(bytes))
                #expect(symbols.count >= 3)
                let start = try #require(symbols.function(at: address, in: bytes))
                #expect(start.name == "second_function" && start.offset == 0)
                let within = try #require(symbols.function(at: address + 4, in: bytes))
                #expect(within.name == "second_function" && within.offset == 4)
                #expect(symbols.function(at: 1, in: bytes) == nil)
            }
        }
    }

    @Test("A stripped library still names what it exports")
    func stripped() throws {
        let path = try Self.compiled(["-shared", "-fPIC", "-s"])
        let data = try Data(contentsOf: URL(filePath: path))
        data.withUnsafeBytes { bytes in
            #expect((ELFSymbols(bytes)?.count ?? 0) >= 2)
        }
    }

    @Test("Whatever is cut off or spoilt, nothing outside the bytes is read")
    func spoilt() throws {
        let data = try Data(contentsOf: URL(filePath: try Self.compiled([])))
        for length in stride(from: 0, to: data.count, by: 97) {
            data.prefix(length).withUnsafeBytes { bytes in
                let symbols = ELFSymbols(bytes)
                _ = symbols?.function(at: 0x1139, in: bytes)
            }
        }
        var state: UInt64 = 7
        for _ in 0..<3000 {
            var bytes = [UInt8](data)
            // The headers are what leads elsewhere.
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let at = Int(state >> 33) % (state % 2 == 0 ? 64 : bytes.count)
                bytes[at] = UInt8(truncatingIfNeeded: state >> 24)
            }
            bytes.withUnsafeBytes { bytes in
                let symbols = ELFSymbols(bytes)
                _ = symbols?.function(at: 0x1139, in: bytes)
                _ = symbols?.address(ofFileOffset: UInt64.max)
            }
        }
    }

    @Test("A line is told where there is debug information, and none is made up where there is not")
    func lines() throws {
        let path = try Self.compiled(["-g"])
        let address = try Self.address(of: "second_function", in: path)
        let known = SourceLines.of([address, address], in: path)
        #expect(known.count == 2)
        #expect(known.first?.function == "second_function")
        #expect(known.first?.place?.hasSuffix(".c:4") == true, "\(known)")
        let bare = try Self.compiled([])
        let unknown = SourceLines.of([try Self.address(of: "second_function", in: bare)], in: bare)
        #expect(unknown.first?.place == nil)
        #expect(SourceLines.of([1], in: "/nowhere").first?.place == nil)
    }

    @Test("Addresses are found in the files of a process, and nowhere else")
    func maps() throws {
        let map = ModuleMap(
            parsing: """
                5581aa000000-5581aa001000 r--p 00000000 fe:00 77 /usr/bin/a program
                5581aa001000-5581aa003000 r-xp 00001000 fe:00 77                 /usr/bin/a program
                7f0000000000-7f0000002000 r-xp 00004000 fe:00 88 /lib/gone.so (deleted)
                7ffd1000-7ffd2000 r-xp 00000000 00:00 0 [vdso]
                spoilt
                """)
        #expect(map.stretches.count == 1)
        let found = try #require(map.place(of: 0x5581_aa00_1234))
        #expect(found.stretch.path == "/usr/bin/a program" && found.stretch.inode == 77 && found.offset == 0x1234)
        #expect(map.place(of: 0x5581_aa00_0fff) == nil)
        #expect(map.place(of: 0x5581_aa00_3000) == nil)
        #expect(map.place(of: 0x7f00_0000_0000) == nil)
        let own = try #require(ModuleMap(ofProcess: getpid()))
        #expect(own.stretches.contains { $0.path.contains("libc.so") })
    }
}
