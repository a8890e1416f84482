"""Writes each answer as JSON with ujson.dump into a file on a disk that is full."""

import errno

import polling
import ujson


class FullDisk:
    def write(self, text):
        raise OSError(errno.ENOSPC, "No space left on device")


def on_values(values):
    try:
        ujson.dump({"values": values, "names": [f"register {index}" for index in range(40)]}, FullDisk())
    except OSError:
        pass


polling.forever(on_values)
