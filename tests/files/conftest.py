import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

VIRUS = b"this part is harmful"


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return tmp_path / "files"


@pytest.fixture
def upload():
    return lambda name, content: SimpleUploadedFile(name, content, "application/octet-stream")


class FakeClamd(socketserver.BaseRequestHandler):
    """clamd's INSTREAM: a command, chunks with their length, an empty chunk, one answer."""

    def handle(self) -> None:
        reader = self.request.makefile("rb")
        assert reader.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", reader.read(4))[0]:
            content += reader.read(length)
        self.server.scanned.append(content)
        self.request.sendall(self.server.answer or (self.verdict(content) + b"\0"))

    def verdict(self, content: bytes) -> bytes:
        return b"stream: Test.Virus-1 FOUND" if VIRUS in content else b"stream: OK"


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = daemon_threads = True
    answer = b""


@pytest.fixture
def clamd(settings):
    with Server(("127.0.0.1", 0), FakeClamd) as server:
        server.scanned = []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
