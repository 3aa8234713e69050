"""The sections that every record's file has: facts, people, chronology, documents, links."""

from django.db.models import Max

from pam.access import visibility
from pam.records.models import Document, Entry, Subject
from pam.records.sections import FIRST, LAST, Section, register_section
from pam.records.selectors.chronology import _links, chronology_of
from pam.records.selectors.names import Name, names_for


def _facts(reader, record, most):
    return [
        ("Reference", record.reference),
        ("Title", record.title),
        ("Kind", record.kind_label),
        ("Summary", record.summary),
        ("Protective marking", record.get_marking_display()),
        ("Handling instructions", record.handling),
        ("Owner", f"{record.team.name}, {record.agency.name}"),
        ("Lead", record.lead.user.name if record.lead else ""),
        ("Next review", record.next_review),
        ("Opened", record.opened_at),
        ("Closed", record.closed_at),
    ]


def _people(reader, record, most):
    rows = visibility.visible_to(reader, Subject).filter(record_id=record.pk, merged_into=None)
    for row in rows.order_by("name__folded", "name", "pk")[:most]:
        yield (
            row.name,
            row.get_kind_display(),
            str(row.born or ""),
            row.get_category_display() if row.category else "",
            row.role,
            row.details,
            row.ended_at,
        )


def _chronology(reader, record, most):
    for row in chronology_of(reader, record)[:most]:
        yield (
            row.at,
            row.get_kind_display(),
            row.title,
            row.text,
            f"{row.author.user.name}, {row.author_agency.name}",
            row.get_own_marking_display() or "",
        )


def _documents(reader, record, most):
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk)
    for row in rows.select_related("author__user", "author_agency").order_by("-created", "-pk")[:most]:
        yield (
            row.title,
            row.name,
            row.size,
            row.created,
            f"{row.author.user.name}, {row.author_agency.name}",
            ", ".join(row.tags),
            row.get_own_marking_display() or "",
            row.sha256,
        )


def _linked(reader, record, most):
    links = _links(reader, record)[:most]
    names = names_for(reader, [number for _, number in links])
    for link, number in links:
        name = names.get(number)
        yield (
            link.get_kind_display(),
            name.reference if name else "Restricted",
            name.title if isinstance(name, Name) else "",
            link.why,
            link.created,
        )


def _highest(model):
    def marked(reader, record):
        rows = visibility.visible_to(reader, model).filter(record_id=record.pk)
        return rows.aggregate(highest=Max("own_marking"))["highest"] or 0

    return marked


register_section(Section("facts", "Facts", ("What", "Value"), _facts, place=FIRST))
register_section(
    Section(
        "people",
        "People, places and objects",
        ("Name", "Kind", "Born", "Category", "Role", "Details", "Ended"),
        _people,
        place=10,
    )
)
register_section(
    Section(
        "chronology",
        "Chronology",
        ("When", "Kind", "What", "Text", "By", "Marked higher"),
        _chronology,
        place=80,
        marked=_highest(Entry),
    )
)
register_section(
    Section(
        "documents",
        "Documents",
        ("Title", "File", "Bytes", "Added", "By", "Tags", "Marked higher", "SHA-256"),
        _documents,
        place=90,
        marked=_highest(Document),
    )
)
register_section(
    Section("links", "Linked records", ("How", "Reference", "Title", "Why", "Since"), _linked, place=LAST)
)
