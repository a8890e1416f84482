"""Posts each answer with requests through a session of each connection."""

import polling
import requests
import sinks

url = f"http://127.0.0.1:{sinks.http_port()}/readings"
session = requests.Session()


def on_connect():
    global session
    session.close()
    session = requests.Session()


polling.forever(lambda values: session.post(url, json={"values": values}, timeout=2), on_connect)
