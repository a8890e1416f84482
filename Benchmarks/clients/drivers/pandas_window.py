"""Keeps a window of the last 600 answers as a pandas frame and averages it."""

import pandas
import polling

window = pandas.DataFrame(columns=range(10), dtype="int64")


def on_values(values):
    global window
    window = pandas.concat([window, pandas.DataFrame([values])]).tail(600)
    window.rolling(20).mean().iloc[-1].sum()


polling.forever(on_values)
