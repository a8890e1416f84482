"""What the traced run named: does it hold the line that the row says?"""

import os
import re


def _text(place):
    """A place in one line."""
    if not place:
        return ""
    if isinstance(place, str):
        return _without_folders(place)
    source = place.get("source") or place.get("function") or place.get("place") or ""
    if not place.get("file"):
        return _without_folders(source.strip())
    return f"{os.path.basename(place['file'])}:{place.get('line')} {source.strip()}".strip()


def _without_folders(text):
    return re.sub(r"^/\S*/", "", text)


def _all_text(entry):
    """All that the report shows of an entry at once: the line, and the client's or the library's beside it."""
    places = [entry, entry.get("client"), entry.get("library")]
    return " ".join(_text(place) if isinstance(place, str) else
                    f"{place.get('file', '')} {place.get('module', '')} {place.get('function', '')} {_text(place)}"
                    for place in places if place)


def entries(grows):
    """The entries of `where_it_grows`, those that lead first: what stays open by its place, lines, native sites."""
    native = grows.get("native") or {}
    return {"opened": (grows.get("openings") or []) + (native.get("openings") or []),
            "memory": (grows.get("lines") or []) + (native.get("sites") or [])}


def named(row, grows):
    """What was named first, and whether that is it.

    `right`: the client's line leads. `package`: the package's own line or module leads, without the client's line.
    `held by`: the chain of who holds it names it. `below`: a later entry or the calls do. Else `no`.
    """
    if not row.names or grows is None:
        return "", None
    kinds = entries(grows)
    order = kinds["memory"] if row.leaks == ("memory",) else kinds["opened"] or kinds["memory"]
    if not order:
        return "nothing", "no"
    lead = _text(order[0].get("client") or order[0])
    if row.names in _all_text(order[0]):
        return lead, "right"
    if row.library and row.library in _all_text(order[0]):
        return lead, "package"
    if any(row.names in " ".join(holder["chain"]) for holder in grows.get("holders") or []):
        return lead, "held by"
    later = " ".join(_all_text(entry) for entry in order[1:])
    calls = " ".join(map(str, (frame for entry in order for frame in entry.get("traceback") or [])))
    return lead, "below" if row.names in later + calls else "no"
