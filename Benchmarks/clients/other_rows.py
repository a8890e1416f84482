"""Clients in other runtimes: what Debian 12 ships."""

from row import Row

MQTT_JS = "https://github.com/reelyactive/pareto-anywhere/issues/11"
WINSTON = "https://github.com/winstonjs/winston/issues/1334"
POOLS = "https://github.com/apache/plc4x/issues/2229"

NODE_MQTT = ("debian:node-mqtt==4.3.7",)
NODE_WINSTON = ("debian:node-winston==3.8.2",)
MODBUS_C = ("debian:libmodbus-dev==3.1.6",)
SQLITE_C = ("debian:libsqlite3-dev==3.40.1", "debian:libmodbus-dev==3.1.6")
JAVA = ("debian:openjdk-17-jdk-headless==17.0",)
GO = ("debian:golang-github-goburrow-modbus-dev==0.1.0",)
PERL = ("debian:perl==5.36.0",)

ROWS = [
    Row("node-listeners", "Node.js", ("nodejs==20",), ("listeners.cjs", "leak"), leaks=("memory",), grows="storm",
        names="listeners.cjs"),
    Row("node-listeners-mended", "Node.js", ("nodejs==20",), ("listeners.cjs", "off")),
    Row("node-mqtt", "Node.js", NODE_MQTT, ("mqtt_queue.cjs", "leak"), leaks=("memory",), issue=MQTT_JS,
        names="mqtt_queue.cjs"),
    Row("node-mqtt-mended", "Node.js", NODE_MQTT, ("mqtt_queue.cjs", "bounded"), issue=MQTT_JS),
    Row("node-winston", "Node.js", NODE_WINSTON, ("winston_transport.cjs", "leak"), leaks=("descriptors",),
        grows="storm", issue=WINSTON, names="winston_transport.cjs", library="/winston/"),
    Row("node-winston-mended", "Node.js", NODE_WINSTON, ("winston_transport.cjs", "removed"), issue=WINSTON),
    Row("node-lru-cache", "Node.js", ("debian:node-lru-cache==7.14.1",), ("lru_cache.cjs",)),
    Row("libmodbus", "C", MODBUS_C, ("libmodbus_client.c", "leak"), leaks=("descriptors", "sockets"), grows="storm",
        names="libmodbus_client.c", library="libmodbus.so"),
    Row("libmodbus-mended", "C", MODBUS_C, ("libmodbus_client.c", "freed")),
    Row("sqlite", "C", SQLITE_C, ("sqlite_statements.c", "leak"), leaks=("memory",), names="sqlite_statements.c",
        library="libsqlite3.so"),
    Row("sqlite-mended", "C", SQLITE_C, ("sqlite_statements.c", "finalised")),
    Row("java-list", "Java", JAVA, ("Poller.java", "list"), leaks=("memory",), options=("-Xmn8m",)),
    Row("java-garbage-g1", "Java", JAVA, ("Poller.java", "garbage"), options=("-XX:+UseG1GC",)),
    Row("java-garbage-serial", "Java", JAVA, ("Poller.java", "garbage"), options=("-XX:+UseSerialGC",)),
    Row("java-pool", "Java", JAVA, ("Poller.java", "pool"), leaks=("threads",), grows="storm", issue=POOLS,
        options=("-Xmx64m",)),
    Row("java-pool-mended", "Java", JAVA, ("Poller.java", "pool-shut"), issue=POOLS, options=("-Xmx64m",)),
    Row("goburrow", "Go", GO, ("goburrow_heartbeat.go", "leak"), leaks=("descriptors", "sockets"), grows="storm"),
    Row("goburrow-mended", "Go", GO, ("goburrow_heartbeat.go", "closed")),
    Row("perl-cycle", "Perl", PERL, ("session_cycle.pl", "leak"), leaks=("memory",), grows="storm"),
    Row("perl-cycle-mended", "Perl", PERL, ("session_cycle.pl", "weak")),
    Row("ruby", "Ruby", ("debian:ruby3.1==3.1.2",), ("poller.rb",)),
    Row("lua-socket", "Lua", ("debian:lua-socket==3.1.0", "debian:lua5.4==5.4.4"), ("poller.lua",)),
    Row("php", "PHP", ("debian:php8.2-cli==8.2",), ("poller.php",)),
    Row("mbpoll-loop", "bash", ("debian:mbpoll==1.4.11",), ("mbpoll_loop.sh",)),
]
