"""Clients for the faults of connections and segments."""

import time

from wire import MARKS, MARKS_REPLY, PATIENCE_SECONDS, Connection, claim, connects, frame


def open_three(port):
    """A control, the connection that the plan aims at, and one beside it; the fault is in force."""
    three = [Connection(port) for _ in range(3)]
    for connection in three[1:]:
        claim(connection.poll(), "a reply before the fault is spoilt")
    three[0].await_beginning()
    return three


def untouched(*connections):
    """The connections that no fault aims at are served."""
    for connection in connections:
        claim(connection.poll(), f"connection {connection.number}, which is not aimed at, is not served honestly")


def until(port, answer):
    """Connects again and again until the answer comes; gives how often another one did."""
    deadline, others = time.monotonic() + PATIENCE_SECONDS, 0
    while connects(port) != answer:
        claim(time.monotonic() < deadline, f"connecting never gives '{answer}'")
        others += 1
        time.sleep(0.01)
    return others


def refuse(port):
    control = Connection(port)
    control.await_beginning()
    claim(connects(port) == "refused", "not refused")
    untouched(control)
    claim(until(port, "yes") > 0, "refused too shortly")
    untouched(control, Connection(port))
    return {"hits": [], "listening": True}


def accept_close(port):
    control = Connection(port)
    control.await_beginning()
    aimed, beside = Connection(port), Connection(port)
    how, data = aimed.end()
    claim((how, data) == ("reset", b""), f"ended {how} after {data.hex()}")
    untouched(control, beside)
    return {"hits": [[aimed.number, 0]], "effect": "connection closed (reset)"}


def black_hole(port):
    control = Connection(port)
    control.await_beginning()
    aimed, beside = Connection(port), Connection(port)
    aimed.send(MARKS)
    claim(aimed.silent_for(0.15), "an answer out of the black hole")
    untouched(control, beside)
    control.pass_scans(70)
    untouched(control, aimed, beside)
    return {"hits": [[aimed.number, 0]], "effect": "connection silenced"}


def no_accept(port):
    control = Connection(port)
    control.await_beginning()
    # Linux keeps one more connection than the backlog says.
    queued = [Connection(port) for _ in range(2)]
    waiting = [connection.send(MARKS) for connection in queued]
    claim(connects(port, timeout=0.15) == "no answer", "the queue is not full")
    claim(queued[0].silent_for(0.05), "a connection that waits to be accepted is answered")
    untouched(control)
    for connection, transaction in zip(queued, waiting):
        claim(connection.receive(15) == frame(transaction, MARKS_REPLY), "not served when the fault is over")
    untouched(control, Connection(port))
    return {"hits": []}


def reset_idle(port):
    control, aimed, beside = open_three(port)
    how, data = aimed.end()
    claim((how, data) == ("reset", b""), f"ended {how} after {data.hex()}")
    untouched(control, beside, Connection(port))
    return {"hits": [[aimed.number, 0]], "effect": "connection closed (reset)"}


def reset_mid_request(port):
    control, aimed, beside = open_three(port)
    untouched(aimed)
    aimed.send(b"\x06\x00\x05\x00\x63")
    how, data = aimed.end()
    claim((how, data) == ("reset", b""), f"ended {how} after {data.hex()}")
    claim(control.registers(5, 1) == [99], "the request was not served")
    untouched(control, beside, Connection(port))
    return {"hits": [[aimed.number, 3]], "effect": "connection closed (reset)"}


def reset_mid_answer(port):
    control, aimed, beside = open_three(port)
    transaction = aimed.send(MARKS)
    how, data = aimed.end()
    claim((how, data) == ("orderly", frame(transaction, MARKS_REPLY)[:9]), f"ended {how} after {data.hex()}")
    untouched(control, beside, Connection(port))
    return {"hits": [[aimed.number, 2]], "effect": "connection closed (orderly)"}


def half_close(port):
    control, aimed, beside = open_three(port)
    claim(aimed.socket.recv(1) == b"", "no end of file")
    for _ in range(5):
        # The first write into a closed socket would be answered with a reset, and the second one fail.
        aimed.send(MARKS)
        time.sleep(0.01)
    untouched(control, beside)
    claim(aimed.socket.recv(1) == b"", "the half closed connection was answered")
    return {"hits": [[aimed.number, 0]], "effect": "connection half closed"}


def half_open(port):
    control, aimed, beside = open_three(port)
    begin = time.monotonic()
    aimed.send(MARKS)
    claim(aimed.silent_for(0.15), "the server that has vanished answers")
    untouched(control, beside)
    how, data = aimed.end()
    claim((how, data) == ("reset", b""), f"ended {how} after {data.hex()}")
    claim(time.monotonic() - begin < 2, "the connection stayed half open for too long")
    untouched(control, beside, Connection(port))
    return {"hits": [[aimed.number, 0]], "effect": "connection not read"}


def slow_close(port):
    control, aimed, beside = open_three(port)
    claim(aimed.socket.recv(1) == b"", "no end of file")
    begin = time.monotonic()
    seconds = None
    while seconds is None:
        claim(time.monotonic() - begin < PATIENCE_SECONDS, "the socket is never closed")
        try:
            aimed.send(MARKS)
            time.sleep(0.01)
        except OSError:
            seconds = time.monotonic() - begin
    claim(0.2 < seconds < 2, f"lingered for {seconds:.3f} s")
    untouched(control, beside, Connection(port))
    return {"hits": [[aimed.number, 0]], "effect": "connection closed (orderly)"}


def drip(port):
    control, aimed, beside = open_three(port)
    exact = 0
    for _ in range(3):
        begin, pieces, data = time.monotonic(), [], b""
        transaction = aimed.send(MARKS)
        while len(data) < 15:
            piece = aimed.socket.recv(4096)
            claim(piece, "the connection ended")
            pieces.append(len(piece))
            data += piece
        seconds = time.monotonic() - begin
        claim(data == frame(transaction, MARKS_REPLY), f"the pieces make {data.hex()}")
        claim(seconds >= 0.12, f"five pieces with 30 ms between them took {seconds:.3f} s")
        exact += pieces == [3, 3, 3, 3, 3]
    # A busy machine may hand two pieces over at once, but hardly three times in turn.
    claim(exact > 0, f"never in pieces of three bytes; last time {pieces}")
    untouched(control, beside)
    control.pass_scans(110)
    begin = time.monotonic()
    untouched(aimed)
    claim(time.monotonic() - begin < 0.12, "dripping after the fault's end")
    return {"hits": [[aimed.number, 2], [aimed.number, 3], [aimed.number, 4]], "effect": "reply sent in pieces"}


def coalesce(port):
    control, aimed, beside = open_three(port)
    first = aimed.send(MARKS)
    claim(aimed.silent_for(0.05), "the reply did not wait for the next one")
    second = aimed.send(MARKS)
    data = aimed.socket.recv(4096)
    claim(data == frame(first, MARKS_REPLY) + frame(second, MARKS_REPLY), f"one segment holds {data.hex()}")
    untouched(control, beside, aimed)
    return {"hits": [[aimed.number, 2]], "effect": "reply kept for the next one"}


def rate_limit(port):
    control = Connection(port)
    for _ in range(10):
        untouched(control)
    deadline = time.monotonic() + PATIENCE_SECONDS
    seconds = 0
    while seconds < 0.1:
        # 20 replies of 15 bytes are 300 bytes; at 1000 bytes a second and 100 in reserve they take 200 ms.
        claim(time.monotonic() < deadline, "never limited")
        begin = time.monotonic()
        transactions = [control.send(MARKS) for _ in range(20)]
        data = control.receive(300)
        seconds = time.monotonic() - begin
        claim(data == b"".join(frame(one, MARKS_REPLY) for one in transactions), "the bytes are not the honest ones")
    begin, data, transactions = time.monotonic(), b"", [control.send(MARKS) for _ in range(20)]
    while len(data) < 300:
        data += control.socket.recv(4096)
        allowed = 100 + 1000 * (time.monotonic() - begin) + 15
        claim(len(data) <= allowed, f"{len(data)} bytes where {allowed:.0f} are allowed")
    claim(data == b"".join(frame(one, MARKS_REPLY) for one in transactions), "the bytes are not the honest ones")
    control.pass_scans(100)
    begin = time.monotonic()
    for _ in range(20):
        untouched(control)
    claim(time.monotonic() - begin < 0.15, "limited after the fault's end")
    return {"hits": []}


def delay(port):
    control, aimed, beside = open_three(port)
    hits = []
    for _ in range(3):
        begin = time.monotonic()
        claim(aimed.poll(), "the delayed reply is not the honest one")
        seconds = time.monotonic() - begin
        claim(0.08 <= seconds < 0.5, f"delayed by {seconds:.3f} s")
        hits.append([aimed.number, aimed.requests])
    untouched(control, beside)
    control.pass_scans(80)
    times = []
    for _ in range(3):
        begin = time.monotonic()
        untouched(aimed)
        times.append(time.monotonic() - begin)
    claim(min(times) < 0.08, "delayed after the fault's end")
    return {"hits": hits, "effect": "reply delayed by 80 ms"}


def idle_timeout(port):
    control, idle = Connection(port), Connection(port)
    begin = time.monotonic()
    claim(idle.poll(), "a reply before the fault is spoilt")
    control.await_beginning()
    idle.socket.settimeout(0.02)
    seconds = None
    while seconds is None:
        untouched(control)
        claim(time.monotonic() - begin < PATIENCE_SECONDS, "the idle connection is never closed")
        try:
            claim(idle.socket.recv(1) == b"", "bytes on an idle connection")
            seconds = time.monotonic() - begin
        except TimeoutError:
            pass
    claim(0.2 <= seconds < 1, f"idle for {seconds:.3f} s")
    control.pass_scans(80)
    again = Connection(port)
    claim(again.silent_for(0.3), "closed after the fault's end")
    untouched(control, again)
    return {"hits": [[idle.number, 0]], "effect": "connection closed (orderly)"}


def connection_limit(port):
    oldest, control = Connection(port), Connection(port)
    untouched(oldest)
    control.await_beginning()
    third = Connection(port)
    how, data = oldest.end()
    claim((how, data) == ("orderly", b""), f"ended {how} after {data.hex()}")
    untouched(control, third)
    control.pass_scans(70)
    many = [Connection(port) for _ in range(4)]
    untouched(control, third, *many)
    return {"hits": [[oldest.number, 0]], "effect": "connection closed (orderly)"}


def port_flap(port):
    control = Connection(port)
    control.await_beginning()
    claim(connects(port) == "refused", "the configured port still listens")
    other = Connection(port + 38)
    untouched(control, other)
    until(port, "yes")
    claim(connects(port + 38) == "refused", "the other port still listens")
    untouched(control, other, Connection(port))
    return {"hits": [], "listening": True}
