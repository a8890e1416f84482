"""Says where a Python client grows: snapshots compared inside the process, by line, type and what is open.

Started by sitecustomize.py when twinsim traces (TWINSIM_TRACE names the folder); see Docs/Tracing.md. A traced client
is slower and larger than it is by itself, so twinsim never judges its memory.

A daemon thread looks once a second whether a snapshot is asked for. Memory is traced from when the client has imported
what it needs: importing would take ten times as long, and what it makes stays anyhow. The first snapshot is the
baseline, taken after that; each later one is compared with it here, so that only the largest rows leave the process:
one JSON lines file a snapshot, PID-N.jsonl, which appears complete under its name.
"""

import atexit
import gc
import json
import os
import re
import sys
import threading
import time

import twinsim_trace_places as places
import twinsim_trace_resources as resources
import twinsim_trace_work as work

# The most files in the folder, of all processes together; beyond them only each process's last snapshot is written.
MAXIMUM_FILES = 2000
# The most rows of types, threads and tasks in one snapshot each.
MAXIMUM_OTHER_ROWS = 25
# The most characters of a name or a path.
MAXIMUM_TEXT = 300
# Seconds between two looks for something due.
LOOK_SECONDS = 1.0
# The longest that a snapshot in between, and the first or the last one, may stop the client for: one that would take
# longer, by what the ones before took, is left out.
MAXIMUM_PAUSE_SECONDS = 0.5
MAXIMUM_LAST_PAUSE_SECONDS = 5.0
# What a memory block adds to that until it has been measured.
SECONDS_A_BLOCK = 5e-7
# The most types and lines whose holders are looked for.
MAXIMUM_HELD = 6
# A type that there are fewer more of is not looked for.
LEAST_HELD = 20
# The most types that are looked for because they come with what stays open.
MAXIMUM_COMING_ALONG = 3
THREAD_NAME = "twinsim-trace"

# The modules of types that are twinsim's or importing's.
_NOT_THE_CLIENTS = ("twinsim_", "_frozen_importlib", "importlib.")

_digits = re.compile(r"\d+")
_lock = threading.Lock()
_settings = None
_state = None


class _Settings:
    """What twinsim asks for, from the environment."""

    def __init__(self, environment):
        self.folder = environment["TWINSIM_TRACE"]
        self.frames = int(environment.get("TWINSIM_TRACE_FRAMES", "16"))
        self.rows = int(environment.get("TWINSIM_TRACE_ROWS", "25"))
        # Times of the client's clock, which may be a faster one.
        self.speed = float(environment.get("TWINSIM_TRACE_SPEED", "1"))
        work.speed = self.speed
        self.warm_up = float(environment.get("TWINSIM_TRACE_WARM_UP", "60")) * self.speed
        self.settle = float(environment.get("TWINSIM_TRACE_SETTLE", "5")) * self.speed
        self.latest = float(environment.get("TWINSIM_TRACE_LATEST", "300")) * self.speed
        # Patterns of files, a line each: the calls that a line may be named after.
        self.filter = places.Filter(
            environment.get("TWINSIM_TRACE_ONLY", "").splitlines(),
            environment.get("TWINSIM_TRACE_IGNORE", "").splitlines(),
        )


class _State:
    """One process: its schedule and what it looked like at the baseline."""

    def __init__(self):
        self.pid = os.getpid()
        self.began = time.monotonic()
        self.number = _first_free_number(self.pid)
        self.command = _command()[0]
        self.modules = 0
        self.is_tracing = sys.modules["tracemalloc"].is_tracing()
        self.settled = self.began
        self.baseline = None
        self.baseline_number = self.number
        self.baseline_at = 0.0
        self.seconds_a_block = SECONDS_A_BLOCK
        self.left_out = []
        self.is_ended = False


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


def _counts(kind, now, before, details=None):
    """Rows of what there is most more of than at the baseline; of equals, what there is most of."""
    ranked = sorted(now, key=lambda name: (now[name] - before.get(name, 0), now[name]), reverse=True)
    for name in ranked[:MAXIMUM_OTHER_ROWS]:
        row = {"kind": kind, "name": _cut(name), "count": now[name], "count_diff": now[name] - before.get(name, 0)}
        row.update((details or {}).get(name, {}))
        yield row


def _kinds(job):
    """The live objects that the collector knows, by type; the types; and the tasks of asyncio that are not done."""
    by_type = {}
    tasks = []
    task_type = getattr(sys.modules.get("asyncio"), "Task", ())
    is_task = {}
    for thing in job.sliced(job.stop(gc.get_objects)):
        kind = type(thing)
        by_type[kind] = by_type.get(kind, 0) + 1
        if kind not in is_task:
            is_task[kind] = bool(task_type) and issubclass(kind, task_type)
        if is_task[kind] and not thing.done():
            tasks.append(thing)
    names = {}
    kinds = {}
    for kind, count in by_type.items():
        if str(kind.__module__).startswith(_NOT_THE_CLIENTS):
            continue
        name = "%s.%s" % (kind.__module__, getattr(kind, "__qualname__", kind.__name__))
        names[name] = names.get(name, 0) + count
        kinds[name] = kind
    return names, kinds, tasks


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
        # Of tasks that were made before anybody looked the calls are not known.
        if not details.get(name, {}).get("made_at"):
            label = task.get_name() if hasattr(task, "get_name") else "Task"
            made = [call for call in resources.site_of_task(task) if places.kind(call[0]) >= places.PACKAGE]
            details[name] = {"tasks": _cut(_digits.sub("N", label))}
            details[name]["made_at"] = ["%s:%d" % (_cut(file), line) for file, line in made[:4]]
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


class _Look:
    """What this process looks like now."""

    def __init__(self, job, is_last):
        tracemalloc = sys.modules["tracemalloc"]
        if not tracemalloc.is_tracing():
            raise RuntimeError("the client has switched tracemalloc off")
        if is_last and gc.isenabled():
            # What is garbage is held by nobody; a client that has switched its collector off keeps it.
            job.stop(gc.collect)
        resources.look()
        self.open = resources.counts()
        self.types, self.kinds, tasks = _kinds(job)
        self.tasks, self.task_details = _tasks(tasks)
        self.threads = _threads()
        del tasks
        self.lines = twinsim_trace_lines.Lines(job, _settings.filter)

    def kept(self):
        return self.lines.kept(), self.types, self.tasks, self.threads, self.open

    def rows(self, before, sources):
        lines, types, tasks, threads, opened = before
        rows = list(self.lines.rows(lines, _settings.rows, _cut, sources))
        rows += _counts("type", self.types, types)
        rows += _counts("thread", self.threads, threads)
        rows += _counts("task", self.tasks, tasks, self.task_details)
        return rows + list(_open_rows(self.open, opened, sources))

    def holders(self, before):
        """Who holds what there is most more of."""
        types = {}
        for name in sorted(self.types, key=lambda name: before[1].get(name, 0) - self.types[name])[:MAXIMUM_HELD]:
            more = self.types[name] - before[1].get(name, 0)
            if more >= LEAST_HELD:
                types[name] = (self.kinds[name], more)
        types.update(self._come_with_openings(before))
        lines = {}
        for _, more, _, _, key in self.lines.grown(before[0], "line", MAXIMUM_HELD):
            file, line = self.lines.calls[key][0]
            lines[(file, line)] = max(0, more)
        ours = [thing for thing in threading._active.values() if getattr(thing, "_name", "") == THREAD_NAME]
        ours += [self, before, _state, resources._state, resources._tasks, resources._calls_of, resources._sites]
        things = [thing for number in (2, 1, 0) for thing in gc.get_objects(generation=number)]
        return list(
            twinsim_trace_holders.rows(
                things, types, lines, _settings.filter, map(id, ours), _cut, self._leave_tracing
            )
        )

    def _come_with_openings(self, before):
        """Types of the client's or of packages of which there are as many more as of what stays open: a client object for
        each connection, say."""
        opened = [more for more in (self.open[key] - before[4].get(key, 0) for key in self.open) if more >= 2]
        most = max(opened or [0])
        found = {}
        for name, count in self.types.items():
            more = count - before[1].get(name, 0)
            if most and 0.8 * most <= more <= 1.25 * most:
                module = sys.modules.get(self.kinds[name].__module__)
                kind = places.kind(getattr(module, "__file__", None) or "<frozen")
                if kind >= places.PACKAGE:
                    found[name] = (kind, more)
        # What has the most attributes holds the rest: of a package's many small types the large one is told.
        ranked = sorted(found, key=lambda name: (found[name][0], len(dir(self.kinds[name]))), reverse=True)
        return {name: (self.kinds[name], found[name][1]) for name in ranked[:MAXIMUM_COMING_ALONG]}

    @staticmethod
    def _leave_tracing():
        if not _settings.is_clients_tracing:
            sys.modules["tracemalloc"].stop()


def _open_rows(now, before, sources):
    """Rows of what is open or runs, by the place that opened or started it."""
    ranked = sorted(now, key=lambda key: (now[key] - before.get(key, 0), now[key]), reverse=True)
    for key in ranked[:MAXIMUM_OTHER_ROWS]:
        kind, calls, what = resources.calls(key)
        row = {"kind": "resource", "resource": kind, "count": now[key], "count_diff": now[key] - before.get(key, 0)}
        # A client wants to know where *it* opened: the standard library's own calls come after.
        named = [call for call in calls if places.kind(call[0]) >= places.PACKAGE] or list(calls)
        if _settings.filter.is_set:
            named = list(_settings.filter.named(named))
        if named:
            row.update({"file": _cut(named[0][0]), "line": named[0][1]})
            row["traceback"] = [[_cut(file), line] for file, line in named[: _settings.frames]]
            row.update(twinsim_trace_lines.described(named, _cut, sources))
        row["what"] = _cut(what)
        yield row


def _write(rows):
    """One file, complete under its name or not there at all."""
    name = "%s/%d-%d.jsonl" % (_settings.folder, _state.pid, _state.number)
    with open(name + ".new", "w", encoding="ascii") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
    os.rename(name + ".new", name)
    _state.number += 1


def _pause_ahead():
    """About how many seconds a snapshot would stop the client for."""
    blocks = sys.getallocatedblocks() if hasattr(sys, "getallocatedblocks") else 0
    return blocks * _state.seconds_a_block, blocks


def _head(occasion, began, is_limit):
    state = _state
    speed = _settings.speed
    return {
        "kind": "snapshot",
        "format": 1,
        "pid": state.pid,
        "number": state.number,
        "baseline_number": state.baseline_number,
        "occasion": _cut(occasion),
        "process_seconds": (began - state.began) / speed,
        # The monotonic clock is one for all processes: twinsim tells by it which of them ran side by side.
        "baseline_monotonic_seconds": (state.baseline_at if state.baseline else began) / speed,
        "since_baseline_seconds": (began - state.baseline_at) / speed if state.baseline else 0.0,
        "frames": _settings.frames,
        "limit_reached": is_limit,
    }


def _snapshot(occasion, is_last=False):
    """Takes a snapshot and writes it: the first one is the baseline, against which the others are compared."""
    state = _state
    is_limit = len(_files()) >= MAXIMUM_FILES
    if is_limit and (not is_last or state.baseline is None):
        return
    began = time.monotonic()
    head = _head(occasion, began, is_limit)
    ahead, blocks = _pause_ahead()
    is_between = state.baseline is not None and not is_last
    if is_between and ahead > MAXIMUM_PAUSE_SECONDS:
        state.left_out.append("a snapshot was left out: it would have stopped the client for about %.1f s" % ahead)
        return
    job = work.Work(rests=not is_last)
    processor = time.thread_time()
    try:
        if ahead > MAXIMUM_LAST_PAUSE_SECONDS:
            raise RuntimeError(
                "a snapshot of %d blocks would have stopped the client for about %.0f s, longer than %.0f s"
                % (blocks, ahead, MAXIMUM_LAST_PAUSE_SECONDS)
            )
        look = _Look(job, is_last)
        sources = places.Sources()
        rows = []
        if state.baseline is None:
            state.baseline = look.kept()
            state.baseline_at = began
            state.baseline_number = state.number
        else:
            rows += look.rows(state.baseline, sources)
            if is_last:
                rows += look.holders(state.baseline)
        if look.lines.blocks:
            state.seconds_a_block = max(1e-7, job.processor_seconds / max(blocks, look.lines.blocks))
        head["snapshot_ms"] = round((time.monotonic() - began) * 1000 / _settings.speed, 1)
        head["processor_ms"] = round((time.thread_time() - processor) * 1000, 1)
        head["pause_ms"] = round(job.total_ms, 1)
        head["longest_pause_ms"] = round(job.longest_ms, 1)
        head["notes"] = state.left_out[:1] + ([] if resources.is_watching() else [_UNHEARD])
        _write([head] + rows)
    except Exception as problem:
        # Nothing may reach the client; twinsim reads why there is no more to see.
        head["problem"] = _cut("%s: %s" % (type(problem).__name__, problem))
        try:
            _write([head])
        except OSError:
            pass


_UNHEARD = "Python before 3.8 does not tell where descriptors, sockets, threads and processes are made"


def _is_settled(now):
    """Whether the client imports nothing more, or goes on importing for too long."""
    state = _state
    modules = len(sys.modules)
    # The body of one large module may run for long without importing another.
    if modules != state.modules or places.imports() - {places.CLIENT}:
        state.modules = modules
        state.settled = now
    return now - state.settled >= _settings.settle or now - state.began >= _settings.latest


def _run():
    resources.leave_out(threading.get_ident())
    while True:
        work.sleep(LOOK_SECONDS)
        with _lock:
            _turn(time.monotonic())


def _turn(now):
    """What is due now: an order's snapshot, or the baseline."""
    state = _state
    try:
        resources.look()
    except OSError:
        # /proc is not there, or no descriptor is left to read it by.
        pass
    number, occasion = _command()
    if number != state.command:
        state.command = number
        is_end = occasion == "end"
        if state.baseline is not None:
            _snapshot(occasion, is_last=is_end)
        elif is_end:
            head = _head(occasion, now, False)
            head["problem"] = "the run was over before the process had warmed up and imported what it needs"
            _write([head])
        state.is_ended = state.is_ended or is_end
    elif state.baseline is None and not state.is_ended and _is_settled(now):
        if not state.is_tracing:
            sys.modules["tracemalloc"].start(_settings.frames)
            state.is_tracing = True
        elif now - state.began >= _settings.warm_up:
            _snapshot("baseline")


def _at_exit():
    if _lock.acquire(timeout=2):
        try:
            if _state.pid == os.getpid() and _state.baseline is not None and not _state.is_ended:
                _snapshot("exit", is_last=True)
        finally:
            _lock.release()


def _begin():
    """Begins in this process: a forked one starts with a baseline of its own."""
    global _state, _lock
    _lock = threading.Lock()
    _state = _State()
    thread = threading.Thread(target=_run, name=THREAD_NAME, daemon=True)
    resources.leave_out(id(thread))
    thread.start()


def _begin_in_child():
    resources.begin_in_child()
    _begin()


def start():
    """Starts tracing as the environment asks."""
    global _settings, twinsim_trace_holders, twinsim_trace_lines
    _settings = _Settings(os.environ)
    try:
        # Not every interpreter has what these two need.
        import tracemalloc
        import twinsim_trace_holders
        import twinsim_trace_lines

        # A client's own tracing is left as it is.
        _settings.is_clients_tracing = tracemalloc.is_tracing()
        resources.watch()
    except Exception as problem:
        with open("%s/%d-0.jsonl" % (_settings.folder, os.getpid()), "w", encoding="ascii") as file:
            head = {"kind": "snapshot", "format": 1, "pid": os.getpid(), "number": 0, "occasion": "start"}
            head["problem"] = _cut("%s: %s" % (type(problem).__name__, problem))
            file.write(json.dumps(head) + "\n")
        return
    _begin()
    os.register_at_fork(after_in_child=_begin_in_child)
    atexit.register(_at_exit)
