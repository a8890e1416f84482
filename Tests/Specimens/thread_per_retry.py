"""Must be caught, threads: each loss starts a watchdog thread for the new connection, and no watchdog ever ends."""

import threading

from modbus_poller import poll

never = threading.Event()


def start_watchdog(connection):
    connection.close()
    threading.Thread(target=never.wait, name="watchdog", daemon=True).start()


poll(lambda values: None, on_loss=start_watchdog)
