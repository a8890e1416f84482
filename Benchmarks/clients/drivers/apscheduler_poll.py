"""Starts a scheduler with a watchdog job for each connection. `leak`: those of earlier connections are not shut down."""

import sys

import polling
from apscheduler.schedulers.background import BackgroundScheduler

scheduler = None


def on_connect():
    global scheduler
    if scheduler and sys.argv[1] != "leak":
        scheduler.shutdown()
    scheduler = BackgroundScheduler()
    scheduler.add_job(lambda: None, "interval", seconds=30)
    scheduler.start()


polling.forever(lambda values: None, on_connect)
