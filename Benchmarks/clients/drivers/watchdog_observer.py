"""Watches its configuration with watchdog from each connection on. `leak`: earlier observers are not stopped."""

import sys
import tempfile

import polling
from watchdog.events import FileSystemEventHandler
from watchdog.observers import Observer

folder = tempfile.mkdtemp()
observer = None


def on_connect():
    global observer
    if observer and sys.argv[1] != "leak":
        observer.stop()
        observer.join()
    observer = Observer()
    observer.schedule(FileSystemEventHandler(), folder)
    observer.start()


polling.forever(lambda values: None, on_connect)
