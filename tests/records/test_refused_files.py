"""A virus in a file: the person who added it is told, whatever kind of file it is."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, Paper
from pam.access import visibility
from pam.access.models import Agreement
from pam.audit.models import LogEntry
from pam.db.scanned import Scan, ScannedFile
from pam.notifications.models import Delivery
from pam.records import scanning
from pam.records.bulk import rows
from pam.records.refused_files import about_refused, kinds_of_file
from tests.disclosure.test_agreements import new_agreement
from tests.meetings import papers
from tests.meetings import room as rooms


@pytest.fixture
def virus(settings, tmp_path, monkeypatch):
    """A scanner that finds something in each file."""
    settings.MEDIA_ROOT, settings.CLAMD = str(tmp_path), "tcp://127.0.0.1:1"
    monkeypatch.setattr(scanning, "scan", lambda file, address: "Eicar-Signature")


def test_each_kind_of_file_that_is_scanned_says_who_is_told():
    assert {kind.model for kind in kinds_of_file()} == {
        model for model in apps.get_models() if issubclass(model, ScannedFile)
    }


def test_who_added_a_paper_of_a_meeting_is_told_with_a_link_to_the_meeting(hidden_world, virus):
    room = rooms.called(hidden_world)
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=10))
    paper = papers.add(room, "pvp", title="Profile canaryhidden")
    assert scanning.scan_files() >= 1
    assert Paper.objects.get(pk=paper.pk).scan == Scan.INFECTED
    told = Delivery.objects.get(event="file_refused", about=paper.uuid)
    assert told.recipient_id == room.chair.membership_id
    logged = LogEntry.objects.get(operation="virus found", detail__contains=str(paper.uuid))
    assert logged.records == [room.meeting.pk] and "canaryhidden" not in logged.detail
    with room.reading():
        about = about_refused(told, room.chair)
    assert (about.path, about.reference) == (room.meeting.get_absolute_url(), room.meeting.reference)
    partner = room.people.reader("granted")
    with visibility.reading(partner):
        assert about_refused(told, partner) is None


def test_who_added_the_document_of_an_agreement_is_told(people, sign_in, virus):
    given = new_agreement(people) | {
        "upload": SimpleUploadedFile("signed.pdf", papers.pdf_of(), "application/pdf")
    }
    assert sign_in("administrator").post(reverse("disclosure:agreement_new"), given).status_code == 302
    assert scanning.scan_files() == 1
    agreement = Agreement.objects.get(scan=Scan.INFECTED)
    told = Delivery.objects.get(event="file_refused", about=agreement.uuid)
    assert told.recipient_id == people.memberships["administrator"].pk
    reader = people.reader("administrator")
    with visibility.reading(reader):
        page = reverse("disclosure:agreement", args=[agreement.uuid])
        assert about_refused(told, reader).path == page
