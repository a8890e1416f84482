import EvidenceAnalysis
import EvidenceStore
import ProcessProbes

/// Finds the names of the places in a traced run's snapshots: functions from the files' own symbol tables, and lines,
/// for what the reports show, from `addr2line`.
///
/// Done once, when the client's last snapshot is there: the snapshots keep places in files, so nothing is lost when the
/// harness does not come so far.
enum NativeSymbolWriter {
    /// Writes the names of the snapshots in `folder` beside them.
    static func write(in folder: String) throws(StoreError) {
        let processes = NativeTraceFolder.processes(in: folder)
        guard !processes.isEmpty else { return }
        var symbols = functions(
            Set(processes.flatMap { $0.last.sites.flatMap(\.calls) + $0.last.openings.flatMap(\.calls) }))
        // Only with the functions is it known what will be shown.
        let growth = NativeGrowth(processes: processes, symbols: symbols)
        addLines(
            Set(
                growth.rows.flatMap { growth.shownCalls(of: $0) }
                    + growth.openings.flatMap { growth.shownCalls(of: $0) }),
            to: &symbols)
        try TextFile.write(symbols.text, to: NativeTraceFolder.symbols(in: folder))
    }

    private static func functions(_ calls: Set<NativeSnapshot.Call>) -> NativeSymbols {
        var symbols = NativeSymbols()
        for (file, calls) in byFile(calls) {
            // One file at a time: the tables of a large program take some memory.
            guard let module = ModuleFile(file.path, inode: UInt64(bitPattern: file.inode)) else { continue }
            for call in calls {
                guard let address = module.address(ofFileOffset: UInt64(bitPattern: call.offset)) else { continue }
                let found = module.function(at: address)
                symbols.names[call] = .init(
                    function: found?.name, functionOffset: Int64(bitPattern: found?.offset ?? 0),
                    address: Int64(bitPattern: address), line: nil)
            }
        }
        return symbols
    }

    private static func addLines(_ calls: Set<NativeSnapshot.Call>, to symbols: inout NativeSymbols) {
        for (file, calls) in byFile(calls) {
            let asked = calls.filter { symbols.names[$0]?.address != nil }.prefix(SourceLines.mostAddresses)
            let addresses = asked.compactMap { symbols.names[$0]?.address.map(UInt64.init(bitPattern:)) }
            for (call, line) in zip(asked, SourceLines.of(addresses, in: file.path)) {
                // Without a line its function may be just the nearest one that has a name.
                guard line.place != nil || symbols.names[call]?.function != nil else { continue }
                symbols.names[call]?.line = line.place
                symbols.names[call]?.readable = line.function
            }
        }
    }

    private struct File: Hashable {
        var path: String
        var inode: Int64
    }

    private static func byFile(_ calls: Set<NativeSnapshot.Call>) -> [File: [NativeSnapshot.Call]] {
        var files: [File: [NativeSnapshot.Call]] = [:]
        for call in calls where !call.module.isEmpty {
            files[File(path: call.module, inode: call.inode), default: []].append(call)
        }
        return files
    }
}
