"""Installs what a row needs below .build/clients, and says how it is started."""

import functools
import pathlib
import subprocess
import sys

folder = pathlib.Path(__file__).resolve().parent
root = folder.parent.parent
build = root / ".build" / "clients"
drivers = folder / "drivers"

# Debian's own name of what each kind of driver is run or compiled with; the second part is the command that does instead.
TOOLS = {".py": ["python3-venv"], ".cjs": ["nodejs:node"], ".c": ["gcc:cc", "libc6-dev", "pkg-config"],
         ".java": ["openjdk-17-jdk-headless:javac"], ".go": ["golang-go:go"], ".pl": ["perl"], ".rb": ["ruby"],
         ".lua": ["lua5.4"], ".php": ["php-cli:php"], ".sh": []}
LIBRARIES = {"libmodbus_client.c": ["libmodbus"], "sqlite_statements.c": ["libmodbus", "sqlite3"]}


def packages(rows):
    """Installs the Debian packages of all rows at once; prints what it installs."""
    wanted = sorted({name for row in rows for name in TOOLS[pathlib.Path(row.driver[0]).suffix] + row.debian
                     if name not in ("openjdk-17-jdk-headless", "perl")})
    subprocess.run([root / "Scripts" / "install-packages", *wanted], check=True)


def prepared(row):
    """The command and the environment that start a row's client."""
    driver, arguments = row.driver[0], list(row.driver[1:])
    suffix = pathlib.Path(driver).suffix
    command = {".py": lambda: [environment(row.requirements), drivers / driver],
               ".cjs": lambda: ["node", drivers / driver], ".c": lambda: [compiled_c(driver)],
               ".java": lambda: ["java", *row.options, "-cp", compiled_java(driver), pathlib.Path(driver).stem],
               ".go": lambda: [compiled_go(driver)], ".pl": lambda: ["perl", drivers / driver],
               ".rb": lambda: ["ruby", drivers / driver], ".lua": lambda: ["lua5.4", drivers / driver],
               ".php": lambda: ["php", drivers / driver], ".sh": lambda: ["bash", drivers / driver]}[suffix]()
    # Debian's packages for Node.js lie where a Node.js from elsewhere does not look.
    variables = {"NODE_PATH": "/usr/share/nodejs:/usr/lib/nodejs"} if suffix == ".cjs" else {}
    return [str(part) for part in command + arguments], variables


@functools.cache
def environment(requirements):
    """The Python of a virtual environment with what a file in requirements/ pins; made once."""
    target = build / "python" / (requirements or "plain")
    python = target / "bin" / "python"
    pinned = folder / "requirements" / f"{requirements}.txt"
    done = target / "installed.txt"
    text = pinned.read_text() if requirements else ""
    if done.exists() and done.read_text() == text:
        return python
    print(f"python: {requirements or 'an environment without packages'}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", target], check=True)
    if requirements:
        # Old packages come as source only; they are built with the setuptools that the environment was made with.
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--no-build-isolation", "--require-hashes", "-r", pinned], check=True, stderr=subprocess.DEVNULL)
    done.write_text(text)
    return python


def _target(name):
    target = build / "native" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


@functools.cache
def compiled_c(driver):
    found = subprocess.run(["pkg-config", "--cflags", "--libs", *LIBRARIES[driver]], capture_output=True, text=True,
                           check=True)
    target = _target(pathlib.Path(driver).stem)
    subprocess.run(["cc", "-g", "-O1", drivers / driver, "-o", target, *found.stdout.split()], check=True)
    return target


@functools.cache
def compiled_java(driver):
    target = _target("java")
    subprocess.run(["javac", "-d", target, drivers / driver], check=True)
    return target


@functools.cache
def compiled_go(driver):
    target = _target(pathlib.Path(driver).stem)
    variables = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(build / "go"), "HOME": str(build),
                 "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/go/bin:/usr/local/bin"}
    subprocess.run(["go", "build", "-o", target, drivers / driver], check=True, env=variables)
    return target


def version(package):
    """The version that is installed of a Debian package, or None."""
    found = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], capture_output=True, text=True)
    return found.stdout or None
