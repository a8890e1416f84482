import FuzzEntries
import Glibc

/// The words of the command line.
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

/// libFuzzer's own entry: feeds `examine` until its time is up, and gives the exit status.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ argumentCount: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
    _ examine: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Which entry is fed stands in TWINSIM_FUZZ.
private let entry: FuzzEntry = {
    let name = getenv("TWINSIM_FUZZ").map { String(cString: $0) } ?? ""
    guard let entry = FuzzEntry(rawValue: name) else {
        let names = FuzzEntry.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("TWINSIM_FUZZ is '\(name)'; give one of \(names)")
    }
    return entry
}()

/// What SwiftPM has the linker make the program's `main`; an input that breaks a promise ends the process.
@_cdecl("fuzz_main")
public func fuzz(_ argumentCount: CInt, _ arguments: Arguments) -> CInt {
    var (count, words) = (argumentCount, arguments)
    return runFuzzer(&count, &words) { start, count in
        if let broken = entry.examine(UnsafeRawBufferPointer(start: start, count: count)) { fatalError(broken) }
        return 0
    }
}
