"""Clients for storms: they come back as soon as they can, and tell how they were dropped."""

import time

from wire import PATIENCE_SECONDS, Connection, claim


def back(port):
    """Connects, as often as it is refused; gives the connection, refusals and seconds."""
    begin, refusals = time.monotonic(), 0
    while True:
        claim(time.monotonic() - begin < PATIENCE_SECONDS, "the server does not come back")
        try:
            connection = Connection(port)
            return connection, refusals, time.monotonic() - begin
        except ConnectionRefusedError:
            refusals += 1
            time.sleep(0.005)


def reconnect_storm(port):
    connection = Connection(port)
    connection.call_fault()
    drops, times = [], []
    for _ in range(4):
        drops.append(connection.end()[0])
        times.append(time.monotonic())
        connection, refusals, _ = back(port)
        claim(refusals == 0, "a storm of disconnections refuses connections")
    claim(drops == ["reset", "reset", "orderly", "orderly"], f"dropped: {drops}")
    for one, next in ((0, 1), (2, 3)):
        spacing = times[next] - times[one]
        claim(0.1 < spacing < 0.4, f"disconnections of one storm are {spacing:.3f} s apart")
    claim(connection.silent_for(0.4) and connection.poll(), "dropped once more after the storms")
    return {"storms": [[1, "reset", 1], [1, "reset", 1], [2, "orderly", 1], [2, "orderly", 1]]}


def thundering_herd(port):
    herd = [Connection(port) for _ in range(3)]
    herd[0].call_fault()
    for connection in herd:
        claim(connection.end()[0] == "reset", "a client was not reset")
    first, refusals, seconds = back(port)
    claim(refusals > 0 and 0.2 < seconds < 2, f"refused {refusals} times in {seconds:.3f} s")
    herd = [first] + [Connection(port) for _ in range(2)]
    claim(all(connection.poll() for connection in herd), "not everybody is back")
    return {"storms": [[1, "reset", 3]]}


def flapping(port):
    connection = Connection(port)
    connection.call_fault()
    for cycle in range(3):
        claim(connection.end()[0] == "reset", f"cycle {cycle + 1}: not reset")
        connection, refusals, seconds = back(port)
        claim(refusals > 0, f"cycle {cycle + 1}: not refused")
        claim(0.1 < seconds < 1, f"cycle {cycle + 1}: down for {seconds:.3f} s")
        claim(connection.poll(), f"cycle {cycle + 1}: not served")
    claim(connection.silent_for(0.5) and connection.poll(), "dropped once more after the cycles")
    return {"storms": [[1, "reset", 1], [2, "reset", 1], [3, "reset", 1]]}
