"""Rows 3 and 8: many connections, and connections that say nothing."""

import time

import load
import machine
import peers
from table import median, paired


def ten_thousand(table, rounds):
    """Row 3: 10,000 connections: errors, rate beside 100 connections, memory of one that is idle."""
    with peers.running(peers.TWINSIM) as servers:
        server = servers[peers.TWINSIM]
        load.run(server, "-c", 100, seconds=1.0)
        time.sleep(1)
        before = machine.resident_bytes(server.pid)
        idle = load.Load(server, "-c", 10_000, "-I", seconds=3.0, warm_up=2.0)
        idle.wait_until_held()
        time.sleep(1)
        each = (machine.resident_bytes(server.pid) - before) / 10_000
        held = idle.result()
        few, many = [], []
        for _ in range(max(2, rounds - 2)):
            few.append(load.run(server, "-c", 100))
            many.append(load.run(server, "-c", 10_000, seconds=3.0, warm_up=2.0))
    wrong = table.check_replies(peers.TWINSIM, few + many + [held])
    up = min(sample["up"] for sample in many + [held])
    table.row(3, "10,000 connections, errors", f"{up:,.0f} connected, {sum(sample['done'] for sample in many):,.0f} replies",
              "0", f"{wrong}", wrong == 0 and up == 10_000)
    table.at_least(3, "10,000 connections, rate beside 100",
                   f"{median(many, 'req_s'):,.0f}/s; 100 connections {median(few, 'req_s'):,.0f}/s",
                   paired(many, few, "req_s"), 0.5)
    table.row(3, "memory of an idle connection", f"resident memory grew by {each * 10_000 / 1024:,.0f} KiB for 10,000",
              "≤ 1,000 bytes", f"{each:,.0f} bytes", each <= 1000)


def idle(table, _):
    """Row 8: 1,000 idle connections and a 10 Hz scan."""
    seconds = 30
    with peers.running(peers.TWINSIM) as servers:
        server = servers[peers.TWINSIM]
        held = load.Load(server, "-c", 1000, "-I", seconds=seconds + 4.0, warm_up=1.0)
        held.wait_until_held()
        time.sleep(1)
        used, began = machine.thread_seconds(server.pid), time.monotonic()
        time.sleep(seconds)
        share = (machine.thread_seconds(server.pid) - used) / (time.monotonic() - began) * 100
        table.check_replies(peers.TWINSIM, [held.result()])
    table.row(8, "idle: 1,000 connections, 10 Hz scan", f"{seconds} s, plant and controller of water-treatment included",
              "< 0.5 % of a processor", f"{share:.2f} %", share < 0.5)
