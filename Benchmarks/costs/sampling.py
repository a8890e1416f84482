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
    """What samples from outside hold a busy client up: back to back, beside samples of another tree and beside none."""
    turns, milliseconds = 100 if table.quick else 600, 100
    program = ["taskset", "-c", "1", machine.compile_c("busy_tree"), str(PROCESSES)]
    other = subprocess.Popen(program + ["wait"], stdout=subprocess.PIPE, text=True)
    client = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    try:
        for tree in (other, client):
            tree.stdout.readline()
        done = subprocess.run(
            ["taskset", "-c", "0", str(soaks.helper), "sample", "--root", str(client.pid), "--other", str(other.pid),
             "--turns", str(turns), "--milliseconds", str(milliseconds)], stdout=subprocess.PIPE, text=True, check=True)
    finally:
        for tree in (other, client):
            tree.send_signal(signal.SIGTERM)
        other.communicate()
    slices = [tuple(map(int, line.split())) for line in client.communicate()[0].splitlines()]
    figures = soaks.json.loads(done.stdout)
    if figures["processes"] != PROCESSES:
        raise SystemExit(f"error: {figures['processes']} processes were sampled and not {PROCESSES}")
    own, other_tree = _held_up(figures["phases"], slices)
    stalled, error = _hourly([mine - theirs for mine, theirs in zip(own, other_tree)])
    samples = sum(phase["samples"] for phase in figures["phases"][::3])
    # A difference that is not known to the limit itself proves nothing.
    table.row(1, f"stall of a busy client by the samples of its {PROCESSES} processes, an hour",
              f"{samples:,} samples of {figures['cpu_us_a_sample']:,.0f} µs back to back in {len(own)} turns of "
              f"{milliseconds} ms, less what as many samples of another tree cost it",
              f"< {STALL_LIMIT_MS} ms, known to ± {STALL_LIMIT_MS} ms", f"{stalled:+.1f} ± {error:.1f} ms",
              stalled + error < STALL_LIMIT_MS and error < STALL_LIMIT_MS)
    sharing, error = _hourly(other_tree)
    table.row(1, "slowing of that client by samples of another tree, an hour",
              "the same, less turns of rest: caches, memory, locks of the whole kernel",
              "none", f"{sharing:+.1f} ± {error:.1f} ms", None)


def _hourly(per_sample):
    """Milliseconds in an hour of 3,600 samples: the median over the turns, and its error (95 %)."""
    hourly = [value * 3600 * 1000 for value in per_sample]
    low, middle, high = statistics.quantiles(hourly, n=4)
    # The standard error of a median, from the middle half of the turns.
    return middle, 1.96 * 1.253 * (high - low) / 1.349 / len(hourly) ** 0.5


def _held_up(phases, slices):
    """Seconds of hold-up a sample, turn by turn: by samples of the client's tree, and of another tree."""
    own, other = [], []
    for turn in zip(phases[::3], phases[1::3], phases[2::3]):
        rates = []
        for phase in turn:
            # A stretch in which the scheduler gave the processor to somebody else says nothing of sampling.
            inside = [part for part in slices
                      if part[0] >= phase["begin_ns"] and part[1] <= phase["end_ns"] and part[3] == 0]
            if len(inside) >= 10:
                rates.append(sum(part[2] for part in inside) / sum(part[1] - part[0] for part in inside))
        if len(rates) < 3 or not rates[2] or not turn[0]["samples"] or not turn[1]["samples"]:
            continue
        for found, rate, phase in ((own, rates[0], turn[0]), (other, rates[1], turn[1])):
            lost = (rates[2] - rate) / rates[2] * (phase["end_ns"] - phase["begin_ns"]) / 1e9
            found.append(lost / phase["samples"])
    if len(own) < 4:
        raise SystemExit("error: the client did not work through the turns; the machine is too busy for this row")
    return own, other
