"""Clients for the faults of frames."""

import time

from wire import MARKS, MARKS_REPLY, Connection, claim, frame, spoilt


def transaction_id(port):
    return spoilt(port, lambda honest, came: came == (int.from_bytes(honest[:2]) + 1).to_bytes(2) + honest[2:])


def duplicate_reply(port):
    return spoilt(port, lambda honest, came: came == honest + honest)


def unsolicited(port):
    control, aimed = Connection(port), Connection(port)
    claim(aimed.poll(), "a reply before the fault is spoilt")
    control.await_beginning()
    came = aimed.receive(11)
    claim(came == bytes.fromhex("beef000000050103020000"), f"unsolicited frame {came.hex()}")
    claim(aimed.poll() and control.poll(), "a reply after the fault is spoilt")
    claim(control.silent_for(0.05), "the other connection got a frame that it did not ask for")
    return {"hits": [[aimed.number, 0]], "effect": "unsolicited frame sent"}


def late_answer(port):
    control, aimed = Connection(port), Connection(port)
    control.await_beginning()
    begin = time.monotonic()
    late = aimed.send(MARKS)
    claim(aimed.poll(), "the next reply does not overtake the late one")
    claim(time.monotonic() - begin < 0.25, "the next reply is late too")
    claim(control.poll(), "a reply on the other connection is spoilt")
    came = aimed.receive(15)
    seconds = time.monotonic() - begin
    claim(came == frame(late, MARKS_REPLY), f"late answer {came.hex()}")
    claim(0.25 <= seconds < 2, f"late by {seconds:.3f} s")
    control.pass_scans(60)
    claim(aimed.poll(), "a reply after the fault is spoilt")
    return {"hits": [[aimed.number, 1]], "effect": "reply delayed by 250 ms"}


def reorder(port):
    control, aimed = Connection(port), Connection(port)
    control.await_beginning()
    first = aimed.send(MARKS)
    claim(aimed.silent_for(0.05), "the reply did not wait for the next one")
    second = aimed.send(MARKS)
    came = aimed.receive(30)
    claim(came == frame(second, MARKS_REPLY) + frame(first, MARKS_REPLY), f"replies {came.hex()}")
    claim(control.poll(), "a reply on the other connection is spoilt")
    control.pass_scans(60)
    claim(aimed.poll(), "a reply after the fault is spoilt")
    return {"hits": [[aimed.number, 1]], "effect": "reply kept for the next one"}


def drop(port):
    # The request is served: each write that gets no reply is there to be read.
    control, aimed = Connection(port), Connection(port)
    control.await_beginning()
    hits = []
    for value in range(500, 505):
        write = b"\x06\x00\x05" + value.to_bytes(2)
        _, number, came = aimed.bracketed(write)
        claim(came == b"", f"a reply to a request whose reply is to be dropped: {came.hex()}")
        claim(control.registers(5, 1) == [value], "the write whose reply was dropped had no effect")
        hits.append([aimed.number, number])
    control.pass_scans(60)
    transaction, _, came = aimed.bracketed(b"\x06\x00\x05\x00\x09")
    claim(came == frame(transaction, b"\x06\x00\x05\x00\x09"), "a reply after the fault is spoilt")
    return {"hits": hits, "effect": "reply withheld"}


def protocol_id(port):
    return spoilt(port, lambda honest, came: came == honest[:2] + b"\x12\x34" + honest[4:])


def length(port):
    return spoilt(port, lambda honest, came: came == honest[:4] + b"\x00\xfa" + honest[6:])


def unit_id(port):
    return spoilt(port, lambda honest, came: came == honest[:6] + b"\x4d" + honest[7:])


def function_code(port):
    return spoilt(port, lambda honest, came: came == honest[:7] + b"\x04" + honest[8:])


def byte_count(port):
    return spoilt(port, lambda honest, came: came == honest[:8] + b"\x09" + honest[9:])


def truncate(port):
    return spoilt(port, lambda honest, came: came == honest[:-4])


def trailing(port):
    return spoilt(port, lambda honest, came: came[:-5] == honest)


def flip(port):
    def differs_in_two_bits(honest, came):
        bits = int.from_bytes(honest) ^ int.from_bytes(came)
        return len(honest) == len(came) and bits.bit_count() == 2

    return spoilt(port, differs_in_two_bits)


def fewer_registers(port):
    return spoilt(port, lambda honest, came: came == honest[:2] + bytes.fromhex("0000000701030403ea03eb"))
