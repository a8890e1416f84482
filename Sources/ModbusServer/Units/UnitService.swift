import CModbus
import ModbusProtocol

/// One unit as the reactor serves it: its map, its images, the library's view of the image at hand, its reads, its
/// diagnostics.
///
/// Used by the reactor thread only.
final class UnitService {
    /// Which value lies where.
    let map: RegisterMap
    /// Where images come from and writes go to.
    let exchange: ImageExchange
    /// The library's view of the image at hand.
    let mapping: UnsafeMutablePointer<modbus_mapping_t>
    /// The image at hand, without the reference counting that every request would pay for; the exchange keeps it alive.
    private(set) var image: Unmanaged<RegisterImage>
    /// What functions 8, 11 and 12 say.
    let diagnostics = UnitDiagnostics()
    /// Whether others note reads of the same unit too.
    private let isShared: Bool
    private let reads: UnsafeMutableBufferPointer<EntryReads>

    /// A unit that notes its reads in `reads`, which the recorder owns.
    init(map: RegisterMap, exchange: ImageExchange, reads: UnsafeMutableBufferPointer<EntryReads>) {
        self.map = map
        self.exchange = exchange
        self.reads = reads
        isShared = exchange.commons.isShared
        image = .passUnretained(exchange.image)
        mapping = .allocate(capacity: 1)
        mapping.initialize(to: modbus_mapping_t())
        mapping.pointee.nb_bits = Int32(map.extent(of: .coil))
        mapping.pointee.nb_input_bits = Int32(map.extent(of: .discreteInput))
        mapping.pointee.nb_registers = Int32(map.extent(of: .holdingRegister))
        mapping.pointee.nb_input_registers = Int32(map.extent(of: .inputRegister))
        pointMapping()
    }

    deinit {
        mapping.deallocate()
    }

    /// Takes the newest published image.
    func refresh() {
        exchange.refresh()
    }

    /// Points the library at the image at hand; after the `refresh()` of every unit, as units may share an exchange.
    func pointMapping() {
        let image = exchange.image
        self.image = .passUnretained(image)
        mapping.pointee.tab_bits = image.coils
        mapping.pointee.tab_input_bits = image.discreteInputs
        mapping.pointee.tab_registers = image.holdingRegisters
        mapping.pointee.tab_input_registers = image.inputRegisters
    }

    /// Notes that a request read this range.
    @inline(__always)
    func noteRead(_ table: RegisterTable, start: Int, count: Int, at nanoseconds: Int64) {
        _ = map.forEachEntry(table, start: start, count: count) { entry, isWhole in
            guard isWhole else { return true }
            if isShared {
                reads[entry].note(at: nanoseconds, previous: exchange.commons.noteRead(entry, at: nanoseconds))
            } else {
                reads[entry].note(at: nanoseconds)
            }
            return true
        }
    }
}
