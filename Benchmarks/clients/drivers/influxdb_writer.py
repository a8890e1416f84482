"""Writes each answer through influxdb-client's batching writer. `leak`: a new writer for each connection, none closed."""

import sys

import influxdb_client
import polling
import sinks

client = influxdb_client.InfluxDBClient(f"http://127.0.0.1:{sinks.http_port()}", token="t", org="o")
writer = None


def on_connect():
    global writer
    if writer and sys.argv[1] != "leak":
        writer.close()
    writer = client.write_api()


def on_values(values):
    writer.write("plant", record=influxdb_client.Point("registers").field("level", values[0]))


polling.forever(on_values, on_connect)
