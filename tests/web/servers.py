"""Web servers that behave badly, on loopback addresses of their own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Liar(BaseHTTPRequestHandler):
    """What it does stands in the path."""

    def do_HEAD(self) -> None:
        self.server.asked.append(("HEAD", self.path, self.headers["Host"]))
        if self.path == "/haengt-bei-head-auf":
            self.close_connection = True
            return
        status = {"/kein-head": 405, "/head-luegt-404": 404, "/head-luegt-200": 200}.get(self.path)
        self.say(status) if status else self.act(with_body=False)

    def do_GET(self) -> None:
        self.server.asked.append(("GET", self.path, self.headers["Host"]))
        self.say(404) if self.path == "/head-luegt-200" else self.act(with_body=True)

    def act(self, *, with_body: bool) -> None:
        name, _, rest = self.path.lstrip("/").partition("/")
        if name.isdigit():
            self.say(int(name), location=rest)
        elif name == "kette":
            self.say(302, location=f"/kette/{int(rest) - 1}" if rest != "0" else "/gut")
        elif name == "kreis":
            self.say(302, location="/kreis/b" if rest == "a" else "/kreis/a")
        elif name == "woanders":
            self.say(301, location=f"http://{rest}/")
        else:
            pages = {"weg": "<title>Seite nicht gefunden</title>", "": "<title>Start</title>"}
            self.say(200, body=pages.get(name, "<title>Gut</title><p>nicht gefunden</p>") if with_body else "")

    def say(self, status: int, *, location: str = "", body: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@contextmanager
def liar(host: str = "127.0.0.1", port: int = 0) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer((host, port), Liar)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def raw(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does anything with each connection; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            threading.Thread(target=calmly, args=(behave, connection), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def calmly(behave: Callable[[socket.socket], None], connection: socket.socket) -> None:
    """The other side hangs up in the middle: that is what the test wants."""
    with connection:
        try:
            connection.recv(4096)
            behave(connection)
        except OSError:
            return


def silent(connection: socket.socket) -> None:
    time.sleep(30)


def drips_its_head(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Slow: " + b"a" * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def drips_its_page(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(300):
        connection.sendall(b"x")
        time.sleep(0.1)


def floods(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>" * 10_000)


def no_http(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def endless_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: and more\r\n" * 100)
