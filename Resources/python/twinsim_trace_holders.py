"""Finds what holds the objects of a traced client that there are more and more of: one chain of references each, from
a module, a frame or a class down to the object; see Docs/Tracing.md.

A walk from the roots, breadth first, so that each chain is a shortest one. Done once, when the run or the process is
over, and bounded: in objects, in seconds, and in what is looked at of one large container.
"""

import collections
import gc
import itertools
import sys
import types

import _tracemalloc
import twinsim_trace_places as places
import twinsim_trace_work as work

# The most objects visited.
MAXIMUM_OBJECTS = 300000
# The longest walk, s.
MAXIMUM_SECONDS = 2.0
# The most objects of one type, and the most large containers, of which it is asked which line made them or their
# newest entries: that costs some 50 us each.
MAXIMUM_ASKED = 60
# A container with so many entries is a large one.
LARGE_ENTRIES = 20
# The most parts of an object, and the most of the newest entries of a container, that are asked about.
MAXIMUM_PARTS = 4
# What is looked at of a container with more entries, from its beginning and from its end, where the newest are.
FIRST_ENTRIES = 100
LAST_ENTRIES = 400
# The most objects of one kind whose chains are compared.
MAXIMUM_HITS = 2000
# The most links of a chain that are written, and characters of a key.
MAXIMUM_LINKS = 14
MAXIMUM_KEY = 40
# The least share of the objects of a kind that must hang on the chain that is written.
LEAST_SHARE = 0.3
# How many links from the root tell one chain from another.
TOLD_APART = 4
# A key is written where so few entries could be meant, or names one.
FEW_ENTRIES = 20

_ATOMS = (int, float, complex, bool, str, bytes, type(None), type(Ellipsis), range)
_CONTAINERS = (dict, list, tuple, set, frozenset, collections.deque)
_ROOT = -1


def _entries(thing, kind):
    """The things in a container, and how many there are for each that is looked at."""
    length = len(thing)
    if length <= FIRST_ENTRIES + LAST_ENTRIES:
        return gc.get_referents(thing), 1.0
    try:
        if issubclass(kind, dict):
            first = itertools.islice(dict.items(thing), FIRST_ENTRIES)
            last = itertools.islice(reversed(dict.items(thing)), LAST_ENTRIES)
            found = [part for pair in itertools.chain(first, last) for part in pair]
        elif issubclass(kind, (list, tuple)):
            found = list(thing[:FIRST_ENTRIES]) + list(thing[-LAST_ENTRIES:])
        elif issubclass(kind, collections.deque):
            found = list(itertools.islice(reversed(thing), LAST_ENTRIES))
        else:
            found = list(itertools.islice(iter(thing), FIRST_ENTRIES + LAST_ENTRIES))
    except (RuntimeError, TypeError):
        # It changed meanwhile, or cannot be read backwards.
        found = gc.get_referents(thing)[-LAST_ENTRIES:]
    looked_at = len(found) / 2 if issubclass(kind, dict) else len(found)
    return found, length / max(1, looked_at)


class Made:
    """What the lines that grow make: found while the traces are still there, among the newest objects.

    Text, bytes and numbers are not known to the collector: they are met as parts of what is.
    """

    def __init__(self, things, types, lines, filter):
        self._lines = lines
        self._filter = filter
        # By line: which objects it made, by how they are met, and how many of those that were asked about.
        self.found = {line: {} for line in lines}
        newest = {kind: collections.deque(maxlen=MAXIMUM_ASKED) for kind in types}
        large = []
        for thing in things:
            kind = type(thing)
            if kind in newest:
                newest[kind].append(thing)
            if kind in _CONTAINERS and len(thing) >= LARGE_ENTRIES:
                large.append(thing)
        # Those that are there since the start are no growth; those below are met as parts of what grows.
        self.newest = {kind: {id(thing) for thing in found} for kind, found in newest.items()}
        for kind, found in newest.items():
            for thing in found:
                self._ask(thing, ("type", kind, None))
                for part in itertools.islice(gc.get_referents(thing), MAXIMUM_PARTS):
                    if not gc.is_tracked(part):
                        self._ask(part, ("type", kind, type(part)))
        large.sort(key=len)
        for thing in large[-MAXIMUM_ASKED:]:
            entries, _ = _entries(thing, type(thing))
            for part in entries[-MAXIMUM_PARTS:]:
                self._ask(part, ("container", thing, type(part)), 2)

    def _ask(self, thing, what, weight=1):
        calls = _tracemalloc._get_object_traceback(thing)
        if not calls:
            return
        calls = calls[0] if isinstance(calls[0][0], tuple) else calls
        if self._filter.is_set:
            calls = self._filter.named(calls)
        found = self.found.get(tuple(calls[0])) if calls else None
        if found is not None:
            # Containers cannot be keys; they live as long as they are looked at.
            key = (what[0], id(what[1]), what[2])
            known = found.setdefault(key, [0, what])
            known[0] += weight

    def of(self, line):
        """The ways in which what a line made is met: as objects of a type, as parts of one or entries of a container;
        those that are met about as often as the commonest, objects before parts."""
        found = [known for known in self.found[line].values()]
        most = max([known[0] for known in found] or [0])
        found = [what for count, what in found if 2 * count >= most]
        whole = [what for what in found if what[0] == "type" and what[2] is None]
        return whole or found


class Walk:
    """One walk over what modules and frames hold."""

    def __init__(self, wanted_types, newest, wanted_things, ours):
        self.types = wanted_types
        self.newest = newest
        self.wanted = wanted_things
        self.things = []
        self.parents = []
        self.scales = []
        self.roots = {}
        self.seen = set(ours)
        self.hits = {}
        self.is_complete = False

    def run(self):
        began = work.now()
        self._begin()
        at = 0
        while at < len(self.things):
            if len(self.things) >= MAXIMUM_OBJECTS or (
                at % 512 == 0 and work.now() - began > MAXIMUM_SECONDS
            ):
                break
            self._visit(at)
            at += 1
        self.is_complete = at == len(self.things)
        self.milliseconds = (work.now() - began) * 1000

    def _begin(self):
        modules = [(name, module) for name, module in list(sys.modules.items()) if module is not None]
        # The client's own first: of two chains of a length the one from its module says more.
        modules.sort(key=lambda pair: -places.kind(getattr(pair[1], "__file__", None) or "<frozen"))
        for name, module in modules:
            space = getattr(module, "__dict__", None)
            if not str(name).startswith("twinsim_") and isinstance(space, dict):
                self.seen.add(id(space))
                self._add(module, _ROOT, 1.0, "module `%s`" % name)
        for frame in list(sys._current_frames().values()):
            while frame is not None:
                code = frame.f_code
                if places.kind(code.co_filename) != places.OURS:
                    self._add(frame, _ROOT, 1.0, "running function `%s`" % code.co_name)
                frame = frame.f_back

    def _add(self, thing, parent, scale, root=None):
        if id(thing) in self.seen:
            return
        self.seen.add(id(thing))
        number = len(self.things)
        self.things.append(thing)
        self.parents.append(parent)
        self.scales.append(scale)
        if root is not None:
            self.roots[number] = root
            return
        kind = type(thing)
        if kind in self.types:
            self._hit(("type", self.types[kind]), number)
            if id(thing) in self.newest[kind]:
                self._hit(("newest", self.types[kind]), number)
        if id(thing) in self.wanted:
            self._hit(("thing", id(thing)), number)

    def _hit(self, what, number):
        found = self.hits.setdefault(what, collections.deque(maxlen=MAXIMUM_HITS))
        found.append(number)

    def _visit(self, number):
        thing = self.things[number]
        kind = type(thing)
        if kind in _ATOMS or kind.__module__.startswith("twinsim_"):
            return
        scale = self.scales[number]
        if issubclass(kind, types.ModuleType):
            children = list(thing.__dict__.values())
        elif kind is types.FrameType:
            children = list(thing.f_locals.values())
        elif issubclass(kind, _CONTAINERS):
            children, more = _entries(thing, kind)
            scale *= more
        else:
            children = gc.get_referents(thing)
        for child in children:
            # Only what could be what is looked for, or lead to it.
            if type(child) not in _ATOMS:
                self._add(child, number, scale)

    def _path(self, number):
        path = [number]
        while self.parents[path[-1]] != _ROOT:
            path.append(self.parents[path[-1]])
        return path[::-1]

    def chain(self, what):
        """The links of the chain that most objects of a kind hang on, about how many do, and what share of those that
        were met; None without any."""
        groups = {}
        for number in self.hits.get(what, ()):
            path = self._path(number)
            # Named by what it leads through and not by which: the entries of a container are one way. What hangs deep
            # below one thing hangs there on many ways, of which the shortest is shown.
            key = (self.roots[path[0]],) + tuple(type(self.things[place]) for place in path[1 : 1 + TOLD_APART])
            group = groups.setdefault(key, [0.0, path])
            group[0] += self.scales[number]
            if len(path) <= len(group[1]):
                group[1] = path
        if not groups:
            return None
        weight, path = max(groups.values(), key=lambda group: group[0])
        return self._links(path), int(weight), weight / sum(group[0] for group in groups.values())

    def _links(self, path):
        links = [self.roots[path[0]]]
        name = ""
        function = None
        for before, place in zip(path, path[1:]):
            parent, thing = self.things[before], self.things[place]
            if type(parent) is types.FunctionType:
                function = parent
            label, is_inner = _label(parent, thing)
            if type(thing) is types.CellType and function is not None and function.__closure__ is parent:
                label = function.__code__.co_freevars[parent.index(thing)]
            name = label or name
            if is_inner:
                # A namespace or a cell: what it leads to is what has the name.
                continue
            links.append(_described(thing, name))
            name = ""
        if len(links) > MAXIMUM_LINKS:
            links[MAXIMUM_LINKS // 2 : len(links) - MAXIMUM_LINKS // 2] = ["\u2026"]
        return links


def _key(key):
    if isinstance(key, str) and len(key) <= MAXIMUM_KEY:
        return key
    text = repr(key) if type(key) in _ATOMS else "a " + type(key).__name__
    return text if len(text) <= MAXIMUM_KEY else text[: MAXIMUM_KEY - 1] + "\u2026"


def _name_in(space, thing):
    for key, value in list(space.items()):
        if value is thing:
            return _key(key)
    return ""


def _namespace(thing):
    try:
        space = object.__getattribute__(thing, "__dict__")
    except (AttributeError, TypeError):
        return None
    return space if isinstance(space, (dict, types.MappingProxyType)) else None


def _label(parent, thing):
    """The name by which `parent` refers to `thing`, and whether `thing` is but a part of `parent`."""
    try:
        kind = type(parent)
        if kind is types.FrameType:
            return _name_in(parent.f_locals, thing), False
        if kind is types.FunctionType:
            if thing is parent.__closure__:
                return "", True
            return "", thing is parent.__globals__
        if issubclass(kind, dict):
            is_large = len(parent) > FEW_ENTRIES and not _is_namespace(parent)
            return ("" if is_large else _name_in(parent, thing)), False
        if kind is types.CellType:
            return "", False
        if issubclass(kind, (types.CoroutineType, types.GeneratorType)):
            frame = getattr(parent, "cr_frame", None) or getattr(parent, "gi_frame", None)
            return (_name_in(frame.f_locals, thing) if frame is not None else ""), False
        if issubclass(kind, (list, tuple, set, frozenset, collections.deque)):
            return "", type(thing) is types.CellType
        space = _namespace(parent)
        if space is thing:
            return "", True
        if space is not None:
            found = _name_in(space, thing)
            if found:
                return found, False
        for base in kind.__mro__:
            for slot in getattr(base, "__slots__", ()):
                if getattr(parent, slot, None) is thing:
                    return slot, False
    except Exception:
        # Names are a help; a client's class may answer as it likes.
        pass
    return "", False


def _is_namespace(space):
    if len(space) > 10 * FEW_ENTRIES:
        return False
    return all(type(key) is str for key in itertools.islice(iter(space), FEW_ENTRIES))


def type_name(kind):
    """A type's name, without the module of built-in ones."""
    name = getattr(kind, "__qualname__", kind.__name__)
    module = getattr(kind, "__module__", "builtins")
    return name if module in ("builtins", "__main__") else "%s.%s" % (module, name)


def _described(thing, name):
    kind = type(thing)
    if isinstance(thing, type):
        return "class `%s`" % type_name(thing)
    if kind is types.FunctionType:
        return "function `%s`" % thing.__qualname__
    if kind in (types.CoroutineType, types.GeneratorType):
        return "%s `%s`" % (kind.__name__, thing.__qualname__)
    text = type_name(kind)
    if name:
        text += " `%s`" % name
    if issubclass(kind, _CONTAINERS):
        try:
            text += ", {:,} {}".format(len(thing), "entry" if len(thing) == 1 else "entries")
        except Exception:
            pass
    return text


def rows(things, types, lines, filter, ours, cut, before_walk):
    """A row for each growing type and line: the chain that holds what there is more of, or none.

    `types` says for each name the type and how many more there are, `lines` for each line how many more blocks.
    `before_walk` is called when the traces are no longer needed: the walk is ten times faster without them.
    """
    kinds = {kind: name for name, (kind, _) in types.items()}
    made = Made(things, kinds, lines, filter)
    wanted = {line: made.of(line) for line in lines}
    before_walk()
    containers = {
        id(what[1]): what[1] for found in wanted.values() for what in found if what[0] == "container"
    }
    walk = Walk(kinds, made.newest, containers, itertools.chain(ours, map(id, (things, made, wanted, containers))))
    walk.run()
    for name, (_, more) in types.items():
        yield _row(walk, ("type", name), {"kind": "holder", "of": "type", "name": cut(name)}, more, cut)
    for line, more in lines.items():
        row = {"kind": "holder", "of": "line", "name": cut(line[0]), "line": line[1]}
        rows = []
        for what in wanted[line]:
            if what[0] == "container":
                rows.append(_row(walk, ("thing", id(what[1])), dict(row), 0, cut, what[2]))
            else:
                # Of a type whose newest objects that line makes, whoever they hang on.
                name = kinds[what[1]]
                rows.append(_row(walk, ("type", name), dict(row), types[name][1], cut, what[2]))
        # What holds the whole holds its parts too.
        found = [made_row for made_row in rows if made_row["chain"]]
        # Of what was met nowhere nothing is said: it may be held well by what is not looked at.
        if found:
            yield min(found, key=lambda made_row: len(made_row["chain"]))


def _row(walk, what, row, more, cut, part=None):
    found = walk.chain(what)
    if what is not None and what[0] == "type":
        # The newest are the growth; where they are among those of a large container that are not looked at, any are.
        newest = walk.chain(("newest", what[1]))
        if newest is not None:
            found = newest[0], found[1], newest[2]
        elif found is not None and found[1] < more / 2:
            found = None
    row["looked_at"] = len(walk.things)
    row["complete"] = walk.is_complete
    row["milliseconds"] = round(walk.milliseconds, 1)
    row["chain"] = []
    row["held"] = 0
    # A chain that a few of many hang on explains no growth.
    if found is not None and found[2] >= LEAST_SHARE:
        row["chain"] = [cut(link) for link in found[0] + ([type_name(part)] if part is not None else [])]
        row["held"] = found[1]
    return row
