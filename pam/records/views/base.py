"""What pages with a form about a record or a part of it have in common, in every room."""

from django.core.exceptions import PermissionDenied

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.records.selectors.framed import framed
from pam.records.views.page import open_record, record_context


class RecordFormView(ServiceFormView):
    """A form about one record, `self.record`: opened at `level`, the look logged as `look`. With `owner_only`
    it is for the people of the agency that owns the record.
    """

    model = Record
    level = Level.MANAGE
    look = "open to change"
    related = ()
    owner_only = False

    def open(self, uuid):
        """Opens the record. Raises Http404 for hidden and absent alike, PermissionDenied below `level`, or of
        another agency where it is `owner_only`.
        """
        self.record = open_record(
            self.request, self.model, uuid, level=self.level, operation=self.look, related=self.related
        )
        if self.owner_only and not is_owner(self.reader, self.record):
            raise PermissionDenied

    def next_page(self, saved):
        """The record's own page."""
        return self.record

    def context(self):
        """The frame of a record's page."""
        return record_context(self.request, self.record)


class AddToRecordView(RecordFormView):
    """A form that adds to a record, with the fields that ask for which person it is (`AudienceFields`)."""

    level = Level.CONTRIBUTE
    look = "open to add"

    def form_arguments(self):
        """What `AudienceFields` takes."""
        level = visibility.level(self.reader, self.record)
        return {"reader": self.reader, "record": self.record, "level": level}


class PartFormView(RecordFormView):
    """A form that changes `self.part`, a part of `self.record`."""

    def open(self, uuid):
        """Opens the part and its record. Raises Http404 for hidden and absent alike, PermissionDenied unless
        the reader may change the part.
        """
        self.part = visibility.get(self.reader, self.model, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = framed(self.reader, self.part.record_id)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
