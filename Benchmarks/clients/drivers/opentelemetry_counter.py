"""Counts requests with OpenTelemetry, by the number of the request, which never comes again.

Newer versions keep 2,000 such series of a counter and no more; they are full after a hundred seconds.
"""

import polling
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
requests = MeterProvider(metric_readers=[reader]).get_meter("gateway").create_counter("requests")
number = 0


def on_values(values):
    global number
    number += 1
    requests.add(1, {"request": number})


polling.forever(on_values)
