"""Counts requests in a Prometheus counter. `leak`: the label is the number of the request, which never comes again."""

import sys

import polling
import prometheus_client

requests = prometheus_client.Counter("requests", "Requests sent.", ["request"])
number = 0


def on_values(values):
    global number
    number += 1
    requests.labels(request=str(number if sys.argv[1] == "leak" else number % 10)).inc()


polling.forever(on_values)
