"""Counters of a Python process, written to a small file whenever twinsim asks with the signal SIGURG.

A signal and not a thread: a thread would be one more in the client's count, would contend for the interpreter lock and
would make every fork of the client a fork of a threaded process. SIGURG, because its default is to be ignored, so a
process that does not handle it (a new program after exec, say) takes no harm; and its handler runs in the main thread
between two bytecodes. Interrupted system calls are resumed by Python itself (PEP 475) with what is left of their time.

Only built-in modules are imported, so that the client's modules load as they would without this one. No descriptor is
kept and no thread, timer or warning filter is touched.
"""

import gc
import sys

import _signal
import posix

# The most thread names written; their number is written in full.
MAXIMUM_NAMES = 64
# The most characters of a thread's name.
MAXIMUM_NAME_LENGTH = 80

_directory = None
_pid = 0
_sequence = 0
_original_pause = getattr(_signal, "pause", None)


def _threads():
    """The client's threads as `threading` knows them, if the client has imported it at all.

    Its table is copied in one step; enumerate() would take a lock that the interrupted code may hold.
    """
    threading = sys.modules.get("threading")
    active = getattr(threading, "_active", None)
    if not active:
        return []
    return [getattr(thread, "_name", None) or "unnamed" for thread in list(active.values())]


def _record():
    blocks = getattr(sys, "getallocatedblocks", None)
    lines = ["twinsim-python 1 %d" % _sequence]
    if blocks is None:
        lines.append("problem this interpreter does not count its memory blocks")
    else:
        lines.append("blocks %d" % blocks())
    lines.append("counts %d %d %d" % gc.get_count())
    statistics = gc.get_stats()
    lines.append("collections %d" % sum(generation["collections"] for generation in statistics))
    lines.append("uncollectable %d" % sum(generation["uncollectable"] for generation in statistics))
    names = _threads()
    lines.append("threads %d" % len(names))
    for name in names[:MAXIMUM_NAMES]:
        lines.append("name " + ascii(name)[1:-1][:MAXIMUM_NAME_LENGTH])
    lines.append("end %d\n" % _sequence)
    return "\n".join(lines).encode("ascii")


def _write():
    global _sequence
    _sequence += 1
    data = _record()
    # Opened for each answer, about 10 microseconds, so that no descriptor of the client is taken.
    fd = posix.open(
        "%s/python-%d" % (_directory, _pid), posix.O_WRONLY | posix.O_CREAT | posix.O_CLOEXEC | posix.O_NOFOLLOW, 0o600
    )
    try:
        posix.pwrite(fd, data, 0)
    finally:
        posix.close(fd)


def _answer(signal_number, frame):
    try:
        _write()
    except Exception:
        # Nothing may reach the client. The sampler notices the missing answer.
        pass


def _after_fork():
    """A forked worker is a process of its own and gets a file of its own; the handler it has inherited."""
    global _pid, _sequence
    _pid = posix.getpid()
    _sequence = 0
    _answer(None, None)


def _pause():
    """signal.pause(), which any signal ends, not ended by ours.

    The question stays pending meanwhile, so a process whose main thread waits like this is not counted.
    """
    before = _signal.pthread_sigmask(_signal.SIG_BLOCK, [_signal.SIGURG])
    try:
        return _original_pause()
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, before)


def start():
    """Starts answering. Does nothing when twinsim does not watch, or when the client inherited SIGURG blocked."""
    global _directory, _pid
    _directory = posix.environ.get(b"TWINSIM_TALLY_DIR", b"").decode()
    if not _directory:
        return
    _pid = posix.getpid()
    _signal.signal(_signal.SIGURG, _answer)
    if _original_pause is not None:
        _signal.pause = _pause
        loaded = sys.modules.get("signal")
        if loaded is not None:
            loaded.pause = _pause
    register = getattr(posix, "register_at_fork", None)
    if register is not None:
        register(after_in_child=_after_fork)
    _write()
