"""Must be caught, descriptors and sockets: a lost connection is put aside and never closed.

Leaks nothing while the connection holds: only storms of reconnects show it.
"""

from modbus_poller import poll

lost = []
poll(lambda values: None, on_loss=lost.append)
