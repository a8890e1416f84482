"""Row 1: sampling a tree of ten processes once a second: processor time, and what it holds the client up."""

import signal
import statistics
import subprocess
import time

import machine
import peers
import soaks

PROCESSES = 10
SHARE_LIMIT = 0.3
STALL_LIMIT_MS = 20


def costs(table):
    processor(table)
    stall(table)


def _used_between(pid, begin, length):
    """Processor shares in per cent, of the first thread and of all, from `begin` seconds on for `length` seconds."""
    time.sleep(begin)
    before, began = soaks.thread_seconds(pid), time.monotonic()
    time.sleep(length)
    after, took = soaks.thread_seconds(pid), time.monotonic() - began
    return [(late - early) / took * 100 for early, late in zip(before, after)]


def processor(table):
    """The share of a processor that the thread which samples and records takes, beside a server that does neither."""
    length = 40 if table.quick else 180
    client = soaks.tree(PROCESSES)
    with soaks.soaking(table, "sampled", length + 20, client) as (process, folder):
        sampling, whole = _used_between(process.pid, 10, length)
    server = peers.Twin()
    tree = subprocess.Popen(client, env={"MODBUS_PORT": str(server.port)}, stdout=subprocess.DEVNULL)
    try:
        _, serving = _used_between(server.pid, 10, length)
    finally:
        tree.terminate()
        tree.wait()
        server.stop()
    passes, processes = soaks.rows(
        folder, "SELECT COUNT(DISTINCT t_ms), MAX(n) FROM (SELECT t_ms, COUNT(*) AS n FROM sample GROUP BY t_ms)")[0]
    if processes != PROCESSES:
        raise SystemExit(f"error: the tree had {processes} processes and not {PROCESSES}")
    pass_us = statistics.median(row[0] for row in soaks.rows(folder, "SELECT sampling_us FROM second"))
    table.row(1, f"sampling and recording {PROCESSES} Python processes at 1 Hz",
              f"{length} s, {passes} samples of {pass_us:,.0f} µs; the thread that does nothing else. All of soak "
              f"{whole:.2f} %, of serve with the same client {serving:.2f} %",
              f"< {SHARE_LIMIT} % of a processor", f"{sampling:.3f} %", sampling < SHARE_LIMIT)


def stall(table):
    """What samples from outside hold a busy client up, at a thousand times the rate and divided by it again."""
    turns = 10 if table.quick else 60
    milliseconds = 500
    client = subprocess.Popen(["taskset", "-c", "1", machine.compile_c("busy_tree"), str(PROCESSES)],
                              stdout=subprocess.PIPE, text=True)
    try:
        client.stdout.readline()
        done = subprocess.run(
            ["taskset", "-c", "0", str(soaks.helper), "sample", "--root", str(client.pid), "--turns", str(turns),
             "--milliseconds", str(milliseconds)], stdout=subprocess.PIPE, text=True, check=True)
    finally:
        client.send_signal(signal.SIGTERM)
    slices = [tuple(map(int, line.split())) for line in client.communicate()[0].splitlines()]
    figures = soaks.json.loads(done.stdout)
    if figures["processes"] != PROCESSES:
        raise SystemExit(f"error: {figures['processes']} processes were sampled and not {PROCESSES}")
    per_sample, longest = _held_up(figures["phases"], slices)
    hourly = [value * 3600 * 1000 for value in per_sample]
    middle = statistics.median(hourly)
    # The standard error of a median, from the middle half of the turns.
    low, _, high = statistics.quantiles(hourly, n=4)
    error = 1.253 * (high - low) / 1.349 / len(hourly) ** 0.5
    samples = sum(phase["samples"] for phase in figures["phases"])
    table.row(1, f"stall of a busy client by the same {PROCESSES} samples from outside, an hour",
              f"{samples:,} samples of {figures['cpu_us_a_sample']:,.0f} µs back to back in {turns} turns of "
              f"{milliseconds} ms, by turns with rests; median of the turns, 95 % bound in brackets; longest single round "
              f"{longest[0] / 1e6:.2f} ms sampled, {longest[1] / 1e6:.2f} ms not",
              f"< {STALL_LIMIT_MS} ms", f"{middle:.1f} ms ({middle + 1.96 * error:.1f})",
              middle + 1.96 * error < STALL_LIMIT_MS)
    table.remark("The stall is what the kernel's locks and the shared memory cost; a harness that has to share the "
                 "client's processor takes its processor time from it besides.")


def _held_up(phases, slices):
    """Seconds of hold-up a sample, turn by turn; the longest round while sampled and while not."""
    found, longest = [], [0, 0]
    for busy, rest in zip(phases[::2], phases[1::2]):
        rates = []
        for kind, phase in enumerate((busy, rest)):
            inside = [part for part in slices
                      if part[0] >= phase["begin_ns"] and part[0] + 11_000_000 <= phase["end_ns"]]
            if len(inside) < 10:
                break
            rates.append(statistics.median(rounds for _, rounds, _ in inside))
            longest[kind] = max([longest[kind]] + [part[2] for part in inside])
        if len(rates) == 2 and rates[1] and busy["samples"]:
            lost = (rates[1] - rates[0]) / rates[1] * (busy["end_ns"] - busy["begin_ns"]) / 1e9
            found.append(lost / busy["samples"])
    if len(found) < 4:
        raise SystemExit("error: the client did not work through the turns; the machine is too busy for this row")
    return found, longest
