import Testing

@testable import ModbusProtocol

@Suite("Device identity", .timeLimit(.minutes(5)))
struct IdentityRepliesTests {
    private func answer(_ identity: DeviceIdentity, _ code: UInt8, _ object: UInt8) -> ([UInt8]?, ExceptionCode?) {
        var room = [UInt8](repeating: 0, count: 253)
        let answer = room.withUnsafeMutableBytes {
            IdentityReplies(identity).writeDeviceIdentification(code: code, object: object, to: $0)
        }
        switch answer {
        case .reply(let length): return (Array(room[..<length]), nil)
        case .refuse(let exception): return (nil, exception)
        }
    }

    /// Follows a stream to its end and returns the objects in order.
    private func stream(_ identity: DeviceIdentity, _ code: UInt8) throws -> [UInt8: String] {
        var objects: [UInt8: String] = [:]
        var next: UInt8 = 0
        for _ in 0..<300 {
            let reply = try #require(answer(identity, code, next).0)
            #expect(reply.count <= 253)
            #expect(Array(reply[..<3]) == [0x2B, 14, code])
            var at = 7
            for _ in 0..<reply[6] {
                let length = Int(reply[at + 1])
                objects[reply[at]] = String(decoding: reply[(at + 2)..<(at + 2 + length)], as: UTF8.self)
                at += 2 + length
            }
            #expect(at == reply.count)
            if reply[4] == 0 { return objects }
            #expect(reply[4] == 0xFF)
            next = reply[5]
        }
        Issue.record("the stream has no end")
        return objects
    }

    private let full = DeviceIdentity(
        vendorName: "V", productCode: "P", revision: "R", vendorURL: "U", productName: "N", modelName: "M",
        userApplicationName: String(repeating: "a", count: 244),
        privateObjects: [0x80: String(repeating: "x", count: 200), 0x81: String(repeating: "y", count: 200), 0xFF: "z"])

    @Test("the three categories stream exactly their objects, over several replies where one is too short")
    func categories() throws {
        #expect(try stream(full, 1) == full.objects.filter { $0.key <= 2 })
        #expect(try stream(full, 2) == full.objects.filter { $0.key <= 6 })
        #expect(try stream(full, 3) == full.objects)
    }

    @Test("a stream from an unknown object starts at the beginning")
    func unknownStreamStart() {
        #expect(answer(full, 1, 99).0 == answer(full, 1, 0).0)
    }

    @Test("one object is read by its id, an unknown one is exception 2")
    func single() {
        #expect(answer(full, 4, 5).0 == [0x2B, 14, 4, 0x83, 0, 0, 1, 5, 1, UInt8(ascii: "M")])
        #expect(answer(full, 4, 7).1 == .illegalDataAddress)
    }

    @Test("other read codes are exception 3", arguments: [0, 5, 255] as [UInt8])
    func otherCodes(code: UInt8) {
        #expect(answer(full, code, 0).1 == .illegalDataValue)
    }

    @Test("the conformity level says which objects there are")
    func conformity() {
        #expect(answer(DeviceIdentity(), 1, 0).0?[3] == 0x81)
        #expect(answer(DeviceIdentity(productName: "x"), 1, 0).0?[3] == 0x82)
        #expect(answer(full, 1, 0).0?[3] == 0x83)
    }

    @Test("function 17 gives the id, the run indicator and the text")
    func serverID() {
        var room = [UInt8](repeating: 0, count: 253)
        let identity = DeviceIdentity(serverID: 0xB4, serverText: "LMB3.1.6")
        for running in [true, false] {
            let length = room.withUnsafeMutableBytes {
                IdentityReplies(identity).writeServerID(running: running, to: $0)
            }
            #expect(Array(room[..<length]) == [0x11, 10, 0xB4, running ? 0xFF : 0] + Array("LMB3.1.6".utf8))
        }
    }

    @Test("a text that no reply can carry is found")
    func overlong() {
        #expect(full.overlongText == nil)
        #expect(DeviceIdentity(vendorName: String(repeating: "v", count: 245)).overlongText != nil)
        #expect(DeviceIdentity(serverText: String(repeating: "v", count: 245)).overlongText != nil)
    }
}
