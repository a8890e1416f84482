"""What each line of a traced client holds, by tracemalloc's traces; see Docs/Tracing.md."""

import _tracemalloc
import twinsim_trace_places as places

# The most rows of files, packages and cumulative lines in a snapshot each.
MAXIMUM_SUMS = 25
# The most calls of a traceback whose text is read.
MAXIMUM_CALL_SOURCES = 3

class Lines:
    """Live bytes and blocks, by line, by file, by package and with everything that a line calls.

    Grouped from the raw traces: the objects of tracemalloc.Snapshot are themselves traced, and cost twenty times more.
    Keys are texts and values numbers, which
    the collector does not follow: a baseline that is kept is no growth among the client's objects.
    """

    def __init__(self, work, filter):
        self.sizes = {}
        self.counts = {}
        # Kept only until the rows are written: the calls that hold most of each line.
        self.calls = {}
        traces = work.stop(_tracemalloc._get_traces)
        self.blocks = len(traces)
        # Sizes are gathered and added up after: each sum would be an allocation, which is itself traced.
        by_traceback = {}
        for trace in work.sliced(traces):
            known = by_traceback.get(trace[2])
            if known is None:
                by_traceback[trace[2]] = [trace[1]]
            else:
                known.append(trace[1])
        is_inside = places.CLIENT in places.imports()
        lines = {}
        cumulative = {}
        stamp = 0
        for calls, found in work.sliced(by_traceback.items()):
            if self._is_foreign(calls, is_inside):
                continue
            size, count = sum(found), len(found)
            if filter.is_set:
                calls = filter.named(calls)
                if not calls:
                    continue
            known = lines.get(calls[0])
            if known is None:
                lines[calls[0]] = [size, count, calls, size]
            else:
                known[0] += size
                known[1] += count
                if size > known[3]:
                    known[2:] = calls, size
            # A function that calls itself stands in the calls several times.
            stamp += 1
            for call in calls:
                known = cumulative.get(call)
                if known is None:
                    cumulative[call] = [size, count, stamp]
                elif known[2] != stamp:
                    known[0] += size
                    known[1] += count
                    known[2] = stamp
        # A million tuples: given back outside of the client's work.
        traces = by_traceback = None
        for (file, line), (size, count, calls, _) in work.sliced(lines.items()):
            key = "line\0%s\0%d" % (file, line)
            self._sum(key, size, count)
            self._sum("file\0" + file, size, count)
            self._sum("package\0" + places.package(file), size, count)
            self.calls[key] = calls
        for (file, line), (size, count, _) in work.sliced(cumulative.items()):
            if places.kind(file) >= places.STANDARD:
                self._sum("cumulative\0%s\0%d" % (file, line), size, count)

    @staticmethod
    def _is_foreign(calls, is_inside):
        """Whether an allocation is twinsim's own or an import's, in which case nobody's line is named."""
        if places.kind(calls[0][0]) < places.STANDARD:
            return True
        for place, call in enumerate(calls):
            kind = places.kind(call[0])
            if kind == places.OURS:
                return True
            if kind == places.IMPORTING:
                # Unless it is the client's own program that runs as the body of a module.
                return not (is_inside and place > 0 and places.kind(calls[place - 1][0]) == places.CLIENT)
        return False

    def _sum(self, key, size, count):
        self.sizes[key] = self.sizes.get(key, 0) + size
        self.counts[key] = self.counts.get(key, 0) + count

    def kept(self):
        """What later snapshots are compared with."""
        return self.sizes, self.counts

    def grown(self, before, kind, most):
        """The rows of a kind that grew most: growth in bytes, in blocks, bytes, blocks and the key's parts."""
        sizes, counts = before
        prefix = kind + "\0"
        found = []
        for key, size in self.sizes.items():
            if key.startswith(prefix) and size > sizes.get(key, 0):
                found.append((size - sizes.get(key, 0), self.counts[key] - counts.get(key, 0), key))
        found.sort(reverse=True)
        return [
            (grown, more, self.sizes[key], self.counts[key], key) for grown, more, key in found[:most]
        ]

    def rows(self, before, most, cut, sources):
        """The rows for a snapshot's file: lines first, then the sums."""
        for grown, more, size, count, key in self.grown(before, "line", most):
            calls = self.calls[key]
            file, line = calls[0]
            row = {"kind": "line", "file": cut(file), "line": line, "size": size, "size_diff": grown}
            row.update({"count": count, "count_diff": more, "average": size / count if count else 0})
            row["traceback"] = [[cut(file), line] for file, line in calls]
            row.update(described(calls, cut, sources))
            yield row
        for kind in ("file", "package", "cumulative"):
            for grown, more, size, count, key in self.grown(before, kind, MAXIMUM_SUMS):
                parts = key.split("\0")
                row = {"kind": kind, "name": cut(parts[1]), "size": size, "size_diff": grown}
                row.update({"count": count, "count_diff": more})
                if kind == "cumulative":
                    row["line"] = int(parts[2])
                    row["source"] = sources.text(parts[1], row["line"])
                yield row


def described(calls, cut, sources):
    """What helps to read a line: its text, those of the calls, and across the border between client and library."""
    file, line = calls[0][:2]
    row = {"source": sources.text(file, line)}
    row["sources"] = [sources.text(call[0], call[1]) for call in calls[1 : 1 + MAXIMUM_CALL_SOURCES]]
    if places.kind(file) == places.CLIENT:
        other = places.nearest(calls, 1, (places.PACKAGE,))
        name = "library"
    else:
        other = places.nearest(calls, 1, (places.CLIENT,))
        name = "client"
    if other is not None:
        row[name] = [cut(other[0]), other[1], sources.text(other[0], other[1])]
    return row
