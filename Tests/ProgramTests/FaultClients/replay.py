"""Makes the same requests in every run, so that two runs can be compared: python replay.py PORT LAYOUT.

LAYOUT is a JSON list of [way, connections], one for each fault of the plan, in the order of the numbers that its
connections get; connection 1 is the client's own. It prints the bytes that came on each connection that made requests.
"""

import json
import sys
import time

from wire import MARKS, Connection, claim

WRITE = b"\x06\x00\x05\x00\x07"


def requests(port):
    """Fourteen requests at once, then an end; gives every byte that came."""
    connection = Connection(port)
    try:
        for turn in range(14):
            connection.send(WRITE if turn % 2 else MARKS)
        connection.socket.shutdown(1)
    except OSError:
        # A fault has ended the connection.
        pass
    return connection.end()[1].hex()


def main(port, layout):
    control = Connection(port)
    control.pass_scans(5)
    came, kept = [], []
    for place, (way, connections) in enumerate(layout):
        if place % 8 == 7:
            # The server records a hundred hits a second: what follows is for the next one.
            time.sleep(1.05)
        if way == "requests":
            came.append([requests(port) for _ in range(connections)])
        else:
            kept += [Connection(port) for _ in range(connections)]
            came.append([])
    # Faults of one moment come after 6000 requests.
    for _ in range(60):
        transactions = [control.send(MARKS) for _ in range(100)]
        claim(len(control.receive(15 * len(transactions))) == 1500, "the control is not served")
    control.pass_scans(10)
    print(json.dumps(came))


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
