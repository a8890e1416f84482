"""Keeps short what a snapshot holds a traced client up for, and measures it; see Docs/Tracing.md."""

import time

# Seconds of work between two rests, and of a rest: other threads run meanwhile.
SLICE_SECONDS = 0.004
REST_SECONDS = 0.006
# Seconds after which no more rests are taken: on a machine with little time to give each takes long.
RESTING_SECONDS = 3.0
# Things looked at between two looks at the clock.
STRIDE = 256

# How many times as fast the client's clock runs: all times here are real ones.
speed = 1.0


def now():
    """Seconds of real time, from some moment on."""
    return time.perf_counter() / speed


def sleep(seconds):
    """Waits so many seconds of real time."""
    time.sleep(seconds * speed)


class Work:
    """One snapshot's work: the stops, in which no other thread of the client can run, and slices between them."""

    def __init__(self, rests):
        self.rests = rests
        self.began = now()
        self.total_ms = 0.0
        self.longest_ms = 0.0
        # Of the stops, the processor's time: what a busy machine adds is not the client's size.
        self.processor_seconds = 0.0

    def stop(self, what):
        """Calls what cannot be divided, and notes how long everything else stood still."""
        began = now()
        processor = time.thread_time()
        result = what()
        milliseconds = (now() - began) * 1000
        self.processor_seconds += time.thread_time() - processor
        self.total_ms += milliseconds
        self.longest_ms = max(self.longest_ms, milliseconds)
        return result

    def sliced(self, things):
        """The things, one after the other, with rests in between."""
        began = now()
        left = STRIDE
        for thing in things:
            yield thing
            left -= 1
            if left == 0:
                left = STRIDE
                if self.rests and now() - began >= SLICE_SECONDS:
                    sleep(REST_SECONDS)
                    began = now()
                    self.rests = began - self.began < RESTING_SECONDS
