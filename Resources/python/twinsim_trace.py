"""Says where a Python client's memory grows: snapshots of tracemalloc, compared inside the process by line.

Started by sitecustomize.py when twinsim traces (TWINSIM_TRACE names the folder); see Docs/Tracing.md. A traced client is
slower and larger than it is by itself, so twinsim never judges its memory.

A daemon thread looks once a second whether a snapshot is due. The first one is the baseline; each later one is compared
with it here, so that only the largest rows leave the process: one JSON lines file a snapshot, PID-N.jsonl, which appears
complete under its name.
"""

import atexit
import fnmatch
import gc
import json
import os
import re
import sys
import threading
import time

try:
    import _tracemalloc
except ImportError:
    _tracemalloc = None

import twinsim_trace_sockets

# The most files in the folder, of all processes together; beyond them only each process's last snapshot is written.
MAXIMUM_FILES = 2000
# The most rows of types, threads, tasks and sockets in one snapshot each.
MAXIMUM_OTHER_ROWS = 25
# The most characters of a name or a path.
MAXIMUM_TEXT = 300
# Seconds between two looks for something due.
LOOK_SECONDS = 1.0
# The least seconds between two snapshots, the last one excepted: a snapshot holds the client up.
LEAST_GAP_SECONDS = 1.0
THREAD_NAME = "twinsim-trace"

_digits = re.compile(r"\d+")
_lock = threading.Lock()
_settings = None
_state = None


class _Settings:
    """What twinsim asks for, from the environment."""

    def __init__(self, environment):
        self.folder = environment["TWINSIM_TRACE"]
        self.frames = int(environment.get("TWINSIM_TRACE_FRAMES", "10"))
        self.rows = int(environment.get("TWINSIM_TRACE_ROWS", "25"))
        self.warm_up = float(environment.get("TWINSIM_TRACE_WARM_UP", "60"))
        self.every = float(environment.get("TWINSIM_TRACE_EVERY", "60"))
        # Patterns of files, a line each: the calls that a line may be named after.
        self.only = environment.get("TWINSIM_TRACE_ONLY", "").splitlines()
        self.ignored = environment.get("TWINSIM_TRACE_IGNORE", "").splitlines()

    def passes(self, file):
        """Whether the filters let a line of this file be named."""
        if self.only and not any(fnmatch.fnmatch(file, pattern) for pattern in self.only):
            return False
        return not any(fnmatch.fnmatch(file, pattern) for pattern in self.ignored)


class _State:
    """One process: its schedule and what it looked like at the baseline."""

    def __init__(self):
        self.pid = os.getpid()
        self.began = time.monotonic()
        self.next = self.began + _settings.warm_up
        self.written = self.began
        self.number = _first_free_number(self.pid)
        self.command = _command()[0]
        self.baseline = None
        self.baseline_number = self.number
        self.baseline_at = 0.0


def _first_free_number(pid):
    """A process that executes itself anew keeps its number, and must not write over what it wrote before."""
    taken = [name.split("-")[1].split(".")[0] for name in _files() if name.startswith("%d-" % pid)]
    return 1 + max([int(number) for number in taken if number.isdigit()] or [-1])


def _files():
    try:
        return [name for name in os.listdir(_settings.folder) if name.endswith(".jsonl")]
    except OSError:
        return []


def _command():
    """The harness's latest order: its number and its occasion."""
    try:
        with open(_settings.folder + "/command", encoding="ascii") as file:
            number, _, occasion = file.read(200).strip().partition(" ")
        return int(number), occasion
    except (OSError, ValueError):
        return 0, ""


def _cut(text):
    text = str(text)
    return text if len(text) <= MAXIMUM_TEXT else text[: MAXIMUM_TEXT - 1] + "\u2026"


def _filtered(traceback, known):
    """The calls from the most recent one on that the filters let through; none where they let none."""
    for place, (file, _) in enumerate(traceback):
        if file not in known:
            known[file] = _settings.passes(file)
        if known[file]:
            return traceback[place:]
    return ()


def _lines(tracemalloc):
    """Live bytes and blocks by line, each with the traceback that holds most of them, the most recent call first.

    With filters a line is the most recent one that they let through, and what lies under none of them is left out.
    Grouped from the raw traces: the objects of tracemalloc.Snapshot are themselves traced, and cost twenty times more.
    Equal tracebacks are one object in there, so its address stands for it.
    """
    traces = _tracemalloc._get_traces()
    by_traceback = {}
    for trace in traces:
        place = id(trace[2])
        known = by_traceback.get(place)
        if known is None:
            by_traceback[place] = [trace[1], 1, trace[2]]
        else:
            known[0] += trace[1]
            known[1] += 1
    ours = (__file__, tracemalloc.__file__)
    is_filtered = bool(_settings.only or _settings.ignored)
    passing = {}
    lines = {}
    for size, count, traceback in by_traceback.values():
        if traceback[0][0] == twinsim_trace_sockets.__file__ or any(frame[0] in ours for frame in traceback):
            continue
        if is_filtered:
            traceback = _filtered(traceback, passing)
            if not traceback:
                continue
        known = lines.get(traceback[0])
        if known is None:
            lines[traceback[0]] = [size, count, traceback, size]
        else:
            known[0] += size
            known[1] += count
            if size > known[3]:
                known[2:] = [traceback, size]
    return lines


def _rows_of_lines(lines, before):
    grown = []
    for key in set(lines) | set(before):
        size, count, traceback = lines.get(key, (0, 0, ()))[:3]
        old_size, old_count = before.get(key, (0, 0))
        grown.append((size - old_size, count - old_count, size, count, key, traceback))
    grown.sort(key=lambda row: (row[0], row[1], row[4]), reverse=True)
    for size_diff, count_diff, size, count, (file, line), traceback in grown[: _settings.rows]:
        if size_diff <= 0:
            return
        yield {
            "kind": "line",
            "file": _cut(file),
            "line": line,
            "size": size,
            "size_diff": size_diff,
            "count": count,
            "count_diff": count_diff,
            "average": size / count if count else 0,
            "traceback": [[_cut(file), line] for file, line in traceback],
        }


def _counts(kind, now, before, details=None):
    """Rows of what there is most more of than at the baseline; of equals, what there is most of."""
    ranked = sorted(now, key=lambda name: (now[name] - before.get(name, 0), now[name]), reverse=True)
    for name in ranked[:MAXIMUM_OTHER_ROWS]:
        row = {"kind": kind, "name": _cut(name), "count": now[name], "count_diff": now[name] - before.get(name, 0)}
        row.update((details or {}).get(name, {}))
        yield row


def _kinds():
    """The live objects that the collector knows, by type; and the tasks of asyncio that are not done."""
    by_type = {}
    tasks = []
    asyncio = sys.modules.get("asyncio")
    task_type = getattr(asyncio, "Task", ())
    is_task = {}
    for thing in gc.get_objects():
        kind = type(thing)
        by_type[kind] = by_type.get(kind, 0) + 1
        if kind not in is_task:
            is_task[kind] = bool(task_type) and issubclass(kind, task_type)
        if is_task[kind] and not thing.done():
            tasks.append(thing)
    names = {}
    for kind, count in by_type.items():
        name = "%s.%s" % (kind.__module__, getattr(kind, "__qualname__", kind.__name__))
        names[name] = names.get(name, 0) + count
    return names, tasks


def _tasks(tasks):
    """Tasks by coroutine and the place where it waits."""
    counts = {}
    details = {}
    for task in tasks:
        coroutine = task.get_coro() if hasattr(task, "get_coro") else task._coro
        code = getattr(coroutine, "cr_code", None)
        frame = getattr(coroutine, "cr_frame", None)
        name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
        if code is not None:
            name += " (%s:%d)" % (code.co_filename, frame.f_lineno if frame else code.co_firstlineno)
        counts[name] = counts.get(name, 0) + 1
        label = task.get_name() if hasattr(task, "get_name") else "Task"
        details.setdefault(name, {"tasks": _cut(_digits.sub("N", label))})
    return counts, details


def _threads():
    counts = {}
    for thread in list(threading._active.values()):
        name = getattr(thread, "_name", None) or "unnamed"
        if name != THREAD_NAME:
            # Thread-12 (poll) and Thread-13 (poll) are two of a kind.
            name = _digits.sub("N", name)
            counts[name] = counts.get(name, 0) + 1
    return counts


def _look():
    """What this process looks like now."""
    tracemalloc = sys.modules["tracemalloc"]
    if not tracemalloc.is_tracing():
        raise RuntimeError("the client has switched tracemalloc off")
    types, tasks = _kinds()
    tasks, task_details = _tasks(tasks)
    sockets = twinsim_trace_sockets.open_by_site()
    return _lines(tracemalloc), types, tasks, task_details, _threads(), sockets


def _write(rows):
    """One file, complete under its name or not there at all."""
    name = "%s/%d-%d.jsonl" % (_settings.folder, _state.pid, _state.number)
    with open(name + ".new", "w", encoding="ascii") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
    os.rename(name + ".new", name)
    _state.number += 1


def _snapshot(occasion, is_last=False):
    """Takes a snapshot and writes it: the first one is the baseline, against which the others are compared."""
    state = _state
    is_limit = len(_files()) >= MAXIMUM_FILES
    if is_limit and (not is_last or state.baseline is None):
        return
    began = time.monotonic()
    head = {
        "kind": "snapshot",
        "format": 1,
        "pid": state.pid,
        "number": state.number,
        "baseline_number": state.baseline_number,
        "occasion": _cut(occasion),
        "process_seconds": began - state.began,
        # The monotonic clock is one for all processes: twinsim tells by it which of them ran side by side.
        "baseline_monotonic_seconds": state.baseline_at if state.baseline else began,
        "since_baseline_seconds": began - state.baseline_at if state.baseline else 0.0,
        "frames": _settings.frames,
        "limit_reached": is_limit,
    }
    try:
        lines, types, tasks, task_details, threads, sockets = _look()
        rows = []
        if state.baseline is None:
            state.baseline = ({key: tuple(value[:2]) for key, value in lines.items()}, types, tasks, threads, sockets)
            state.baseline_at = began
            state.baseline_number = state.number
        else:
            old_lines, old_types, old_tasks, old_threads, old_sockets = state.baseline
            rows += _rows_of_lines(lines, old_lines)
            rows += _counts("type", types, old_types)
            rows += _counts("thread", threads, old_threads)
            rows += _counts("task", tasks, old_tasks, task_details)
            rows += _counts("socket", sockets, old_sockets)
        head["snapshot_ms"] = round((time.monotonic() - began) * 1000, 1)
        _write([head] + rows)
    except Exception as problem:
        # Nothing may reach the client; twinsim reads why there is no more to see.
        head["problem"] = _cut("%s: %s" % (type(problem).__name__, problem))
        try:
            _write([head])
        except OSError:
            pass
    state.written = time.monotonic()


def _run():
    while True:
        time.sleep(LOOK_SECONDS)
        with _lock:
            now = time.monotonic()
            state = _state
            number, occasion = _command()
            if number != state.command:
                state.command = number
                if state.baseline is not None:
                    _snapshot(occasion, is_last=occasion == "end")
            elif now >= state.next and now - state.written >= LEAST_GAP_SECONDS:
                _snapshot("scheduled" if state.baseline else "baseline")
                state.next = max(state.next + _settings.every, now)


def _at_exit():
    if _lock.acquire(timeout=2):
        try:
            if _state.pid == os.getpid() and _state.baseline is not None:
                _snapshot("exit", is_last=True)
        finally:
            _lock.release()


def _begin():
    """Begins in this process: a forked one starts with a baseline of its own."""
    global _state, _lock
    _lock = threading.Lock()
    _state = _State()
    threading.Thread(target=_run, name=THREAD_NAME, daemon=True).start()


def start():
    """Starts tracing as the environment asks."""
    global _settings
    _settings = _Settings(os.environ)
    try:
        import tracemalloc

        if not tracemalloc.is_tracing():
            tracemalloc.start(_settings.frames)
        twinsim_trace_sockets.watch()
    except Exception as problem:
        with open("%s/%d-0.jsonl" % (_settings.folder, os.getpid()), "w", encoding="ascii") as file:
            head = {"kind": "snapshot", "format": 1, "pid": os.getpid(), "number": 0, "occasion": "start"}
            head["problem"] = _cut("%s: %s" % (type(problem).__name__, problem))
            file.write(json.dumps(head) + "\n")
        return
    _begin()
    os.register_at_fork(after_in_child=_begin)
    atexit.register(_at_exit)
