"""Makes two hundred requests of many sorts and prints every byte of the replies: python honest.py PORT."""

import sys

from wire import MARKER, MARKS, Connection

REQUESTS = [
    MARKS,
    MARKER,
    bytes.fromhex("0200000001"),  # no discrete inputs: exception 2
    bytes.fromhex("0400000001"),  # no input registers: exception 2
    bytes.fromhex("050000ff00"),
    bytes.fromhex("0500000000"),
    bytes.fromhex("0600050008"),
    bytes.fromhex("0300050003"),
    bytes.fromhex("1000050001020007"),
    bytes.fromhex("0f000000010100"),
    bytes.fromhex("16000500ff0000"),
    bytes.fromhex("170002000300050001020009"),
    bytes.fromhex("11"),
    bytes.fromhex("2b0e0100"),
    bytes.fromhex("0300020000"),  # quantity 0: exception 3
    bytes.fromhex("6300020001"),  # no such function: exception 1
]

if __name__ == "__main__":
    connection = Connection(int(sys.argv[1]))
    replies = []
    for turn in range(200):
        connection.send(REQUESTS[turn % len(REQUESTS)])
        header = connection.receive(6)
        replies.append((header + connection.receive(int.from_bytes(header[4:]))).hex())
    print("\n".join(replies))
