"""Real clients of known truth, soaked under storms: what does twinsim say of them?

Usage: python3 Benchmarks/clients [--minutes 5] [--jobs 4] [--only NAME,NAME] [--again] [--check] [--list]

Needs the release build (`make clients` sees to it). Installs each client's package, pinned, below .build/clients; the
evidence stays there too. Prints a line when a client has been soaked, then the tables in Markdown. Status 1 when a
healthy client was convicted or fewer than 95 in 100 leaks were found. --check only looks whether the catalogue is whole.
"""

import argparse
import concurrent.futures
import os
import sys
import time

import catalogue
import install
import row as rows
import soak
import table


def main():
    parser = argparse.ArgumentParser(description="Real clients of known truth, soaked under storms.")
    parser.add_argument("--minutes", type=float, default=5, help="the length of a soak")
    parser.add_argument("--jobs", type=int, default=4, help="soaks at once")
    parser.add_argument("--only", default="", help="names with commas between; or leaks, healthy, a runtime")
    parser.add_argument("--check", action="store_true", help="look whether the catalogue is whole, and end")
    parser.add_argument("--again", action="store_true", help="soak nothing: the tables of the evidence that is there")
    parser.add_argument("--list", action="store_true", help="print the names, and end")
    options = parser.parse_args()
    if options.check:
        found = rows.problems(catalogue.ROWS, install.folder)
        print("\n".join(found) or f"{len(catalogue.ROWS)} rows, each with its versions")
        sys.exit(bool(found))
    chosen = select(options.only.split(",") if options.only else [], parser)
    if options.list:
        print("\n".join(f"{row.name}: {row.truth}, {row.package}" for row in chosen))
        return
    if options.again:
        sys.exit(0 if tabulated(chosen) else 1)
    if not soak.program.exists():
        sys.exit(f"error: {soak.program} is missing; run `make clients`")
    install.packages(chosen)
    for row in chosen:
        install.prepared(row)
    sys.exit(0 if measured(chosen, options.minutes, options.jobs) else 1)


def select(names, parser):
    """The rows that are asked for, by name, by truth or by runtime."""
    chosen = [row for row in catalogue.ROWS
              if not names or {row.name, row.runtime, "leaks" if row.leaks else "healthy"} & set(names)]
    known = {text for row in catalogue.ROWS for text in (row.name, row.runtime)} | {"leaks", "healthy"}
    if unknown := set(names) - known:
        parser.error(f"there is no {', '.join(sorted(unknown))}; --list prints the names")
    return chosen


def measured(chosen, minutes, jobs):
    """Soaks the rows, prints the tables; whether they hold."""
    folder = _folder(minutes)
    print(f"clients: {len(chosen)} soaks of {minutes:g} min, {jobs} at once; evidence in {folder}", flush=True)
    began, loads, done = time.monotonic(), [], []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(soak.soaked, row, minutes, folder): row for row in chosen}
        for future in concurrent.futures.as_completed(running):
            try:
                one = future.result()
            except Exception as error:  # The other soaks have cost their time.
                one = soak.Soaked(running[future], minutes, "no verdict", repr(error), {}, "", None)
            done.append(one)
            loads.append(os.getloadavg()[0])
            print(f"{len(done)}/{len(chosen)} {time.monotonic() - began:.0f} s {one.row.name}: {one.row.truth}, said "
                  f"{one.said}{'' if one.right else ' (' + one.reason[:160] + ')'}", flush=True)
    order = [row.name for row in chosen]
    done.sort(key=lambda one: order.index(one.row.name))
    print(f"\n{time.strftime('%Y-%m-%d')}, {minutes:g} min under reconnect-storm, {jobs} soaks at once, load average at "
          f"most {max(loads):.1f}\n")
    return concluded(done)


def _folder(minutes):
    return install.build / "evidence" / f"{minutes:g}min"


def tabulated(chosen):
    """The tables of all evidence that is there, of each length."""
    done = []
    for folder in sorted((install.build / "evidence").glob("*min"), key=lambda path: float(path.name[:-3])):
        minutes = float(folder.name[:-3])
        done += [soak.again(row, minutes, folder) for row in chosen if soak.truth(folder, row).exists()]
    return concluded(done)


def concluded(done):
    """Prints the tables; whether they hold."""
    print(table.leaks(done))
    print(table.healthy(done))
    print(table.summary(done))
    print(table.wrong(done) or "Every answer is right.")
    return table.holds(done)


if __name__ == "__main__":
    main()
