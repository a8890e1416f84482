import Evidence
import Foundation
import Glibc
import ProcessProbes
import Testing

@Suite("the heap of a Java virtual machine, from outside", .timeLimit(.minutes(5)))
struct JavaHeapTests {
    /// A program that makes garbage and keeps what its argument says, KB a turn.
    static let source: String = {
        let path = Workshop.path("Churn") + "/Churn.java"
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = """
            import java.util.*;
            public class Churn {
                static List<byte[]> kept = new ArrayList<>();
                static volatile byte[] sink;
                public static void main(String[] a) throws Exception {
                    for (;;) {
                        for (int i = 0; i < 1000; i++) sink = new byte[1000];
                        if (a.length > 0) kept.add(new byte[1000 * Integer.parseInt(a[0])]);
                        Thread.sleep(10);
                    }
                }
            }
            """
        try? text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }()

    private func sample(
        _ options: [String], kept: [String] = [], until isEnough: (JavaHeap) -> Bool
    ) throws -> [JavaHeap] {
        let client = try Workshop.launch(["java"] + options + ["-Xmx64m", Self.source] + kept)
        defer { client.terminate(graceSeconds: 1) }
        let sampler = ProcessTreeSampler(client: client)
        var heaps: [JavaHeap] = []
        let deadline = Date.now.addingTimeInterval(60)
        while Date.now < deadline {
            if case .value(let heap) = sampler.sample(at: 0).first?.allocation.java {
                heaps.append(heap)
                if isEnough(heap) { return heaps }
            }
            usleep(50_000)
        }
        Issue.record("the machine was not read, or did not collect, within a minute: \(heaps.last as Any)")
        return heaps
    }

    @Test("collections and the heap after them", arguments: ["Serial", "Parallel", "G1"])
    func collectors(name: String) throws {
        let heaps = try sample(["-XX:+Use\(name)GC"]) { $0.youngCollections >= 4 && $0.afterBytes != nil }
        let last = try #require(heaps.last)
        // The heap after a collection of a program that keeps nothing but its compiler's classes; eden is far larger.
        #expect(try #require(last.afterBytes) < 24 << 20)
        #expect((8 << 20...65 << 20).contains(last.committedBytes))
        #expect(zip(heaps, heaps.dropFirst()).allSatisfy { $0.collections <= $1.collections })
    }

    @Test("what is kept is in the heap after collections")
    func keeping() throws {
        let kept = try sample(["-XX:+UseSerialGC"], kept: ["20"]) { ($0.afterBytes ?? 0) > 30 << 20 }
        #expect(try #require(kept.last?.afterBytes) > 30 << 20)
    }

    @Test(
        "a machine without performance data says which option keeps it away",
        arguments: ["-XX:-UsePerfData", "-XX:+PerfDisableSharedMem"])
    func withoutData(option: String) throws {
        let client = try Workshop.launch(["java", option, "-Xmx32m", Self.source])
        defer { client.terminate(graceSeconds: 1) }
        let sampler = ProcessTreeSampler(client: client)
        var reason: String?
        let deadline = Date.now.addingTimeInterval(30)
        while Date.now < deadline {
            reason = sampler.sample(at: 0).first?.allocation.java.reason
            if reason == "\(option) keeps its performance data away" { return }
            usleep(50_000)
        }
        Issue.record("the reason was \(reason ?? "none")")
    }

    @Test("a process that is no Java says so")
    func noJava() throws {
        let client = try Workshop.launch(["sleep", "60"])
        defer { client.terminate(graceSeconds: 1) }
        let sampler = ProcessTreeSampler(client: client)
        #expect(sampler.sample(at: 0).first?.allocation.java.reason == "it is no Java virtual machine")
    }
}
