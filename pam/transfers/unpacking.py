"""The receiver's side: a new record of their own out of a package, written as their own writes.

Nothing is read past a gate: the package holds what the giver's reader saw when it was made.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import create_valid, save_valid
from pam.access.visibility import Reader
from pam.db.files import NotStored
from pam.records import bulk
from pam.records.documents import DocumentFacts
from pam.records.filetypes import digest_of
from pam.records.findable import Findable
from pam.records.models import Entry, Identity, Record, Subject
from pam.records.services import add_document, add_part, chronicle
from pam.reference.keys import ReferenceKey
from pam.reference.selectors.lists import offered_values
from pam.subjects.models import SafeContact
from pam.transfers.lists import LINE
from pam.transfers.models import CarriedOver, Transfer
from pam.transfers.registry import Copy, opener_of, sections_of
from pam.ui.dates import long_date

AS_IT_WAS, AS_A_LINE = "", "Kept as a line of the chronology"


class Unknown(Exception):
    """A term that the receiver's lists do not have."""


def unpack(*, actor: Reader, transfer: Transfer, package: dict[str, Any], lead: Membership) -> Record:
    """A new record of the actor's agency with what is in `package`, and who wrote each of it when. Part of
    `services.accept`. Raises Refused: no such record can begin here, or a file is gone since.
    """
    opener = opener_of(transfer.record_kind)
    if opener is None:
        raise Refused("Records of this kind are not transferred to another agency.", code="no_kind")
    head = package["head"]
    record, main = opener.begin(actor, head, transfer.to_team, lead)
    making = _Making(actor, record, transfer)
    if main is not None:
        making.made[head["main"]] = main
    making.keep(package["rows"])
    _provenance(actor, record, transfer, making)
    return record


class _Making:
    """The rows of one package while they are made: `made` is {uuid there: row here}, `lines` what the record
    keeps of each.
    """

    def __init__(self, actor, record, transfer):
        self.actor, self.record, self.transfer = actor, record, transfer
        self.made, self.lines, self.terms = {}, [], {}
        sections = sections_of(transfer.record_kind)
        self.copies = {(s.code, c.model, bool(c.told)): c for s in sections for c in s.copies}
        self.labels = {section.code: section.label for section in sections}

    def keep(self, rows: Iterable[dict[str, Any]]) -> None:
        """Makes each of them, those that others hang from first."""
        told, documents, by_model = [], [], {}
        for row in rows:
            if "told" in row:
                told.append(row)
            elif "file" in row:
                documents.append(row)
            elif self._copy(row) and row["uuid"] in self.made:
                self._complete(row)
            else:
                by_model.setdefault(row["model"], []).append(row)
        for label, of_model in by_model.items():
            told += self._keep_parts(apps.get_model(label), of_model)
        self._keep_told(told)
        for row in documents:
            self._keep_document(row)

    def _complete(self, row):
        """The subject that the record is about: what is known of them besides."""
        part = self.made[row["uuid"]]
        for name, value in row["values"].items():
            setattr(part, name, part._meta.get_field(name).to_python(value))
        save_valid(part)
        self._note(row)

    def _keep_parts(self, model, rows):
        """Makes the rows of one model; returns those that the receiver's lists have no term for."""
        groups, unknown = {}, []
        for row in rows:
            try:
                part = self._part(model, row)
            except Unknown:
                unknown.append(row | {"told": _in_words(model, row), "unknown": True})
                continue
            groups.setdefault(self._narrow(row), []).append(part)
            self.made[row["uuid"]] = part
            self._note(row)
        for narrow, parts in groups.items():
            self._add(parts, narrow)
        return unknown

    def _narrow(self, row):
        """Whether a row is for the receiver's agency alone: never for more than what it hangs from is for."""
        hidden = any(self.made[uuid].agencies is not None for uuid in row["keys"].values())
        return hidden if row["model"] == SafeContact._meta.label else row["narrow"] or hidden

    def _add(self, parts, narrow):
        agencies = [self.actor.agency_id] if narrow else None
        operation = f"carry over {parts[0]._meta.verbose_name_plural}"
        bulk.add_parts(
            actor=self.actor, record=self.record, parts=parts, agencies=agencies, operation=operation
        )

    def _part(self, model, row):
        part = model()
        for name, value in row["values"].items():
            of = model._meta.get_field(name)
            if isinstance(value, dict) and isinstance(of, models.ForeignKey):
                setattr(part, name, self._term(of, value))
            elif isinstance(of, models.ForeignKey):
                setattr(part, of.attname, value)
            else:
                setattr(part, name, None if value is None else of.to_python(value))
        for name, uuid in row["keys"].items():
            setattr(part, name, self.made[uuid])
        if row["marking"]:
            part.own_marking = row["marking"]
        if isinstance(part, Entry):
            part.text = "\n\n".join(filter(None, [part.text, self._origin(row)]))
        if isinstance(part, Subject):
            part.identity = create_valid(Identity)
        self._copy(row).begin(part)
        if isinstance(part, Findable):
            part.work_out_identifiers()
        return part

    def _copy(self, row) -> Copy:
        """How such a row goes. The package came from elsewhere: nothing but what is registered is written."""
        copy = self.copies.get((row["section"], row["model"], False))
        if copy is None or not (
            row["values"].keys() <= {*copy.fields} and row["keys"].keys() <= {*copy.keys}
        ):
            words = "What was packed is not what records of this kind give. Ask them to propose it again."
            raise Refused(words, code="broken_seal")
        return copy

    def _term(self, of, value):
        listing = of.listing if isinstance(of, ReferenceKey) else of.get_limit_choices_to()["listing"]
        if listing not in self.terms:
            self.terms[listing] = list(offered_values(listing, self.actor.agency_id))
        for name in ("code", "label"):
            for term in self.terms[listing]:
                if getattr(term, name) == value[name]:
                    return term
        raise Unknown

    def _keep_told(self, rows):
        """Lines of the chronology of what does not go as it was, each on its own day."""
        groups: dict[Any, list[Entry]] = {}
        for row in rows:
            text = "\n\n".join(filter(None, [row["told"], self._origin(row)]))
            line = Entry(kind=Entry.Kind.NOTE, title=row["title"][:200], text=text[:50_000])
            line.happened_at, line.time_known = _moment(row["on"])
            line.own_marking = row["marking"]
            groups.setdefault(row["narrow"], []).append(line)
            self._note(row, AS_A_LINE)
        for narrow, lines in groups.items():
            self._add(lines, narrow)

    def _keep_document(self, row):
        facts = DocumentFacts(tuple(row["file"]["tags"]), row["marking"], None)
        add_document(
            actor=self.actor,
            record=self.record,
            upload=_file(row["file"]),
            title=row["title"],
            agencies=[self.actor.agency_id] if row["narrow"] else None,
            facts=facts,
        )
        self._note(row)

    def _origin(self, row):
        said = f"written by {row['wrote']}, {row['agency']}, {_day(row['on'])}"
        return f"Carried over from {self.transfer.reference}: {said}."

    def _note(self, row, how=AS_IT_WAS):
        line = {name: row[name] for name in ("title", "wrote", "agency", "on")}
        label = self.labels.get(row["section"], row["section"])
        if row.get("unknown"):
            how = f"{AS_A_LINE}: your lists have no such term"
        self.lines.append(line | {"section": label, "as": how})


def _file(known):
    """The file of a document, read anew, as it was when the package was made. Raises Refused."""
    try:
        with default_storage.open(known["stored"]) as kept:
            upload = SimpleUploadedFile(known["name"], kept.read(), content_type=known["content_type"])
    except (OSError, NotStored):
        upload = None
    if upload is None or digest_of(upload) != known["sha256"]:
        raise Refused(
            "A document has been removed since this was proposed. Ask them to propose it again.",
            code="document_gone",
        )
    upload.needs_password = known["password"]  # type: ignore[attr-defined]
    return upload


def _moment(text):
    """(an aware moment, whether its time is known) of what a package says of a day or a moment."""
    if found := parse_datetime(text) if "T" in text else None:
        return found, True
    day = date.fromisoformat(text[:10])
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12)), False


def _day(text):
    moment, _ = _moment(text)
    return long_date(timezone.localtime(moment).date())


def _in_words(model, row):
    """All that a row says, line by line."""
    said = []
    for name, value in row["values"].items():
        words = value["label"] if isinstance(value, dict) else value
        if words not in (None, "", False):
            label = str(model._meta.get_field(name).verbose_name)
            said.append(f"{label[:1].upper()}{label[1:]}: {'Yes' if words is True else words}")
    return "\n".join(said)


def _provenance(actor, record, transfer, making):
    """Where it all came from, for the receiver's agency alone, and a line of the chronology that says so."""
    part = CarriedOver(
        from_agency_id=transfer.record_agency_id,
        from_team=transfer.from_team.name[:120],
        from_reference=transfer.reference,
        given_by=transfer.proposed_by.user.name[:160],
        proposed_on=timezone.localtime(transfer.proposed_at).date(),
        missing=transfer.missing,
        lines=making.lines,
        own_marking=transfer.marking if transfer.marking > record.marking else None,
    )
    add_part(actor=actor, part=part, record=record, agencies=[actor.agency_id], operation="carry over")
    agency = transfer.record_agency.name
    words = [f"Proposed by {part.given_by}, {agency}, on {long_date(part.proposed_on)}.", *transfer.missing]
    chronicle(
        actor=actor,
        record=record,
        kind=LINE,
        title=f"Carried over from {transfer.reference}, {agency}",
        text="\n".join(words),
        agencies=[actor.agency_id],
    )
