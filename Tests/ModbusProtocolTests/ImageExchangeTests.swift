import Determinism
import Foundation
import Testing

@testable import ModbusProtocol

@Suite("Image exchange", .timeLimit(.minutes(5)))
struct ImageExchangeTests {
    private static func exchange(entries: Int = 4, capacity: Int = 8) throws -> ImageExchange {
        let map = try RegisterMap(
            (0..<entries).map {
                RegisterEntry(name: "T\($0)", table: .holdingRegister, offset: $0, encoding: .uint16, writable: true)
            })
        return ImageExchange(map: map, writeCapacity: capacity)
    }

    @Test("the reactor sees what was published, and only after it took it")
    func publishing() throws {
        let exchange = try Self.exchange()
        exchange.publish { $0.encode(0, 1) }
        exchange.publish { $0.encode(1, 2) }
        #expect(exchange.image.decode(0) == 0)
        exchange.refresh()
        #expect((0..<4).map { exchange.image.decode($0) } == [1, 2, 0, 0])
        exchange.refresh()
        #expect(exchange.image.decode(1) == 2)
    }

    @Test("a client reads its own write at once, also from images that were published before the scan latched it")
    func readBack() throws {
        let exchange = try Self.exchange()
        var tag = 5.0
        exchange.publish { $0.encode(0, tag) }
        exchange.refresh()
        exchange.write(entry: 0, value: 77)
        #expect(exchange.image.decode(0) == 77)
        // The scan had latched before the write came, so its image still has the old value.
        exchange.publish { $0.encode(0, tag) }
        exchange.refresh()
        #expect(exchange.image.decode(0) == 77)
        exchange.drainWrites { entry, value in
            #expect(entry == 0)
            tag = value
        }
        #expect(tag == 77)
        // From now on the program decides: here it limits the value.
        tag = 50
        exchange.publish { $0.encode(0, tag) }
        exchange.refresh()
        #expect(exchange.image.decode(0) == 50)
    }

    @Test("writes arrive in order, each once")
    func order() throws {
        let exchange = try Self.exchange()
        for value in [3.0, 1, 2] { exchange.write(entry: 1, value: value) }
        var values: [Double] = []
        exchange.drainWrites { _, value in values.append(value) }
        exchange.drainWrites { _, value in values.append(value) }
        #expect(values == [3, 1, 2])
    }

    @Test("while the ring is full the last write of each value is held and arrives when there is room")
    func fullRing() throws {
        let exchange = try Self.exchange(entries: 4, capacity: 4)
        for value in 1...100 { exchange.write(entry: value % 4, value: Double(value)) }
        #expect(exchange.holdsWrites)
        #expect((0..<4).map { exchange.image.decode($0) } == [100, 97, 98, 99])
        var tags = [Double](repeating: 0, count: 4)
        exchange.drainWrites { tags[$0] = $1 }
        #expect(tags == [4, 1, 2, 3])
        exchange.publish { image in for entry in 0..<4 { image.encode(entry, tags[entry]) } }
        exchange.refresh()
        #expect(!exchange.holdsWrites)
        #expect((0..<4).map { exchange.image.decode($0) } == [100, 97, 98, 99])
        exchange.drainWrites { tags[$0] = $1 }
        #expect(tags == [100, 97, 98, 99])
    }

    @Test("in any order of steps a client sees its last write until the scan latched it, and the scan misses none")
    func anyOrder() throws {
        var random = RandomStream(seed: 11, name: "exchange")
        for _ in 0..<200 {
            let exchange = try Self.exchange(entries: 3, capacity: 4)
            // The model: what a client wrote last, what the scan has, and what the scan still has to get.
            var tags = [Double](repeating: 0, count: 3)
            var lastWrite: [Double?] = [nil, nil, nil]
            for step in 1...300 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let entry = Int.random(in: 0..<3, using: &random)
                    exchange.write(entry: entry, value: Double(step))
                    lastWrite[entry] = Double(step)
                    #expect(exchange.image.decode(entry) == Double(step))
                case 1: exchange.drainWrites { tags[$0] = $1 }
                case 2: exchange.publish { image in for entry in 0..<3 { image.encode(entry, tags[entry]) } }
                default:
                    exchange.refresh()
                    for entry in 0..<3 {
                        if let last = lastWrite[entry] { #expect(exchange.image.decode(entry) == last) }
                    }
                }
            }
            for _ in 0..<3 {
                exchange.drainWrites { tags[$0] = $1 }
                exchange.publish { image in for entry in 0..<3 { image.encode(entry, tags[entry]) } }
                exchange.refresh()
            }
            #expect(!exchange.holdsWrites)
            for entry in 0..<3 { #expect(tags[entry] == lastWrite[entry] ?? 0) }
        }
    }

    @Test("values of one publication are never seen beside those of another, at full speed on two threads")
    func noTearing() throws {
        let exchange = try Self.exchange(entries: 120, capacity: 512)
        let rounds = 20_000
        let scan = Thread {
            for round in 1...rounds {
                exchange.publish { image in
                    for entry in 0..<120 { image.encode(entry, Double(round)) }
                }
            }
        }
        scan.start()
        var last = 0.0
        var torn = 0
        while last < Double(rounds) {
            exchange.refresh()
            let first = exchange.image.decode(0)
            for entry in 1..<120 where exchange.image.decode(entry) != first { torn += 1 }
            #expect(first >= last)
            last = first
        }
        #expect(torn == 0)
    }
}
