"""What the fault clients share: Modbus TCP over a plain socket, with every byte in sight."""

import errno
import os
import socket
import struct
import time

MARKS = bytes.fromhex("0300020003")
"""Reads the registers that hold 1002, 1003 and 1004."""
MARKS_REPLY = bytes.fromhex("030603ea03eb03ec")
MARKER = bytes.fromhex("0100000001")
"""Reads a coil that no plan aims at: its reply shows that everything before it is out."""
MARKER_REPLY = bytes.fromhex("010100")
PATIENCE_SECONDS = float(os.environ.get("PATIENCE_SECONDS", "20"))
"""After this long without what was expected the client gives up."""


def claim(condition, sentence):
    """Ends the client with a sentence unless the condition holds."""
    if not condition:
        raise SystemExit(sentence)


def frame(transaction, pdu, unit=1):
    """The whole frame of a request or a reply."""
    return struct.pack(">HHHB", transaction, 0, len(pdu) + 1, unit) + pdu


class Connection:
    """One connection; `number` is the server's number for it, `requests` how many it has sent, `polls` all together."""

    opened = 0
    polls = 0

    def __init__(self, port, timeout=PATIENCE_SECONDS):
        self.requests = 0
        self.was_reset = False
        self.socket = socket.socket()
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(("127.0.0.1", port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except ConnectionResetError:
            # Accepted, and reset before this thread went on: the server has counted it. The socket tells of it once.
            self.was_reset = True
        self.socket.settimeout(PATIENCE_SECONDS)
        Connection.opened += 1
        self.number = Connection.opened

    def send(self, pdu):
        """Sends a request and gives its transaction id, which differs from all others of the connection."""
        self.requests += 1
        Connection.polls += 1
        transaction = (1000 * self.number + self.requests) % 65536
        self.socket.sendall(frame(transaction, pdu))
        return transaction

    def receive(self, count):
        """So many bytes, or fewer when the server closes."""
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                break
            data += piece
        return data

    def poll(self):
        """Reads the marks; gives whether the reply is the honest one, to the byte."""
        transaction = self.send(MARKS)
        return self.receive(15) == frame(transaction, MARKS_REPLY)

    def registers(self, offset, count):
        """The values of holding registers."""
        transaction = self.send(struct.pack(">BHH", 3, offset, count))
        reply = self.receive(9 + 2 * count)
        claim(reply[:9] == frame(transaction, bytes([3, 2 * count]) + bytes(2 * count))[:9], f"reply {reply.hex()}")
        return list(struct.unpack(f">{count}H", reply[9:]))

    def scans(self):
        """The controller's count of scans, 10 ms each."""
        return self.registers(1, 1)[0]

    def pass_scans(self, count):
        """Polls until the controller has done so many scans more."""
        end = self.scans() + count
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.scans() < end:
            claim(time.monotonic() < deadline, "the scan stands still")
            time.sleep(0.005)

    def call_fault(self):
        """Makes the rest of the ten requests after which every plan begins its fault."""
        while Connection.polls < 10:
            claim(self.poll(), "a poll before the fault is spoilt")

    def await_beginning(self):
        """Calls the fault and lets a few scans pass."""
        self.call_fault()
        self.pass_scans(4)

    def silent_for(self, seconds):
        """Whether nothing at all comes for so long: neither a byte nor an end."""
        self.socket.settimeout(seconds)
        try:
            self.socket.recv(1)
            return False
        except TimeoutError:
            return True
        except OSError:
            return False
        finally:
            self.socket.settimeout(PATIENCE_SECONDS)

    def end(self):
        """How the connection ends, and the bytes before: ('reset' or 'orderly', bytes)."""
        if self.was_reset:
            return "reset", b""
        data = b""
        try:
            while piece := self.socket.recv(4096):
                data += piece
            return "orderly", data
        except OSError as error:
            # A socket that was reset while it connected is not connected any more.
            claim(error.errno in (errno.ECONNRESET, errno.ENOTCONN), f"{error} after {data.hex()}")
            return "reset", data

    def bracketed(self, pdu):
        """Sends a request and a marker after it; gives transaction id, request number and all bytes before the
        marker's reply."""
        transaction = self.send(pdu)
        number = self.requests
        marker = frame(self.send(MARKER), MARKER_REPLY)
        data = b""
        while not data.endswith(marker):
            piece = self.socket.recv(4096)
            claim(piece, f"the connection ended after {data.hex()}")
            data += piece
        return transaction, number, data[: -len(marker)]


def connects(port, timeout=0.3):
    """Whether a connection can be made: 'yes', 'refused' or 'no answer'. It is closed at once."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=timeout).close()
        Connection.opened += 1
        return "yes"
    except ConnectionRefusedError:
        return "refused"
    except TimeoutError:
        return "no answer"


def spoilt(port, expected, effect="reply changed", request=MARKS, reply=MARKS_REPLY):
    """Polls on two connections before, during and after a fault that is aimed at the second one.

    `expected(honest, came)` says whether the bytes that came are what the fault makes of the honest ones. Replies on the
    first connection, and those to the second one's requests that are not aimed at, must be honest to the byte. `hits` are
    the spoilt requests, as [connection, number on it].
    """
    control, aimed = Connection(port), Connection(port)
    hits, after = [], 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while after < 5:
        claim(time.monotonic() < deadline, f"the fault did not begin and end: {len(hits)} replies spoilt")
        claim(control.poll(), "a reply on the connection that is not aimed at is spoilt")
        transaction, number, data = aimed.bracketed(request)
        honest = frame(transaction, reply)
        if data == honest:
            after += 1 if hits else 0
        else:
            claim(expected(honest, data), f"honest {honest.hex()}, came {data.hex()}")
            claim(after == 0, "spoilt again after the fault's end")
            hits.append([aimed.number, number])
        time.sleep(0.005)
    return {"hits": hits, "effect": effect}
