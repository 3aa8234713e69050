"""The kinds of part that records can have, whichever room they are from."""

from django.apps import apps

from pam.db.checks import part_kind_of, rule_of
from pam.db.declarations import Gated
from pam.records.kinds import all_kinds, kind_of
from pam.records.models import DocumentPreview, DocumentText, UntrackedPart


def part_models():
    """Every kind of part that is seen through the gate, whichever room it is from; but for the texts and
    previews of documents, which are parts of these.
    """
    made = (DocumentText, DocumentPreview)
    parts = (m for m in apps.get_models() if issubclass(m, UntrackedPart) and m not in made)
    return [m for m in parts if isinstance(rule_of(m), Gated)]


def part_kinds(record):
    """{code: label} of the kinds of part that a record of this kind can have, for a share that reaches chosen
    ones.
    """
    return part_labels(record.kind)


def part_labels(record_kind):
    """The same for the code of a kind of record."""
    own = apps.get_model(kind_of(record_kind).model)._meta.app_label
    rooms = {apps.get_model(kind.model)._meta.app_label for kind in all_kinds()} - {own}
    found = {"note": "Notes and events"}
    for model in part_models():
        if model._meta.app_label not in rooms:
            kind = part_kind_of(model)
            found[kind.code] = kind.label
    return found


def kinds_in_words(record, kinds):
    """The kinds of part with these codes, as a person reads them: "Notes and events, Documents"."""
    return ", ".join(label for code, label in part_kinds(record).items() if code in kinds)


def title_of(part):
    """The part's own title, name or value; "" for one that has none. Never follows a key to another row."""
    names = [f.attname for f in part._meta.fields]
    return next((str(getattr(part, name)) for name in ("title", "name", "value") if name in names), "")
