"""Notes where a traced client opens descriptors and sockets and starts threads and processes, while they stay.

An audit hook hears of each (PEP 578): nothing of the client's is replaced for it. The events wait until the next look,
once a second, at what the process really has; what is gone by then is forgotten.
"""

import os
import sys
import threading
import time
import weakref

import twinsim_trace_places as places
import twinsim_trace_work as work

# The most events kept between two looks.
MAXIMUM_EVENTS = 4096
# The most ways to things that are told apart; further ones stand together.
MAXIMUM_SITES = 4000
# The most descriptors and children that are followed.
MAXIMUM_THINGS = 4096
# The most calls kept of the way to a thing, the most of them that are no client's own, and the most looked at: a
# library may lie deep between the client's call and what is opened.
MAXIMUM_CALLS = 24
NEAR_CALLS = 16
MAXIMUM_DEPTH = 200
# Seconds that an event waits for the thing that it announced: opening may take a while.
WAITING_SECONDS = 5.0
# A child cannot be older than the event that started it, but for the clock's steps of a hundredth.
SLACK_SECONDS = 0.01

# The most looks a second at which descriptors are new, before a file is opened: each takes some 30 us.
MAXIMUM_LOOKS = 100

_clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_clock_now = time.clock_gettime
_ticks = os.sysconf("SC_CLK_TCK")


class Reference(weakref.ref):
    """A reference to a client's object, with the site that made it."""

    __slots__ = ("site",)


class _State:
    def __init__(self):
        self.events = []
        self.lost = 0
        self.fds = {}
        self.numbers = set()
        self.looks = 0
        self.children = {}
        self.threads = []


_sites = {}
_calls_of = []
_state = _State()
_ours = set()
_tasks = {}
_is_watching = False


def _frames(frame):
    """The calls from a frame on, up to an event loop, which calls whatever is due."""
    calls = []
    depth = 0
    while frame is not None and len(calls) < MAXIMUM_CALLS and depth < MAXIMUM_DEPTH:
        depth += 1
        code = frame.f_code
        file = code.co_filename
        if calls and code.co_name == "_run" and file.endswith("asyncio/events.py"):
            break
        kind = places.kind(file)
        if kind == places.CLIENT or (kind >= places.STANDARD and len(calls) < NEAR_CALLS):
            calls.append((file, frame.f_lineno))
        frame = frame.f_back
    return calls


def _current_task():
    """The asyncio task in which this thread is, without importing anything."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.current_task() if asyncio is not None else None
    except (AttributeError, RuntimeError):
        return None


def _made_by():
    """The number of the site that made the task or the thread which runs now; 0 where that is not known."""
    task = _current_task()
    made = _tasks.get(id(task)) if task is not None else None
    if made is not None and made() is task:
        return made.site
    thread = threading._active.get(threading.get_ident())
    for reference in _state.threads:
        if thread is not None and reference() is thread:
            return reference.site
    return 0


def _site():
    """The number of the calls that lead here; behind those of a task or a thread come those that made it."""
    number = _made_by()
    calls = _frames(sys._getframe(1))
    for call in _calls_of[number]:
        if call not in calls and (len(calls) < NEAR_CALLS or places.kind(call[0]) == places.CLIENT):
            calls.append(call)
    key = tuple(calls[:MAXIMUM_CALLS])
    number = _sites.get(key)
    if number is None:
        if len(_calls_of) >= MAXIMUM_SITES:
            return 0
        number = len(_calls_of)
        _sites[key] = number
        _calls_of.append(key)
    return number


def _add(kind, detail, site):
    if len(_state.events) >= MAXIMUM_EVENTS:
        _state.lost += 1
    else:
        _state.events.append((kind, detail, _clock_now(_clock), site))


def _settle():
    """Gives what the last opening left its site, before there is another: of a file that is opened here and there, and
    closed here, it cannot be told later which descriptor came from where."""
    if _state.looks >= MAXIMUM_LOOKS:
        return
    _state.looks += 1
    numbers = {int(name) for name in os.listdir("/proc/self/fd")[:MAXIMUM_THINGS]}
    for fd in sorted(numbers - _state.numbers):
        try:
            link = os.readlink("/proc/self/fd/%d" % fd)
        except OSError:
            # The one by which the directory was read: its number is free again.
            numbers.discard(fd)
            continue
        for event in reversed(_state.events):
            if event[0] == "open" and event[1] == _file(link):
                _state.fds[fd] = (link, event[3])
                _state.events.remove(event)
                break
    _state.numbers = numbers


def _opened(arguments):
    path = arguments[0]
    if isinstance(path, (str, bytes)) and path:
        _settle()
        _add("open", os.fsdecode(path).rpartition("/")[2], _site())


def _made_socket(arguments):
    reference = Reference(arguments[0])
    reference.site = _site()
    _add("socket", reference, reference.site)


def _started_thread(arguments):
    _note_thread(getattr(arguments[0], "__self__", None))


def _note_thread(thread):
    if isinstance(thread, threading.Thread) and id(thread) not in _ours:
        reference = Reference(thread)
        reference.site = _site()
        if len(_state.threads) < MAXIMUM_THINGS:
            _state.threads.append(reference)


def _started_process(arguments):
    _add("child", None, _site())


def _started_popen(arguments):
    # The object that the calling method makes will know its child's number.
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "_execute_child":
        frame = frame.f_back
    made = frame.f_locals.get("self") if frame is not None else None
    _add("child", None if made is None else Reference(made), _site())


_HEARD = {
    "open": _opened,
    "sqlite3.connect": _opened,
    "socket.__new__": _made_socket,
    "_thread.start_new_thread": _started_thread,
    "_thread.start_joinable_thread": _started_thread,
    "subprocess.Popen": _started_popen,
    "os.fork": _started_process,
    "os.forkpty": _started_process,
    "os.posix_spawn": _started_process,
    "os.system": _started_process,
}


def _hook(event, arguments):
    heard = _HEARD.get(event)
    if heard is not None and threading.get_ident() not in _ours:
        try:
            heard(arguments)
        except (AttributeError, IndexError, KeyError, LookupError, OSError, RuntimeError, TypeError, ValueError):
            # The client comes first.
            pass




class _TaskReference(weakref.ref):
    __slots__ = ("site", "key")


def _drop_task(reference):
    if _tasks.get(reference.key) is reference:
        del _tasks[reference.key]


def _watch_tasks():
    """Notes where tasks of asyncio are made, once a client has imported it: their calls begin anew."""
    events = sys.modules.get("asyncio.base_events")
    loop = getattr(events, "BaseEventLoop", None)
    original = getattr(loop, "create_task", None)
    if original is None or getattr(original, "__module__", "") == __name__:
        return

    def create_task(self, *arguments, **named):
        task = original(self, *arguments, **named)
        try:
            if len(_tasks) < MAXIMUM_THINGS:
                reference = _TaskReference(task, _drop_task)
                reference.site = _site()
                reference.key = id(task)
                _tasks[reference.key] = reference
        except (AttributeError, KeyError, RuntimeError, TypeError, ValueError):
            pass
        return task

    create_task.__doc__ = original.__doc__
    create_task.__module__ = __name__
    loop.create_task = create_task


def _watch_threads():
    """Notes threads where the interpreter does not tell of them: before 3.12."""
    original = threading.Thread.start

    def start(self):
        try:
            _note_thread(self)
        except (AttributeError, RuntimeError, TypeError, ValueError):
            pass
        return original(self)

    start.__doc__ = original.__doc__
    threading.Thread.start = start


def watch():
    """Begins to note; what was opened before is not known."""
    global _is_watching
    _calls_of.append(())
    if hasattr(sys, "addaudithook"):
        sys.addaudithook(_hook)
        if sys.version_info < (3, 12):
            _watch_threads()
        _is_watching = True


def is_watching():
    """Whether this interpreter tells of what is opened: from 3.8 on."""
    return _is_watching


def leave_out(thing):
    """Leaves out a thread of twinsim's own, by its identity or by the object's."""
    _ours.add(thing)


def begin_in_child():
    """A forked process has its parent's descriptors, and neither its threads nor its children."""
    _state.events = []
    _state.children = {}
    _state.threads = []
    _ours.clear()


def _links():
    links = {}
    for name in os.listdir("/proc/self/fd")[:MAXIMUM_THINGS]:
        try:
            links[int(name)] = os.readlink("/proc/self/fd/" + name)
        except OSError:
            # The one by which the directory was read, or closed meanwhile.
            pass
    return links


def _children():
    found = []
    for thread in os.listdir("/proc/self/task"):
        try:
            with open("/proc/self/task/%s/children" % thread, "rb") as file:
                found += file.read(1 << 16).split()
        except OSError:
            pass
    return [int(number) for number in found[:MAXIMUM_THINGS]]


def _started_at(pid):
    """When a process was started, s of the clock of events; None when it is gone."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            fields = file.read(4096).rpartition(b")")[2].split()
        return int(fields[19]) / _ticks
    except (OSError, IndexError, ValueError):
        return None


def _file(link):
    name = link.rpartition("/")[2]
    return name[: -len(" (deleted)")] if name.endswith(" (deleted)") else name


def look():
    """Brings together what was announced and what there is; at most some milliseconds, once a second."""
    _watch_tasks()
    now = _clock_now(_clock)
    events, _state.events = _state.events, []
    waiting = _look_at_descriptors([event for event in events if event[0] != "child"])
    starts = [event for event in events if event[0] == "child"]
    _look_at_children(starts)
    live = {id(thread) for thread in list(threading._active.values())}
    _state.threads = [reference for reference in _state.threads if id(reference()) in live]
    _state.events += [event for event in waiting + starts if now - event[2] < WAITING_SECONDS * work.speed]


def _look_at_descriptors(events):
    """Gives each new descriptor its site; what was announced and is not there yet is handed back."""
    known = _state.fds
    links = _links()
    _state.numbers = set(links)
    _state.looks = 0
    sockets = {}
    opened = {}
    for event in events:
        if event[0] == "open":
            opened.setdefault(event[1], []).append(event)
            continue
        thing = event[1]()
        try:
            sockets[thing.fileno() if thing is not None else -1] = event[3]
        except (OSError, ValueError):
            # Closed meanwhile, or not yet a socket.
            pass
    for fd, link in sorted(links.items()):
        if fd in known and known[fd][0] == link:
            continue
        site = sockets.get(fd) if fd >= 0 else None
        announced = opened.get(_file(link))
        if site is None and announced:
            # Those before have been looked for when this one was announced.
            site = announced.pop()[3]
        known[fd] = (link, site)
    for fd in set(known) - set(links):
        del known[fd]
    return [event for announced in opened.values() for event in announced]


def _look_at_children(starts):
    """Gives each new child the site of the start whose object has its number, else of the last one before it began."""
    known = _state.children
    children = _children()
    numbers = {}
    untold = []
    for event in starts:
        made = event[1]() if event[1] is not None else None
        number = getattr(made, "pid", None)
        if number is None:
            untold.append(event)
        else:
            numbers[number] = event[3]
    for pid in children:
        if pid in numbers:
            known[pid] = numbers[pid]
        elif pid not in known:
            began = _started_at(pid)
            before = [event for event in untold if began is not None and event[2] <= began + SLACK_SECONDS]
            known[pid] = max(before, key=lambda event: event[2])[3] if before else None
    for pid in set(known) - set(children):
        del known[pid]


def _what(link):
    """A descriptor's target without what tells one from the other."""
    return "".join("N" if letter.isdigit() else letter for letter in link)


def counts():
    """What there is: numbers by kind and site, where no site is known by kind and target.

    Keys are texts, which the collector does not follow.
    """
    found = {}

    def add(kind, site, what):
        key = "%s\0%s\0%s" % (kind, "" if site is None else site, what if site is None else "")
        found[key] = found.get(key, 0) + 1

    for link, site in list(_state.fds.values()):
        add("socket" if link.startswith("socket:") else "descriptor", site, _what(link))
    for site in list(_state.children.values()):
        add("child", site, "a process")
    for reference in list(_state.threads):
        if reference() is not None:
            add("thread", reference.site, "")
    return found


def calls(key):
    """The kind of a key of `counts`, its calls, the most recent one first, and what it is where there are none."""
    kind, site, what = key.split("\0", 2)
    return kind, _calls_of[int(site)] if site else (), what


def site_of_task(task):
    """The calls that made a task; none where that is not known."""
    reference = _tasks.get(id(task))
    return _calls_of[reference.site] if reference is not None and reference() is task else ()
