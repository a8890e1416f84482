/// Why a server did not do what it was asked (MODBUS Application Protocol V1.1b3, section 7).
package enum ExceptionCode: UInt8, CaseIterable, Sendable {
    /// The server does not have the function.
    case illegalFunction = 1
    /// The unit does not have all of the addresses, or they cannot be written.
    case illegalDataAddress = 2
    /// A quantity, a byte count, a length or a value is not permitted.
    case illegalDataValue = 3
    /// The server failed while it did the work.
    case serverDeviceFailure = 4
    /// Accepted; the work takes long.
    case acknowledge = 5
    /// The server cannot take the request now; try again.
    case serverDeviceBusy = 6
    /// Extended memory failed its check.
    case memoryParityError = 8
    /// The gateway has no path to the unit.
    case gatewayPathUnavailable = 10
    /// No unit answers under this unit id.
    case gatewayTargetFailedToRespond = 11
}
