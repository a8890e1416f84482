"""Clients in Python: packages of PyPI, each leak beside its mended twin."""

from row import Row


def python(name, package, driver, mode="", **more):
    """A row of one package of PyPI; its requirements are named after it. No package: Python's own library."""
    packages = (package,) if package else ("python==3.11",)
    return Row(name, "Python", packages, (driver, mode) if mode else (driver,),
               requirements=package.lower().replace("==", "-"), **more)


MULTIDICT = "https://github.com/aio-libs/multidict/issues/1117"
ASYNC_LRU = "https://github.com/aio-libs/async-lru/issues/595"
PAHO = "https://github.com/eclipse-paho/paho.mqtt.python/issues/601"
UJSON = "https://nvd.nist.gov/vuln/detail/CVE-2026-44660"
ASYNCUA = "https://github.com/FreeOpcUa/opcua-asyncio/issues/1139"
INFLUX = "https://github.com/influxdata/influxdb-client-python/issues/561"
TASKS = "https://github.com/home-assistant/core/issues/127275"
LABELS = "https://github.com/prebid/salesagent/issues/1265"
ATTRIBUTES = "https://github.com/vectorize-io/hindsight/issues/850"
PYDANTIC = "https://github.com/pydantic/pydantic/issues/8397"
LOGURU = "https://github.com/Delgan/loguru/issues/506"
HANDLERS = "https://github.com/malariagen/malariagen-data-python/pull/949"

ROWS = [
    python("multidict", "multidict==6.3.1", "multidict_headers.py", leaks=("memory",), issue=MULTIDICT,
           names="headers.update"),
    python("multidict-mended", "multidict==7.2.1", "multidict_headers.py", issue=MULTIDICT),
    python("async-lru", "async-lru==2.0.4", "cached_look_up.py", leaks=("memory",), issue=ASYNC_LRU,
           names="async_lru"),
    python("async-lru-mended", "async-lru==2.4.0", "cached_look_up.py", issue=ASYNC_LRU),
    python("paho-mqtt", "paho-mqtt==1.6.1", "paho_publisher.py", "leak", leaks=("memory",), issue=PAHO,
           names="client.publish"),
    python("paho-mqtt-mended", "paho-mqtt==2.2.0", "paho_publisher.py", "loop", issue=PAHO),
    python("ujson", "ujson==5.12.0", "ujson_writer.py", leaks=("memory",), issue=UJSON, names="ujson.dump"),
    python("ujson-mended", "ujson==5.12.1", "ujson_writer.py", issue=UJSON),
    python("asyncua", "asyncua==1.0.0", "asyncua_mirror.py", "leak",
           leaks=("memory", "descriptors", "sockets", "threads"), issue=ASYNCUA, names="asyncua.sync.Client"),
    python("asyncua-mended", "asyncua==2.1.0", "asyncua_mirror.py", "shut", issue=ASYNCUA),
    python("influxdb-client", "influxdb-client==1.50.0", "influxdb_writer.py", "leak", leaks=("memory", "threads"),
           grows="storm", issue=INFLUX, names="client.write_api"),
    python("influxdb-client-mended", "influxdb-client==1.50.0", "influxdb_writer.py", "closed", issue=INFLUX),
    python("logging", "", "logging_handler.py", "leak", leaks=("descriptors",), grows="storm", issue=HANDLERS,
           names="logging.FileHandler"),
    python("logging-mended", "", "logging_handler.py", "removed", issue=HANDLERS),
    python("pymodbus-async", "pymodbus==3.16.1", "pymodbus_async.py", "leak", leaks=("descriptors", "sockets"),
           grows="storm", names="client.connect()", library="/pymodbus/"),
    python("pymodbus-async-mended", "pymodbus==3.16.1", "pymodbus_async.py", "closed"),
    python("pymodbus-tasks", "pymodbus==3.16.1", "pymodbus_tasks.py", "leak", leaks=("memory",), issue=TASKS,
           names="asyncio.create_task"),
    python("pymodbus-tasks-mended", "pymodbus==3.16.1", "pymodbus_tasks.py", "one", issue=TASKS),
    python("prometheus-client", "prometheus-client==0.26.0", "prometheus_counter.py", "leak", leaks=("memory",),
           issue=LABELS, names="requests.labels"),
    python("prometheus-client-mended", "prometheus-client==0.26.0", "prometheus_counter.py", "few", issue=LABELS),
    python("opentelemetry", "opentelemetry-sdk==1.20.0", "opentelemetry_counter.py", leaks=("memory",),
           issue=ATTRIBUTES, names="requests.add"),
    python("opentelemetry-mended", "opentelemetry-sdk==1.45.2", "opentelemetry_counter.py", issue=ATTRIBUTES),
    python("pydantic", "pydantic==2.5.2", "pydantic_reading.py", leaks=("memory",), issue=PYDANTIC,
           names="TypeAdapter", library="_pydantic_core"),
    python("pydantic-mended", "pydantic==2.5.3", "pydantic_reading.py", issue=PYDANTIC),
    python("loguru", "loguru==0.7.3", "loguru_sink.py", "leak", leaks=("descriptors", "threads"), grows="storm",
           issue=LOGURU, names="logger.add"),
    python("loguru-mended", "loguru==0.7.3", "loguru_sink.py", "removed", issue=LOGURU),
    python("apscheduler", "apscheduler==3.11.3", "apscheduler_poll.py", "leak", leaks=("threads",), grows="storm",
           names="scheduler.start"),
    python("apscheduler-mended", "apscheduler==3.11.3", "apscheduler_poll.py", "shut"),
    python("watchdog", "watchdog==6.0.0", "watchdog_observer.py", "leak", leaks=("descriptors", "threads"),
           grows="storm", names="observer.start"),
    python("watchdog-mended", "watchdog==6.0.0", "watchdog_observer.py", "stopped"),
    python("pymodbus-sync", "pymodbus==3.16.1", "pymodbus_sync.py"),
    python("pymodbus-2", "pymodbus==2.5.3", "pymodbus_sync.py"),
    python("pymodbustcp", "pyModbusTCP==0.3.1", "pymodbustcp.py"),
    python("modbus-tk", "modbus-tk==1.1.5", "modbus_tk_master.py"),
    python("umodbus", "uModbus==1.0.4", "umodbus_client.py"),
    python("aiohttp", "aiohttp==3.14.5", "aiohttp_push.py"),
    python("requests", "requests==2.34.2", "requests_push.py"),
    python("sqlalchemy", "SQLAlchemy==2.0.58", "sqlalchemy_store.py"),
    python("pandas", "pandas==3.1.1", "pandas_window.py"),
    python("functools-lru", "", "lru_cache_scaling.py"),
    python("cachetools", "cachetools==8.0.2", "cachetools_ttl.py"),
]
