"""What a row of the table is."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Row:
    """A client: a small driver of ours that uses a real package, in a way of which the truth is known."""

    name: str
    runtime: str
    # "multidict==6.3.1" of PyPI, "debian:node-mqtt==4.3.7" of Debian; what the table names.
    packages: tuple
    # A file in drivers/ and its arguments.
    driver: tuple
    # The series that leak; none for a healthy client.
    leaks: tuple = ()
    # Whether what leaks comes by the hour or by the storm.
    grows: str = "hour"
    # The public report that the row reproduces, or whose mend it is.
    issue: str = ""
    # What a traced run has to name: a text of the client's line or of its file, or of the function.
    names: str = ""
    # A text of the package's own file; where it leads without the client's line, the package is named and not the line.
    library: str = ""
    # Where the package is installed from: a file in requirements/, of Python's rows only.
    requirements: str = ""
    # Options of the runtime.
    options: tuple = ()

    @property
    def truth(self):
        return "leak" if self.leaks else "healthy"

    @property
    def debian(self):
        """The Debian packages among `packages`."""
        return [package[7:].split("==")[0] for package in self.packages if package.startswith("debian:")]

    @property
    def package(self):
        """The packages as the table names them."""
        return ", ".join(package.removeprefix("debian:").replace("==", " ") for package in self.packages)


def problems(rows, folder):
    """What is wrong with a catalogue, as sentences; none when nothing is."""
    found = []
    leaks = [row for row in rows if row.leaks]
    if len(rows) < 25:
        found.append(f"there are {len(rows)} rows, and 25 are wanted")
    if 2 * sum(bool(row.issue) for row in leaks) < len(leaks):
        found.append("less than half of the leaks have a public report")
    names = [row.name for row in rows]
    found += [f"{name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    for row in rows:
        if not row.packages or not all(re.fullmatch(r"(debian:)?[\w.+-]+==[\w.+~:-]+", text) for text in row.packages):
            found.append(f"{row.name}: each package needs a version, NAME==VERSION")
        if not (folder / "drivers" / row.driver[0]).exists():
            found.append(f"{row.name}: there is no drivers/{row.driver[0]}")
        if row.issue and not row.issue.startswith("https://"):
            found.append(f"{row.name}: a report is an address")
        if row.grows not in ("hour", "storm"):
            found.append(f"{row.name}: what grows grows by the hour or by the storm")
        if not row.driver[0].endswith(".py"):
            continue
        pinned = folder / "requirements" / f"{row.requirements}.txt"
        if row.requirements and not pinned.exists():
            found.append(f"{row.name}: there is no requirements/{row.requirements}.txt")
            continue
        lines = pinned.read_text().splitlines() if row.requirements else []
        lines = [line for line in lines if line and not line.startswith("#")]
        found += [f"{pinned.name}: no hash in {line.split()[0]}" for line in lines if "--hash=sha256:" not in line]
        for package in row.packages:
            if not package.startswith("debian:") and row.requirements:
                if _plain(package) not in [_plain(line.split()[0]) for line in lines]:
                    found.append(f"{row.name}: {package} is not in requirements/{row.requirements}.txt")
    return found


def _plain(name):
    """A package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name.split("==")[0].lower()) + "==" + name.split("==")[1]
