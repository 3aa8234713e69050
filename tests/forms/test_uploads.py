"""A page that sends its files itself is told where the form leads, and nothing is fetched twice."""

from django.core.files.uploadedfile import SimpleUploadedFile

from pam.records.models import Document
from tests.records.test_documents import PDF
from tests.records.world import group, page_text, url


def test_the_page_that_sent_files_is_told_where_to_go_and_the_message_is_there(
    people, sign_in, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    record, client = group(people), sign_in("owner")
    sent = {"upload": SimpleUploadedFile("plan.pdf", PDF), "title": "The plan", "audience": "all"}
    answer = client.post(url("records:document_add", record), sent, headers={"X-Pam-Upload": "1"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Pam-Location"] == record.get_absolute_url() and Document.objects.count() == 1
    assert "Document added" in page_text(client.get(record.get_absolute_url()))
    refused = client.post(url("records:document_add", record), {}, headers={"X-Pam-Upload": "1"})
    assert "X-Pam-Location" not in refused and "Error: Add a document" in page_text(refused)
