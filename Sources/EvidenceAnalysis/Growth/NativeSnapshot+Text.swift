import Text

extension NativeSnapshot {
    /// The snapshot's file: its head, then a line each for a module, a size class and a site.
    package var text: String {
        var rows: [JSONValue] = [
            [
                "kind": "native_snapshot", "format": 1, "pid": .integer(pid), "number": .integer(number),
                "baseline_number": .integer(baselineNumber), "occasion": .string(occasion),
                "since_baseline_seconds": .number(sinceBaselineSeconds),
                "baseline_monotonic_seconds": .number(baselineSeconds), "distance_bytes": .optional(distanceBytes),
                "problems": .array(problems.map { .string($0) }),
            ]
        ]
        rows += classes.map {
            [
                "kind": "class", "largest_bytes": .optional($0.largestBytes), "size": .integer($0.bytes),
                "size_diff": .integer($0.bytesGrown), "count": .integer($0.blocks),
                "count_diff": .integer($0.blocksGrown),
            ]
        }
        var modules: [Module: Int64] = [:]
        func written(_ calls: [Call]) -> JSONValue {
            .array(
                calls.map { call in
                    let module = Module(path: call.module, inode: call.inode)
                    let number = modules[module] ?? Int64(modules.count)
                    if modules.updateValue(number, forKey: module) == nil {
                        rows.append([
                            "kind": "module", "number": .integer(number), "path": .string(call.module),
                            "inode": .integer(call.inode),
                        ])
                    }
                    return [.integer(number), .integer(call.offset)]
                })
        }
        for site in sites {
            let calls = written(site.calls)
            rows.append([
                "kind": "site", "size": .integer(site.bytes), "size_diff": .integer(site.bytesGrown),
                "count": .integer(site.blocks), "count_diff": .integer(site.blocksGrown),
                "samples": .integer(site.samples), "error": .integer(site.errorBytes), "calls": calls,
            ])
        }
        for opening in openings {
            let calls = written(opening.calls)
            rows.append([
                "kind": "resource", "resource": .string(opening.kind.rawValue), "count": .integer(opening.count),
                "count_diff": .integer(opening.grown), "calls": calls,
            ])
        }
        return rows.map { $0.compact + "\n" }.joined()
    }

    /// Reads a snapshot's file; nil when its first line is not the head of one. Rows that are spoilt are left out.
    package init?(parsing text: String) {
        let rows = text.split(separator: "\n")
        guard let first = rows.first, let head = JSONValue(parsing: String(first)),
            head.text("kind") == "native_snapshot", let pid = head.whole("pid"), let number = head.whole("number")
        else { return nil }
        self.init(
            pid: pid, number: number, baselineNumber: head.whole("baseline_number") ?? number,
            occasion: head.text("occasion") ?? "", sinceBaselineSeconds: head.real("since_baseline_seconds") ?? 0,
            baselineSeconds: head.real("baseline_monotonic_seconds") ?? 0,
            distanceBytes: head.whole("distance_bytes"), problems: head.texts("problems"))
        var modules: [Int64: Module] = [:]
        for row in rows.dropFirst() {
            guard let row = JSONValue(parsing: String(row)) else { continue }
            if row.text("kind") == "module" {
                guard let number = row.whole("number"), let path = row.text("path"), let inode = row.whole("inode")
                else { continue }
                modules[number] = Module(path: path, inode: inode)
            } else {
                add(row, modules)
            }
        }
    }

    private mutating func add(_ row: JSONValue, _ modules: [Int64: Module]) {
        let calls = (row["calls"]?.elements ?? []).compactMap { call -> Call? in
            guard case .array(let parts) = call, parts.count == 2, case .integer(let number) = parts[0],
                case .integer(let offset) = parts[1], let module = modules[number]
            else { return nil }
            return Call(module: module.path, offset: offset, inode: module.inode)
        }
        if row.text("kind") == "resource", let kind = row.text("resource").flatMap(TraceOpening.Kind.init),
            let count = row.whole("count"), let grown = row.whole("count_diff")
        {
            openings.append(.init(kind: kind, calls: calls, count: count, grown: grown))
            return
        }
        guard let bytes = row.whole("size"), let bytesGrown = row.whole("size_diff"), let blocks = row.whole("count"),
            let blocksGrown = row.whole("count_diff")
        else { return }
        switch row.text("kind") {
        case "class":
            classes.append(
                SizeClass(
                    largestBytes: row.whole("largest_bytes"), bytes: bytes, bytesGrown: bytesGrown, blocks: blocks,
                    blocksGrown: blocksGrown))
        case "site":
            guard let samples = row.whole("samples"), let error = row.whole("error"), row["calls"] != nil
            else { return }
            sites.append(
                Site(
                    calls: calls, bytes: bytes, bytesGrown: bytesGrown, blocks: blocks, blocksGrown: blocksGrown,
                    samples: samples, errorBytes: error))
        default: break
        }
    }

    private struct Module: Hashable {
        var path: String
        var inode: Int64
    }
}
