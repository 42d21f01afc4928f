import socket
import threading

import pytest

from portal.files import actions, clamav
from portal.files.errors import UploadRefused
from portal.files.models import StoredFile
from portal.files.tasks import scan
from portal.outbox.models import Entry
from tests.factories.files import pdf
from tests.factories.portal import run_outbox
from tests.files.conftest import VIRUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner_away(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{taken.getsockname()[1]}"


def test_a_clean_file_is_marked_so(upload, clamd):
    content = pdf() + b" " * 200_000  # more than one chunk
    assert actions.store_upload(upload("plan.pdf", content)).scan == "clean"
    assert clamd.scanned == [content]


def test_a_harmful_file_is_refused(upload, clamd):
    with pytest.raises(UploadRefused, match="Schadsoftware"):
        actions.store_upload(upload("plan.pdf", VIRUS.join([b"%PDF-1.7\n", pdf()])))
    assert not StoredFile.objects.exists()


def test_without_the_scanner_the_file_is_kept_and_scanned_later(upload, scanner_away, clamd_later):
    stored = actions.store_upload(upload("plan.pdf", pdf()))
    assert stored.scan == "pending"
    assert Entry.objects.get().task == "portal.files.scan"
    clamd_later()
    assert run_outbox() == 1
    stored.refresh_from_db()
    assert stored.scan == "clean"


def test_as_long_as_the_scanner_is_away_the_work_waits(upload, scanner_away):
    stored = actions.store_upload(upload("plan.pdf", pdf()))
    entry = Entry.objects.get()
    scan(entry.pk)
    entry.refresh_from_db()
    stored.refresh_from_db()
    assert (entry.status, stored.scan) == ("waiting", "pending")
    assert entry.last_error == "RetryLater: Der Virenscanner antwortet nicht (ConnectionRefusedError)."


def test_what_is_found_later_is_locked(upload, scanner_away, clamd_later):
    stored = actions.store_upload(upload("plan.pdf", VIRUS.join([b"%PDF-1.7\n", pdf()])))
    clamd_later()
    run_outbox()
    stored.refresh_from_db()
    assert stored.scan == "infected"


@pytest.fixture
def clamd_later(request):
    """Start the scanner when called."""
    return lambda: request.getfixturevalue("clamd")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: Can't allocate ERROR\0", b"\0"])
def test_an_answer_without_a_verdict_is_no_all_clear(answer, upload, clamd):
    clamd.answer = answer
    assert actions.store_upload(upload("plan.pdf", pdf())).scan == "pending"


def test_a_scanner_that_hangs_is_given_up(upload, settings, monkeypatch):
    monkeypatch.setattr(clamav, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert actions.store_upload(upload("plan.pdf", pdf())).scan == "pending"


def test_a_scanner_behind_a_socket_file(tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(path)
        server.listen()

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                while not connection.recv(4096).endswith(b"\0\0\0\0"):
                    pass
                connection.sendall(b"stream: OK\0")

        worker = threading.Thread(target=answer)
        worker.start()
        assert clamav.find_malware(b"harmless", address=f"unix:{path}") == ""
        worker.join(timeout=5)
    with pytest.raises(clamav.ScannerAway):
        clamav.find_malware(b"harmless", address=f"unix:{path}.gone")
