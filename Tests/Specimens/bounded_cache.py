"""Must pass: a cache of the 300 readings used last fills in about 20 s (to 4 MB) and then holds."""

from collections import OrderedDict
from itertools import count

from modbus_poller import large_record, poll

LIMIT = 300
cache = OrderedDict()
numbers = count()


def remember(values):
    cache[next(numbers)] = large_record(values)
    if len(cache) > LIMIT:
        cache.popitem(last=False)


poll(remember)
