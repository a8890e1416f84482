"""Builds the headers of a request from each answer: multidict's own update of one multidict from another."""

import multidict
import polling

defaults = multidict.CIMultiDict({"Content-Type": "application/json", "User-Agent": "gateway", "Accept": "*/*"})


def on_values(values):
    headers = multidict.CIMultiDict(defaults)
    headers.update(multidict.CIMultiDict({"X-Value": str(values[0]), "X-Count": str(len(values))}))
    headers.update({"Content-Type": f"text/plain; level={values[0]}" + "." * 400})


polling.forever(on_values)
