"""Row 6: the harness's own memory over a million samples."""

import machine
import soaks
from statistics import median


def costs(table):
    """A soak that does not wait between its samples, and what it wrote of itself."""
    samples = 100_000 if table.quick else 1_000_000
    client = machine.build / "leak"
    source = machine.root / "Tests" / "Specimens" / "leak.c"
    machine.subprocess.run(["cc", "-O1", str(source), "-o", str(client)], check=True)
    folder = table.work / "replay"
    figures = soaks.run_helper("replay", folder, "--samples", samples, "--", client)
    early, late = (_around(folder, at) for at in (samples // 10, samples))
    storms, reconnects = (soaks.rows(folder, f"SELECT COUNT(*) FROM {name}")[0][0] for name in ("storm", "reconnect"))
    peak = soaks.rows(folder, "SELECT MAX(own_rss_kib) FROM second")[0][0] * 1024e-6
    how = (f"{figures['samples']:,} samples of a native client, {storms} storms, {reconnects} reconnects; "
           f"{figures['wall_us_a_sample']:.0f} µs a sample")
    table.row(6, "harness, resident memory, at most", how, "< 40 MB", f"{peak:.1f} MB", peak < 40)
    growth = late["own_anon_kib"] - early["own_anon_kib"]
    table.row(6, f"harness, private memory from sample {samples // 10:,} to {samples:,}",
              f"{early['own_anon_kib']:,} and {late['own_anon_kib']:,} KiB, medians of 1,000 samples",
              "flat: ± 1,024 KiB", f"{growth:+,} KiB", abs(growth) <= 1024)
    opened = late["own_descriptors"] - early["own_descriptors"]
    table.row(6, "harness, descriptors, the same", f"{early['own_descriptors']} and {late['own_descriptors']}", "± 0",
              f"{opened:+}", opened == 0)


def _around(folder, sample):
    """Medians of the thousand seconds before a sample."""
    names = ("own_anon_kib", "own_rss_kib", "own_descriptors")
    found = soaks.rows(folder, f"SELECT {', '.join(names)} FROM second WHERE t_ms <= {sample * 1000} "
                               "ORDER BY t_ms DESC LIMIT 1001")
    return {name: int(median(row[place] for row in found[:1001])) for place, name in enumerate(names)}
