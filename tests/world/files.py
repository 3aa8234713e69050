"""What jobs make of the documents of the small world."""

from pam.records.models import DocumentPreview, DocumentText
from pam.records.previews import Pages, keep_pages


def make_pages(world):
    """What the jobs make of each document: its text, and a small picture and one page that carry its
    canary.
    """
    for parts in world.parts.values():
        document = parts.get("document")
        if document is not None and document.preview.state == "waiting":
            DocumentText.objects.filter(document=document).update(state="read", text=document.title)
            picture = b"\x89PNG " + document.title.encode()
            keep_pages(document.preview, DocumentPreview.State.READY, Pages(1, [picture, picture]))
