"""Must be caught, memory: every reading is appended to a list that nothing ever shortens (nearly 1 MB in 5 s)."""

from modbus_poller import large_record, poll

history = []
poll(lambda values: history.append(large_record(values)))
