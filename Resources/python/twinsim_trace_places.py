"""Tells whose code a file is, and reads the text of its lines; for a traced client, see Docs/Tracing.md."""

import fnmatch
import os
import stat
import sys

# Whose a file is.
OURS = 0
IMPORTING = 1
FROZEN = 2
STANDARD = 3
PACKAGE = 4
CLIENT = 5

# The most bytes read of a file for the text of its lines.
MAXIMUM_FILE_BYTES = 1 << 20
# The most lines whose text is read for one snapshot.
MAXIMUM_SOURCES = 300
# The most characters of a line's text.
MAXIMUM_SOURCE = 160

_here = os.path.dirname(os.path.abspath(__file__)) + os.sep
_standard = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_kinds = {}
# Part of no run: what a client may execute that has no file.
_IMPORTERS = ("<frozen importlib", "<frozen zipimport")


def _kind(file):
    if file.startswith(_here) or file == getattr(sys.modules.get("tracemalloc"), "__file__", None):
        return OURS
    if file.startswith(_IMPORTERS) or file.startswith(_standard + "importlib" + os.sep):
        return IMPORTING
    if file.startswith("<frozen"):
        return FROZEN
    if "site-packages" in file or "dist-packages" in file:
        return PACKAGE
    return STANDARD if file.startswith(_standard) else CLIENT


def kind(file):
    """Whose a file is: twinsim's, the importing machinery's, frozen, the standard library's, a package's or the
    client's own."""
    known = _kinds.get(file)
    if known is None:
        known = _kind(file)
        if len(_kinds) < 10000:
            _kinds[file] = known
    return known


def imports():
    """What threads import at this moment: the kinds of the files whose modules' bodies run, each by the innermost one.

    A client's own module may hold its whole program, which then runs inside an import for ever.
    """
    found = set()
    for frame in list(sys._current_frames().values()):
        before = None
        while frame is not None:
            file = frame.f_code.co_filename
            if kind(file) == IMPORTING:
                found.add(kind(before) if before is not None else IMPORTING)
                break
            before = file
            frame = frame.f_back
    return found


def package(file):
    """What a file is summed up with: its package, the standard library, or the folder of the client's own."""
    known = kind(file)
    if known in (STANDARD, FROZEN, IMPORTING):
        return "the standard library"
    if known == PACKAGE:
        for folder in ("site-packages", "dist-packages"):
            _, found, rest = file.rpartition(folder + os.sep)
            if found:
                return rest.partition(os.sep)[0].replace(".py", "") or folder
    return os.path.dirname(file) or "."


def nearest(calls, first, kinds):
    """The most recent of `calls`, from the one numbered `first` on, whose file is of one of `kinds`; else None."""
    for call in calls[first:]:
        if kind(call[0]) in kinds:
            return call
    return None


class Filter:
    """Which files a line may be named in, by the shell's patterns."""

    def __init__(self, only, ignored):
        self.only = only
        self.ignored = ignored
        self.is_set = bool(only or ignored)
        self._known = {}

    def passes(self, file):
        known = self._known.get(file)
        if known is None:
            known = not self.only or any(fnmatch.fnmatch(file, pattern) for pattern in self.only)
            known = known and not any(fnmatch.fnmatch(file, pattern) for pattern in self.ignored)
            self._known[file] = known
        return known

    def named(self, calls):
        """The calls from the most recent one on that may be named; none where none may."""
        for place, call in enumerate(calls):
            if self.passes(call[0]):
                return calls[place:]
        return ()


class Sources:
    """The texts of lines, for one snapshot: each file is read once and nothing is kept."""

    def __init__(self):
        self._files = {}
        self._left = MAXIMUM_SOURCES

    def _lines(self, file):
        if file not in self._files:
            lines = []
            try:
                # A device or a pipe could keep the reader waiting.
                if stat.S_ISREG(os.stat(file).st_mode):
                    with open(file, "rb") as opened:
                        lines = opened.read(MAXIMUM_FILE_BYTES).split(b"\n")
            except (OSError, ValueError):
                pass
            self._files[file] = lines
        return self._files[file]

    def text(self, file, line):
        """The line's text without the blanks around it; None where it cannot be read."""
        if self._left <= 0 or file.startswith("<"):
            return None
        self._left -= 1
        lines = self._lines(file)
        if not 0 < line <= len(lines):
            return None
        text = lines[line - 1].decode("utf-8", "replace").strip()
        return text if len(text) <= MAXIMUM_SOURCE else text[: MAXIMUM_SOURCE - 1] + "\u2026"
