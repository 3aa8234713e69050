"""The virus scan: nobody opens a file before it, nobody but the scanner calls a file clean, and nothing
waits for a scanner that hangs.
"""

import socket
import struct
import threading
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from pam.access import visibility
from pam.access.models import Agreement
from pam.audit.models import LogEntry
from pam.db.clamd import ScannerAway, ScannerRefused, scan
from pam.db.scanned import Scan
from pam.environment import Environment
from pam.notifications.models import Delivery
from pam.records import scanning
from pam.records.models import Document, Entry
from tests.records.test_documents import PDF, add
from tests.records.world import page_text, url

pytestmark = pytest.mark.usefixtures("media")
VIRUS = b"%PDF-1.7 EICAR"


class Clamd(threading.Thread):
    """A scanner that finds EICAR, takes `limit` bytes at most, and may hang. It speaks clamd's INSTREAM."""

    def __init__(self, limit=10_000_000, hangs=False):
        super().__init__(daemon=True)
        self.limit, self.hangs, self.read = limit, hangs, []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.start()

    def run(self):
        """Answers until it is closed."""
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self.answer(connection)

    def answer(self, connection):
        """One file."""
        if self.hangs:
            time.sleep(3)
            return
        stream, whole = connection.makefile("rb"), b""
        assert stream.read(10) == b"zINSTREAM\0"
        while size := struct.unpack("!L", stream.read(4))[0]:
            whole += stream.read(size)
            if len(whole) > self.limit:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.read.append(whole)
        connection.sendall(b"stream: Eicar-Signature FOUND\0" if b"EICAR" in whole else b"stream: OK\0")


@pytest.fixture
def clamd(settings):
    """A scanner that works, in the settings."""
    scanner = Clamd()
    settings.CLAMD = scanner.address
    yield scanner
    scanner.server.close()


def test_without_a_scanner_a_file_is_not_scanned_and_can_be_opened(people, ocg, sign_in):
    client = sign_in("owner")
    add(client, ocg)
    document = Document.objects.get()
    assert document.scan == Scan.NONE and scanning.scan_files() == 0
    assert client.get(url("records:document", document)).status_code == 200


def test_a_file_waits_for_the_scan_and_opens_when_it_is_clean(people, ocg, sign_in, clamd):
    client = sign_in("owner")
    add(client, ocg)
    document = Document.objects.get()
    page = page_text(client.get(ocg.get_absolute_url()))
    assert "Waiting for the scan" in page and "opened after the virus scan" in page
    refused = client.get(url("records:document", document))
    assert refused.status_code == 403 and "is waiting for the virus scan" in page_text(refused)
    assert PDF not in refused.content
    assert scanning.scan_files() == 1 and clamd.read == [PDF]
    response = client.get(url("records:document", document))
    assert response.status_code == 200 and b"".join(response.streaming_content) == PDF
    assert "Waiting for the scan" not in page_text(client.get(ocg.get_absolute_url()))


def test_an_infected_file_is_refused_logged_and_told(people, ocg, sign_in, clamd):
    client = sign_in("owner")
    add(client, ocg, content=VIRUS)
    assert scanning.scan_files() == 1
    document = Document.objects.get()
    assert (document.scan, document.scan_note) == (Scan.INFECTED, "Eicar-Signature")
    response = client.get(url("records:document", document))
    assert response.status_code == 403 and "The virus scanner refused this file" in page_text(response)
    assert VIRUS not in response.content
    assert "Refused by the virus scanner" in page_text(client.get(ocg.get_absolute_url()))
    logged = LogEntry.objects.filter(operation="virus found").get()
    assert logged.records == [ocg.pk] and str(document.uuid) in logged.detail
    assert LogEntry.objects.filter(operation="download refused", records=[ocg.pk]).exists()
    assert Entry.objects.filter(title="Document refused by the virus scanner: The plan").exists()
    assert Delivery.objects.filter(event="file_refused", about=document.uuid).count() == 1
    assert document.file.storage.exists(document.file.name), "a false alarm would lose it"


def test_the_web_role_cannot_call_a_file_clean(people, ocg, sign_in, clamd):
    add(sign_in("owner"), ocg)
    document = Document.objects.get()
    for state in ("clean", "none"):
        with (
            pytest.raises(ProgrammingError, match="only the virus scanner"),
            transaction.atomic(),
            visibility.reading(people.reader("owner")),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE records_document SET scan = %s WHERE id = %s", [state, document.pk])


def test_a_scanner_that_hangs_or_is_away_keeps_nobody_from_saving(
    people, ocg, sign_in, settings, monkeypatch
):
    monkeypatch.setattr(scanning, "scan", lambda file, address: scan(file, address, seconds=0.3))
    client = sign_in("owner")
    for scanner in (Clamd(hangs=True).address, "tcp://127.0.0.1:1", "unix:///nowhere/clamd"):
        settings.CLAMD = scanner
        began = time.monotonic()
        assert add(client, ocg, content=PDF + scanner.encode()).status_code == 302
        assert scanning.scan_files() == 0 and time.monotonic() - began < 3
    assert set(Document.objects.values_list("scan", flat=True)) == {Scan.WAITING}


def test_a_file_that_the_scanner_will_not_read_waits_and_the_next_is_scanned(
    people, ocg, sign_in, settings
):  # fmt: skip
    settings.CLAMD = Clamd(limit=100_000).address
    client = sign_in("owner")
    add(client, ocg, content=PDF, title="Small")
    add(client, ocg, content=PDF + b"0" * 400_000, title="Big")
    assert scanning.scan_files() == 1
    assert dict(Document.objects.values_list("title", "scan")) == {"Small": "clean", "Big": "waiting"}


def test_what_was_there_before_the_scanner_opens_meanwhile_and_is_scanned_by_a_command(
    people, ocg, sign_in, clamd, settings
):  # fmt: skip
    settings.CLAMD = ""
    add(sign_in("owner"), ocg, content=VIRUS)
    with pytest.raises(CommandError, match="PAM_CLAMD"):
        call_command("scan_files")
    settings.CLAMD = clamd.address
    assert scanning.scan_files() == 0
    document = Document.objects.get()
    assert sign_in("owner").get(url("records:document", document)).status_code == 200
    call_command("scan_files")
    document.refresh_from_db()
    assert document.scan == Scan.INFECTED


def test_an_agreements_file_waits_too(people, sign_in, clamd):
    agreement = people.agreement
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_agreement SET file = 'agreements/none', file_name = 'a.pdf', scan = 'waiting'"
            " WHERE id = %s",
            [agreement.pk],
        )
    response = sign_in("owner").get(url("disclosure:agreement_document", agreement))
    assert response.status_code == 403 and "is waiting for the virus scan" in page_text(response)
    assert Agreement.objects.get(pk=agreement.pk).is_closed


def test_only_ok_is_clean(tmp_path):
    class Odd(Clamd):
        """A scanner that says what it was told to say."""

        says = b""

        def answer(self, connection):
            """Reads all, then says it."""
            stream = connection.makefile("rb")
            stream.read(10)
            while size := struct.unpack("!L", stream.read(4))[0]:
                stream.read(size)
            connection.sendall(self.says)

    path = tmp_path / "file"
    path.write_bytes(PDF)
    for says in (b"", b"stream: Can't allocate memory ERROR\0", b"OK\0", b"stream: OKAY\0"):
        Odd.says = says
        with pytest.raises(ScannerRefused), path.open("rb") as file:
            scan(file, Odd().address)
    with pytest.raises(ScannerAway), path.open("rb") as file:
        scan(file, "tcp://127.0.0.1:1")


@pytest.mark.parametrize("address", ["clamd:3310", "tcp://clamd", "http://clamd:3310", "unix://"])
def test_an_address_of_a_scanner_that_cannot_be_read_ends_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="PAM_CLAMD"):
        Environment({"PAM_CLAMD": address}).scanner("PAM_CLAMD")
