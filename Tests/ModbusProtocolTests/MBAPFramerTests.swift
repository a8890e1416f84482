import Testing

@testable import ModbusProtocol

@Suite("MBAP framing", .timeLimit(.minutes(5)))
struct MBAPFramerTests {
    private func inspect(_ bytes: [UInt8]) -> MBAPFramer.Outcome {
        bytes.withUnsafeBytes { MBAPFramer.inspect($0) }
    }

    @Test("a frame is complete exactly when its length field says so")
    func completeness() {
        for length in 2...254 {
            let frame = [0, 1, 0, 0, UInt8(length >> 8), UInt8(length & 255)] + [UInt8](repeating: 9, count: length)
            for count in 0..<frame.count { #expect(inspect(Array(frame[..<count])) == .incomplete) }
            #expect(inspect(frame) == .frame(length: 6 + length))
            #expect(inspect(frame + [1, 2, 3]) == .frame(length: 6 + length))
        }
    }

    @Test("every length outside 2...254 is a violation, seen with the sixth byte")
    func lengths() {
        for length in 0...65535 where !(2...254).contains(length) {
            let start: [UInt8] = [0, 1, 0, 0, UInt8(length >> 8), UInt8(length & 255)]
            #expect(inspect(start) == .violation(.length(UInt16(length))))
        }
    }

    @Test("a protocol id other than 0 is a violation, seen with the fourth byte", arguments: [1, 255, 256, 65535])
    func protocolIdentifiers(identifier: UInt16) {
        let start: [UInt8] = [0, 1, UInt8(identifier >> 8), UInt8(identifier & 255)]
        #expect(inspect(start) == .violation(.protocolIdentifier(identifier)))
        #expect(inspect(Array(start[..<3])) == .incomplete)
    }
}
