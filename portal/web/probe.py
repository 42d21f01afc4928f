"""Requests to foreign servers: the address that was checked is the one that is asked, and time is bounded.

Each name is resolved once a request. If one of its addresses is not allowed, nothing is asked: a name that changes its
answer between check and request has no second chance, for the connection goes to the address and not to the name.
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NoAnswerInTime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from types import TracebackType

from portal.web.rules import Answer, BadAnswer, Found, NotAllowed, Policy, Target, Walk

CONNECT_SECONDS = 5.0
# One link with all its redirects
LINK_SECONDS = 15.0
MAX_BYTES = 32_768
HEADERS = {
    "User-Agent": "Dienstleistungsportal-MV link check",
    "Accept": "text/html,*/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


class TimedReader(io.RawIOBase):
    """Reads from a socket until the clock has run out, however slowly the bytes drip."""

    def __init__(self, connection: socket.socket, left: Callable[[], float]) -> None:
        self.connection, self.left = connection, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        self.connection.settimeout(self.left())
        return self.connection.recv_into(buffer)


class TimedSocket:
    """As much of a socket as http.client needs."""

    def __init__(self, connection: socket.socket, left: Callable[[], float]) -> None:
        self.connection, self.left = connection, left

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(self.left())
        self.connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(TimedReader(self.connection, self.left))

    def close(self) -> None:
        """http.client closes before the page is read; whoever connected closes the connection."""


class Prober:
    """Checks links one after the other. Use as a context manager."""

    def __init__(self, policy: Policy, *, seconds: float = LINK_SECONDS, resolve: Resolve = resolve) -> None:
        self.policy, self.seconds, self.resolve = policy, seconds, resolve
        self.until = 0.0
        # getaddrinfo knows no time limit: it waits in a thread of its own
        self.resolver = ThreadPoolExecutor(2, thread_name_prefix="resolve")
        self.tls = ssl.create_default_context()

    def __enter__(self) -> "Prober":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.resolver.shutdown(wait=False, cancel_futures=True)

    def check(self, url: str) -> Found:
        self.until = time.monotonic() + self.seconds
        return Walk(self.policy, self.ask).judge(url)

    def left(self) -> float:
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def ask(self, target: Target, method: str) -> Answer:
        with self.connect(target) as connection:
            http = HTTPConnection(target.host, target.port)
            http.sock = TimedSocket(connection, self.left)
            try:
                http.request(method, target.path, headers=HEADERS | {"Host": host_header(target)})
                return answer_of(http.getresponse(), method)
            except ConnectionError:  # some of them are an HTTPException too
                raise
            except HTTPException as error:
                raise BadAnswer(str(error)) from error

    def connect(self, target: Target) -> socket.socket:
        """A connection to an allowed address of the host; TLS still asks for the name."""
        connection = self.connect_to_first(self.addresses(target), target.port)
        if target.scheme != "https":
            return connection
        try:
            connection.settimeout(self.left())
            return self.tls.wrap_socket(connection, server_hostname=target.host)
        except OSError:
            connection.close()
            raise

    def addresses(self, target: Target) -> list[str]:
        waiting = self.resolver.submit(self.resolve, target.host, target.port)
        try:
            found = waiting.result(timeout=min(CONNECT_SECONDS, self.left()))
        except NoAnswerInTime as error:
            raise TimeoutError from error
        except UnicodeError as error:
            raise NotAllowed("keine gültige Adresse") from error
        if not found or not all(self.policy.allows(address) for address in found):
            raise NotAllowed("liegt nicht im öffentlichen Netz")
        return found

    def connect_to_first(self, addresses: list[str], port: int) -> socket.socket:
        for number, address in enumerate(addresses, start=1):
            try:
                return socket.create_connection((address, port), timeout=min(CONNECT_SECONDS, self.left()))
            except OSError:
                if number == len(addresses):
                    raise
        raise OSError


def host_header(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    is_usual = target.port == (443 if target.scheme == "https" else 80)
    return host if is_usual else f"{host}:{target.port}"


def answer_of(response: HTTPResponse, method: str) -> Answer:
    is_html = "html" in response.headers.get("Content-Type", "").lower()
    beginning = ""
    if method == "GET" and is_html and response.status < 300 and not response.headers.get("Content-Encoding"):
        charset = response.headers.get_content_charset() or "utf-8"
        beginning = decoded(response.read(MAX_BYTES), charset)
    return Answer(response.status, response.headers.get("Location", ""), is_html, beginning)


def decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, errors="replace")
    except LookupError:
        return data.decode("utf-8", errors="replace")
