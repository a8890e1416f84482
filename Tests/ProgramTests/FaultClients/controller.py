"""Clients for the faults of the controller."""

import struct
import time

from wire import PATIENCE_SECONDS, Connection, claim, connects, frame

SETPOINT_77 = struct.pack(">f", 77.5)


def runs(connection):
    """Whether function 17's run indicator says that the controller runs."""
    transaction = connection.send(b"\x11")
    header = connection.receive(9)
    content = connection.receive(header[8])
    claim(header[:8] == frame(transaction, b"\x11" + header[8:9] + content)[:8], f"reply {header.hex()}")
    claim(content[1] in (0, 0xFF), f"run indicator {content[1]:02x}")
    return content[1] == 0xFF


def write_setpoint(connection):
    pdu = b"\x10\x00\x06\x00\x02\x04" + SETPOINT_77
    transaction = connection.send(pdu)
    claim(connection.receive(12) == frame(transaction, pdu[:5]), "the set-point is not written")
    claim(setpoint(connection) == 77.5, "the set-point does not read back")


def setpoint(connection):
    return struct.unpack(">f", struct.pack(">HH", *connection.registers(6, 2)))[0]


def ended(connection):
    """How the fault ends the connection."""
    how, data = connection.end()
    claim(data == b"", f"bytes before the end: {data.hex()}")
    return how


def restart(port):
    first, second = Connection(port), Connection(port)
    write_setpoint(second)
    before = second.scans()
    first.call_fault()
    claim(ended(first) == "reset" and ended(second) == "reset", "a connection was not reset")
    off = time.monotonic()
    refusals = 0
    while (answer := connects(port)) != "yes":
        claim(answer == "refused", f"a controller without power gives {answer}")
        claim(time.monotonic() - off < PATIENCE_SECONDS, "the controller does not come back")
        refusals += 1
        time.sleep(0.01)
    claim(refusals > 0, "the controller without power accepts connections")
    claim(time.monotonic() - off > 0.2, "300 ms without power were shorter")
    again = Connection(port)
    claim(setpoint(again) == 42.5, "the set-point kept its value over the restart")
    claim(again.scans() < before + 20, "the counter of scans did not start anew")
    claim(runs(again) and again.poll(), "the controller does not run again")
    return {"hits": [[first.number, 0], [second.number, 0]], "effect": "connection closed (reset)"}


def stop(port):
    connection = Connection(port)
    write_setpoint(connection)
    claim(runs(connection), "the controller does not run at first")
    connection.call_fault()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while runs(connection):
        claim(time.monotonic() < deadline, "the controller does not stop")
        time.sleep(0.005)
    still = connection.scans()
    for _ in range(5):
        claim(connection.scans() == still and connection.poll(), "the stopped program counts on")
        time.sleep(0.01)
    claim(not runs(connection), "the controller runs again too early")
    while not runs(connection):
        claim(time.monotonic() < deadline, "the controller does not run again")
        time.sleep(0.01)
    connection.pass_scans(3)
    claim(still < connection.scans() < still + 25, "the counter did not go on from where it stood")
    claim(setpoint(connection) == 77.5, "the set-point was lost")
    return {"hits": []}


def program_change(port):
    first = Connection(port)
    write_setpoint(first)
    before = first.scans()
    first.call_fault()
    claim(ended(first) == "reset", "the connection was not reset")
    again = Connection(port)
    deadline = time.monotonic() + PATIENCE_SECONDS
    # The scan under way when the order came is made to its end: a quick client is back before it.
    while runs(again):
        claim(time.monotonic() < deadline, "the controller runs while its program is loaded")
    still = again.scans()
    claim(still >= before, "the values were lost")
    while not runs(again):
        claim(time.monotonic() < deadline, "the controller does not run again")
        time.sleep(0.01)
    again.pass_scans(3)
    claim(setpoint(again) == 77.5, "the set-point was lost")
    claim(again.scans() < still + 25, "the counter did not go on from where it stood")
    return {"hits": [[first.number, 0]], "effect": "connection closed (reset)"}


def scan_freeze(port):
    connection = Connection(port)
    connection.call_fault()
    counts = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(counts) < 10 or len(set(counts[-10:])) > 1:
        claim(time.monotonic() < deadline, "the counter does not stand still")
        counts.append(connection.scans())
        time.sleep(0.01)
    claim(connection.poll() and runs(connection), "the server does not answer as before")
    still = counts[-1]
    connection.pass_scans(1)
    claim(connection.scans() < still + 25, "the scans of the freeze were made up")
    claim(connection.poll(), "a poll after the fault is spoilt")
    return {"hits": []}
