"""Reads holding register 0 five times a second, prints it, and connects anew when anything goes wrong."""

import os
import socket
import struct
import time


def read(connection):
    connection.sendall(struct.pack(">HHHBBHH", 1, 0, 6, 1, 3, 0, 1))
    reply = b""
    while len(reply) < 9 or len(reply) < 6 + reply[5]:
        piece = connection.recv(260)
        if not piece:
            raise OSError("closed")
        reply += piece
    return struct.unpack(">H", reply[9:11])[0] if reply[7] == 3 else None


while True:
    try:
        with socket.create_connection((os.environ["TWINSIM_HOST"], int(os.environ["TWINSIM_PORT"])), 1) as connection:
            while True:
                value = read(connection)
                print("exception" if value is None else value, flush=True)
                time.sleep(0.2)
    except OSError as error:
        print(error, flush=True)
    time.sleep(0.2)
