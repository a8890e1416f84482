"""The other ends that clients send to, inside the client's own process: an HTTP server and an MQTT broker.

Both take everything, answer what the protocol asks for and keep nothing.
"""

import http.server
import socketserver
import threading


class _Taker(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class _Broker(socketserver.StreamRequestHandler):
    def handle(self):
        while first := self.rfile.read(1):
            length = shift = 0
            while (byte := self.rfile.read(1)[0]) & 0x80:
                length += (byte & 0x7F) << shift
                shift += 7
            body = self.rfile.read(length + (byte << shift))
            kind = first[0] >> 4
            if kind == 1:
                self.wfile.write(b"\x20\x02\x00\x00")
            elif kind == 3 and first[0] & 0x06:
                topic = int.from_bytes(body[:2], "big")
                self.wfile.write(b"\x40\x02" + body[2 + topic:4 + topic])
            elif kind == 12:
                self.wfile.write(b"\xd0\x00")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def _started(handler):
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def http_port():
    """A port at which POST is answered with 204."""
    return _started(_Taker)


def mqtt_port():
    """A port of a broker that acknowledges QoS 1."""
    return _started(_Broker)
