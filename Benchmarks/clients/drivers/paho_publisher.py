"""Publishes each answer with QoS 1. `leak`: nobody runs the client's network loop, so nothing is ever acknowledged."""

import sys

import paho.mqtt.client as mqtt
import polling
import sinks

versions = getattr(mqtt, "CallbackAPIVersion", None)
client = mqtt.Client(versions.VERSION2) if versions else mqtt.Client()
client.connect("127.0.0.1", sinks.mqtt_port())
if sys.argv[1] != "leak":
    client.loop_start()


def on_values(values):
    client.publish("plant/registers", ",".join(map(str, values)) * 10, qos=1)


polling.forever(on_values)
