import EvidenceAnalysis
import ProcessProbes

/// One process in the record of native memory: what it looked like at its baseline, and how it looks now.
struct NativeRecord {
    /// What a process was compared with.
    struct Baseline {
        var seconds: Double
        var classes: [NativeSizeClass]
        var sites: [UInt64: NativeSites.Site]
        var openings: [NativeOpened.Origin: Int64]
    }

    /// The file in which it counts; another one is another program.
    var inode: UInt64?
    /// Its call sites; nil when it is not traced.
    var sites: NativeSiteReader?
    /// Its counts in the last sample.
    var latest: NativeAllocations
    /// When that was, s of the run.
    var latestAt: Double
    /// When the next snapshot is due, s of the run.
    var next: Double
    /// Its child processes in the last sample.
    var children: [Int32] = []
    /// Its baseline; nil before its warm-up is over.
    var baseline: Baseline?
    /// The baseline's number.
    var baselineNumber: Int64 = 0
    /// The newest snapshot's number.
    var number: Int64 = 0
    /// What was loaded where when that was last looked at.
    private var modules: ModuleMap?

    /// A process that was seen for the first time.
    init(inode: UInt64?, sites: NativeSiteReader?, latest: NativeAllocations, latestAt: Double, next: Double) {
        self.inode = inode
        self.sites = sites
        self.latest = latest
        self.latestAt = latestAt
        self.next = next
    }

    /// A snapshot of now; the first one is the baseline.
    mutating func snapshot(
        pid: Int32, number: Int64, occasion: String, monotonicSeconds: Double, mostSites: Int
    ) -> NativeSnapshot {
        let now = sites?.read()
        // Of a process that has ended nothing is open; what it had is in the snapshot before.
        let opened = sites?.opened(process: pid, children: children) ?? [:]
        if sites != nil, let fresh = ModuleMap(ofProcess: pid) { modules = fresh }
        if baseline == nil {
            baselineNumber = number
            baseline = Baseline(
                seconds: monotonicSeconds, classes: latest.sizeClasses,
                sites: Dictionary((now?.sites ?? []).map { ($0.hash, $0) }) { $1 },
                openings: opened)
        }
        let began = baseline?.seconds ?? monotonicSeconds
        var snapshot = NativeSnapshot(
            pid: Int64(pid), number: number, baselineNumber: baselineNumber, occasion: occasion,
            sinceBaselineSeconds: number == baselineNumber ? 0 : monotonicSeconds - began, baselineSeconds: began,
            distanceBytes: now?.distanceBytes, problems: Self.problems(now, pid: pid))
        snapshot.classes = latest.sizeClasses.indices.map { size in
            let held = latest.sizeClasses[size]
            let before = baseline?.classes[size] ?? held
            return .init(
                largestBytes: NativeSizeClass.largestRequestBytes(size).map(Int64.init), bytes: held.liveBytes,
                bytesGrown: held.liveBytes - before.liveBytes, blocks: held.liveBlocks,
                blocksGrown: held.liveBlocks - before.liveBlocks)
        }
        let rows = (now?.sites ?? []).map(row).filter { $0.bytesGrown > 0 }
        snapshot.openings = openings(opened, now)
        snapshot.sites = Array(rows.sorted { $0.bytesGrown > $1.bytesGrown }.prefix(mostSites))
        return snapshot
    }

    /// What is open or runs, by site, what grew most first.
    private func openings(_ opened: [NativeOpened.Origin: Int64], _ now: NativeSites?) -> [NativeOpening.Count] {
        let calls = Dictionary((now?.sites ?? []).map { ($0.hash, $0.calls) }) { $1 }
        let rows = opened.compactMap { origin, count -> NativeOpening.Count? in
            guard origin.siteHash != 0, let kind = TraceOpening.Kind(rawValue: origin.kind.rawValue) else { return nil }
            return NativeOpening.Count(
                kind: kind, calls: (calls[origin.siteHash] ?? []).map(call), count: count,
                grown: count - (baseline?.openings[origin] ?? 0))
        }
        return rows.sorted { ($1.grown, $1.count) < ($0.grown, $0.count) }
    }

    private func call(_ address: UInt64) -> NativeSnapshot.Call {
        guard let found = modules?.place(of: address) else {
            return .init(module: "", offset: Int64(bitPattern: address), inode: 0)
        }
        return .init(
            module: found.stretch.path, offset: Int64(found.offset), inode: Int64(bitPattern: found.stretch.inode))
    }

    private func row(_ site: NativeSites.Site) -> NativeSnapshot.Site {
        let before = baseline?.sites[site.hash]
        return NativeSnapshot.Site(
            calls: site.calls.map(call), bytes: site.bytes, bytesGrown: site.bytes - (before?.bytes ?? 0),
            blocks: Int64(site.blocks.rounded()), blocksGrown: Int64((site.blocks - (before?.blocks ?? 0)).rounded()),
            samples: site.samples, errorBytes: Int64(site.errorOfGrowth(since: before).rounded(.up)))
    }

    private static func problems(_ sites: NativeSites?, pid: Int32) -> [String] {
        guard let sites else { return [] }
        var problems: [String] = []
        if sites.hasNoUnwinder { problems.append("process \(pid) has no libgcc_s.so.1, so no call can be told") }
        if sites.samplesWithoutSite > 0 {
            problems.append(
                "\(sites.samplesWithoutSite) samples of process \(pid) came from more than \(NativeSites.mostSites) "
                    + "sites and stand together")
        }
        if sites.samplesWithoutBlock > 0 {
            problems.append(
                "\(sites.samplesWithoutBlock) samples of process \(pid) were left out, because too many were live: "
                    + "take a larger --trace-bytes")
        }
        return problems
    }
}
