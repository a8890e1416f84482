import CModbus
import Determinism
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Against libmodbus' own server, on frames that are wrong", .timeLimit(.minutes(5)))
struct DeviationTests {
    /// A well-formed request spoilt in one way, or left as it is.
    private static func frame(_ random: inout RandomStream, transaction: UInt16) -> [UInt8] {
        var pdu = DifferentialTests.request(&random)
        func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        func anyByte() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
        func set(_ place: Int, _ value: Int) {
            if place + 1 < pdu.count { (pdu[place], pdu[place + 1]) = (UInt8(value >> 8 & 255), UInt8(value & 255)) }
        }
        var unit: UInt8 = [0, 1, 255].randomElement(using: &random) ?? 1
        var identifier = 0
        var lengthError = 0
        switch any(0...13) {
        case 0: identifier = any(1...65_535)
        case 1: lengthError = [-1, 1, 2, 100, 300, -300].randomElement(using: &random) ?? 1
        case 2: unit = UInt8(any(2...254))
        case 3: pdu[0] = anyByte()
        case 4: pdu = [[7, 8, 11, 12, 17, 20, 21, 24, 43].randomElement(using: &random) ?? 7] + pdu.dropFirst()
        case 5: pdu.removeLast(any(1...pdu.count - 1))
        case 6: pdu += (0..<any(1...20)).map { _ in anyByte() }
        case 7: set(3, [0, 121, 122, 124, 126, 1969, 2001, 65_535].randomElement(using: &random) ?? 0)
        case 8: set(1, any(0...65_535))
        case 9 where pdu[0] == 15 || pdu[0] == 16: pdu[5] = anyByte()
        case 10: pdu = [5] + (0..<4).map { _ in anyByte() }
        case 11:
            let coils = any(1...100)
            let bytes = (coils + 7) / 8 + any(0...2)
            pdu = [15, 0, UInt8(any(0...255)), 0, UInt8(coils), UInt8(bytes)] + (0..<bytes).map { _ in anyByte() }
        case 12: pdu[any(0...pdu.count - 1)] = anyByte()
        default: break
        }
        pdu = Array(pdu.prefix(253))
        let length = min(max(pdu.count + 1 + lengthError, 0), 65_535)
        let header = [Int(transaction), identifier, length].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        return header + [unit] + pdu
    }

    @Test(
        "6000 random frames get libmodbus' bytes, or fall under one of the documented deviations and get what it says",
        arguments: testedCodecs)
    func frames(codec: CodecChoice) throws {
        let size = DifferentialTests.size
        let map = try DifferentialTests.plainMap()
        let exchange = ImageExchange(map: map)
        let server = try TestServer.make(ServerConfiguration(port: 0, codec: codec), units: [1: (map, exchange)])
        defer { server.stop() }
        server.start()
        let stock = try StockServer(
            coils: Int32(size), discreteInputs: Int32(size), holding: Int32(size), input: Int32(size))
        var random = RandomStream(seed: 21, name: "deviations")
        var seen: [Deviation: (frames: Int, different: Int)] = [:]
        var same = 0
        for number in 0..<6000 {
            let bytes = Self.frame(&random, transaction: UInt16(number))
            let ours = try Self.answer(server.port, bytes)
            if let (deviation, instead) = Deviation.of(bytes, size: size) {
                let theirs = try stock.withoutTrace { try stock.reply(to: bytes, afresh: true) }
                let count = seen[deviation] ?? (0, 0)
                seen[deviation] = (count.frames + 1, count.different + (ours == theirs ? 0 : 1))
                if !Self.fits(ours, instead, to: bytes) {
                    Issue.record("\(deviation), \(instead): request \(number) \(bytes): ours \(ours)")
                    return
                }
            } else {
                let theirs = try stock.reply(to: bytes, afresh: true)
                if ours != theirs || theirs.isEmpty {
                    Issue.record("request \(number) \(bytes): ours \(ours), libmodbus \(theirs)")
                    return
                }
                same += 1
            }
            if number % 100 == 0 {
                exchange.drainWrites { entry, value in exchange.publish { $0.encode(entry, value) } }
            }
        }
        #expect(same > 2000)
        for deviation in Deviation.allCases {
            let count = seen[deviation] ?? (0, 0)
            #expect(count.different >= 5, "\(deviation): \(count.different) of \(count.frames) frames differ")
        }
        #expect(server.counters.codecFailures == 0)
    }

    /// Everything that twinsim says to these bytes on a connection of their own.
    private static func answer(_ port: UInt16, _ bytes: [UInt8]) throws -> [UInt8] {
        let client = try TestClient(port: port)
        try client.send(bytes)
        client.shutSending()
        var answer: [UInt8] = []
        for _ in 0..<1000 {
            switch client.end() {
            case .bytes(let more): answer += more
            case .orderly, .reset: return answer
            case .silence: throw TestClient.Failure(sentence: "the server holds the connection after \(bytes)")
            }
        }
        throw TestClient.Failure(sentence: "the server does not stop answering \(bytes)")
    }

    /// Whether an answer is what the deviation says.
    private static func fits(_ answer: [UInt8], _ instead: Deviation.Instead, to frame: [UInt8]) -> Bool {
        switch instead {
        case .nothing: return answer.isEmpty
        case .reply(let pdu): return answer == header(of: frame, pduCount: pdu.count) + pdu
        case .own(let function):
            guard answer.count >= 9, answer[7] & 0x7F == function & 0x7F else { return false }
            return Array(answer[..<7]) == header(of: frame, pduCount: Int(answer[4]) << 8 + Int(answer[5]) - 1)
        }
    }

    private static func header(of frame: [UInt8], pduCount: Int) -> [UInt8] {
        [frame[0], frame[1], 0, 0, UInt8((pduCount + 1) >> 8), UInt8((pduCount + 1) & 255), frame[6]]
    }
}
