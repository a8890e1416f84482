import Testing

@Suite("The table of real clients", .timeLimit(.minutes(5)))
struct ClientCatalogueTests {
    private static let folder = "Benchmarks/clients"

    @Test("The catalogue holds 25 rows and more, versions and hashes pinned, half of the leaks publicly reported")
    func whole() throws {
        let said = try Tool.output("python3", [Repository.root.appendingPathComponent(Self.folder).path, "--check"])
        let rows = try #require(said.firstMatch(of: /^(\d+) rows, each with its versions/), "\(said)")
        #expect(try #require(Int(rows.1)) >= 25)
    }

    @Test("A row without a version, a driver or hashes, one that stands twice, and too few rows are seen")
    func careless() throws {
        let script = """
            import pathlib, sys
            folder = pathlib.Path(sys.argv[1])
            sys.path.insert(0, str(folder))
            import row
            print("; ".join(row.problems([
                row.Row("a", "Python", ("multidict",), ("nothing.py",), leaks=("memory",)),
                row.Row("a", "Go", ("debian:b==1",), ("poller.rb",), issue="b", grows="day"),
                row.Row("c", "Python", ("ujson==5.12.0",), ("ujson_writer.py",), requirements="multidict-6.3.1"),
                row.Row("d", "Python", ("d==1",), ("ujson_writer.py",), requirements="d-1"),
            ], folder)))
            """
        let said = try Tool.output(
            "python3", ["-c", script, Repository.root.appendingPathComponent(Self.folder).path])
        for sentence in [
            "there are 4 rows", "less than half of the leaks", "a stands twice", "a: each package needs a version",
            "there is no drivers/nothing.py", "a report is an address", "by the hour or by the storm",
            "ujson==5.12.0 is not in requirements/multidict-6.3.1.txt", "there is no requirements/d-1.txt",
        ] {
            #expect(said.contains(sentence), "\(said)")
        }
    }
}
