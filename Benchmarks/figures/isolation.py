"""Rows 5 and 7: what one hostile client, or one that a fault makes wait, costs the others."""

import re
import signal
import statistics
import subprocess
import tempfile
import time

import load
import machine
import peers
from table import paired

HOSTILE = {"illegal": "illegal requests without a pause", "bytewise": "a byte a millisecond",
           "half": "64 half frames, one renewed every 10 ms", "deaf": "requests without end, never reading"}


def _beside(server, behaviour):
    """A load's figures beside a hostile client, which has the generator's processor only when the generator leaves it.

    `hostile_share` is its rate of requests or connections against that of one of the 100 others.
    """
    hostile = subprocess.Popen(
        ["taskset", "-c", "1", "nice", "-n", "19", machine.compile_c("hostile"), str(server.port), behaviour],
        stdout=subprocess.PIPE, text=True)
    began = time.monotonic()
    time.sleep(0.2)
    try:
        figures = load.run(server, "-c", 100)
    finally:
        hostile.send_signal(signal.SIGTERM)
        line = hostile.communicate()[0]
    figures["hostile_done"], figures["hostile_errors"] = map(int, re.findall(r"=(\d+)", line))
    figures["hostile_share"] = figures["hostile_done"] / (time.monotonic() - began) / figures["req_s"] * 100
    return figures


def hostile_client(table, rounds):
    """Row 5: throughput and latency of 100 clients beside one hostile client, rounds with and without it by turns."""
    for behaviour, title in HOSTILE.items():
        calm, beside = [], []
        if behaviour == "illegal":
            _control(table, rounds)
        with peers.running(peers.TWINSIM) as servers:
            server = servers[peers.TWINSIM]
            for _ in range(rounds):
                calm.append(load.run(server, "-c", 100))
                beside.append(_beside(server, behaviour))
        table.check_replies(peers.TWINSIM, calm + beside)
        done = sum(sample["hostile_done"] for sample in beside)
        if behaviour in ("illegal", "bytewise") and (done == 0 or any(sample["hostile_errors"] for sample in beside)):
            table.wrong.append(f"the hostile client ({behaviour}) was not answered as it should be")
        case = f"hostile client ({title})"
        share = statistics.median(sample["hostile_share"] for sample in beside)
        table.at_least(5, f"{case}, the others' throughput",
                       f"{done:,} hostile requests or connections, {share:.1f} × the rate of one of the others",
                       paired(beside, calm, "req_s"), 0.9)
        table.at_most(5, f"{case}, their p99",
                      f"{_microseconds(beside, 'p99us')}; undisturbed {_microseconds(calm, 'p99us')}",
                      paired(beside, calm, "p99us"), 1.5)
        longest = [max(sample["maxus"] for sample in samples) / 1000 for samples in (beside, calm)]
        table.row(5, f"{case}, their longest wait", f"undisturbed {longest[1]:.1f} ms", "< 50 ms", f"{longest[0]:.1f} ms",
                  longest[0] < 50)


def _control(table, rounds):
    """What the illegal requests cost the others of the bare C codec, which does nothing but answer: the machine's own share."""
    calm, beside = [], []
    with peers.running(peers.CODEC) as servers:
        server = servers[peers.CODEC]
        for _ in range(rounds):
            calm.append(load.run(server, "-c", 100))
            beside.append(_beside(server, "illegal"))
    table.check_replies(peers.CODEC, calm + beside)
    table.remark(
        f"Row 5, {HOSTILE['illegal']}, with the bare C codec in twinsim's place: the others kept "
        f"{paired(beside, calm, 'req_s'):.2f} × their throughput at {paired(beside, calm, 'p99us'):.2f} × the p99.")


def _microseconds(samples, figure):
    return f"{statistics.median(sample[figure] for sample in samples):,.0f} µs"


PLAN = """name: delay-one
description: Every reply to the first connection waits half a second.
faults:
  - fault: delay
    by: 500ms
    connection: 1
    for: 10min
"""


def delayed_reply(table, rounds):
    """Row 7: one connection's replies are delayed by 500 ms; 99 others go on."""
    offered = subprocess.run([str(peers.program), "faults", "show", "delay"], capture_output=True, text=True)
    if offered.returncode != 0:
        reason = "this twinsim has no fault `delay` (`twinsim faults show delay`)"
        table.row(7, "a delay of 500 ms, when it fires", reason, "≤ +3 ms at p99", "–", None)
        table.row(7, "a delay of 500 ms, the others' throughput", reason, "≥ 0.95 ×", "–", None)
        return
    calm, delayed = [], []
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as plan:
        plan.write(PLAN)
        plan.flush()
        for _ in range(rounds):
            # The plan names the server's first connection, so each round has a server of its own.
            for samples, options in ((calm, []), (delayed, ["--faults", plan.name])):
                server = peers.Twin(*options)
                samples.append(load.run(server, "-c", 100, "-V", 50, seconds=4.0, warm_up=1.0))
                server.stop()
    table.check_replies(peers.TWINSIM, calm + delayed)
    late = statistics.median(sample["observed_p99us"] for sample in delayed) / 1000 - 500
    early = min(sample["observed_p50us"] for sample in delayed) / 1000
    usual = statistics.median(sample["observed_p99us"] for sample in calm) / 1000
    table.row(7, "a delay of 500 ms, when it fires",
              f"{sum(sample['observed'] for sample in delayed):,.0f} delayed replies, median {early:.1f} ms; "
              f"without the fault p99 {usual:.1f} ms", "≤ +3 ms at p99", f"{late:+.2f} ms", early >= 500 and late <= 3)
    table.at_least(7, "a delay of 500 ms, the others' throughput", "99 connections beside it",
                   paired(delayed, calm, "req_s"), 0.95)
