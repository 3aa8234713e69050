"""The pages of documents: who gets what."""

from pam.access.levels import Level
from tests.matrix import targets
from tests.matrix.rules import Page, parts, records

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def moved_document(world):
    """A move that the owner made, of a document that others see too: theirs to undo alone."""
    if not world.pvp:
        return {}
    rows = [world.parts["shared"]["document"].pk]
    return targets.batch(world, "move document", model="records.Document", undone_at=None, rows=rows)


DOCUMENT_PAGES = [
    Page("records:document_add", "record", 200, 200, C, records()),
    Page("records:document", "record", 200, 200, V, parts("document"), a_copy=True),
    Page("records:document_read", "record", 200, 405, V, parts("document")),
    Page("records:document_picture", "record", 200, 405, V, targets.pages, a_copy=True),
    Page("records:document_move", "record", 200, 200, M, parts("document")),
    Page("records:document_edit", "record", 200, 200, C, parts("document")),
    Page("records:document_version", "record", 200, 200, C, parts("document"), not_shared=False),
    Page("records:photo_add", "record", 200, 200, C, records()),
    Page("records:undo_move", "record", 200, 200, V, moved_document),
]
