/// Unit id -> unit.
///
/// Unit ids 0 and 255 mean "the device behind this address itself" on TCP (MODBUS Messaging on TCP/IP V1.0b,
/// 4.4.2.2); where the user gave them no unit of their own, they lead to the unit with the lowest id, are answered
/// like any other request and echoed as they came. A write to unit 0 is not a broadcast.
struct UnitDirectory {
    /// The units, the one with the lowest id first.
    let services: [UnitService]
    /// The lowest id that has a unit.
    let lowestUnit: UInt8
    /// The same, without the reference counting that every request would pay for; `services` keeps them alive.
    private let unmanaged: [Unmanaged<UnitService>]
    private let indexOfUnit: [Int16]

    /// The directory of these units, by id; under the policy `answer` every other id leads to the lowest unit too.
    init(_ units: [UInt8: UnitService], unknownUnit: UnknownUnitPolicy) {
        let ordered = units.sorted { $0.key < $1.key }
        services = ordered.map(\.value)
        lowestUnit = ordered.first?.key ?? 0
        unmanaged = services.map(Unmanaged.passUnretained)
        var index = [Int16](repeating: unknownUnit == .answer && !ordered.isEmpty ? 0 : -1, count: 256)
        if !ordered.isEmpty {
            index[0] = 0
            index[255] = 0
        }
        for (place, unit) in ordered.enumerated() { index[Int(unit.key)] = Int16(place) }
        indexOfUnit = index
    }

    /// The unit's place in `services`, or -1 when nobody answers under this id.
    @inline(__always)
    func place(of unit: UInt8) -> Int { Int(indexOfUnit[Int(unit)]) }

    /// Does something with the unit at this place.
    @inline(__always)
    func withService<Result>(at place: Int, _ body: (UnitService) -> Result) -> Result {
        unmanaged[place]._withUnsafeGuaranteedRef(body)
    }
}
