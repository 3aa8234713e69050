"""Profiles of a group: asking for one, the list, the file."""

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_GET

from ocg.models import Ocg, Profile
from ocg.profile import services
from ocg.profile.forms import ProfileForm
from ocg.profile.selectors import MOST, profile, profiles_of
from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.views.base import RecordFormView
from pam.records.views.page import record_context
from pam.records.views.pages import refuse_copy


class Profiles(RecordFormView):
    """The profiles of a group that the reader may read, and the form that asks for one."""

    model = Ocg
    level = Level.VIEW
    look = "open profiles"
    related = ("tier",)
    form_class = ProfileForm
    template_name = "ocg/profile/profiles.html"
    done = "The profile is being made. It appears here when it is ready."

    def form_arguments(self):
        """The reader, the group and how far they may go."""
        level = visibility.level(self.reader, self.record)
        return {"reader": self.reader, "record": self.record, "level": level}

    def save(self, form):
        """Asks for it."""
        return services.ask_for(actor=self.reader, ocg=self.record, audience=form.audience_chosen())

    def next_page(self, saved):
        """This page again."""
        return self.request.path

    def context(self):
        """The frame, and the profiles."""
        rows = list(profiles_of(self.reader, self.record)[:MOST])
        waiting = any(row.state == Profile.State.WAITING for row in rows)
        return record_context(self.request, self.record) | {"profiles": rows, "waiting": waiting}


@require_GET
def progress(request, uuid):
    """Asked every few seconds while files are being made: has the page loaded anew once they are."""
    ocg = visibility.get(request.reader, Ocg, uuid)
    waiting = profiles_of(request.reader, ocg).filter(state=Profile.State.WAITING).exists()
    return HttpResponse(status=204, headers={} if waiting else {"HX-Refresh": "true"})


@require_GET
def download(request, uuid):
    """Hands out the PDF of one profile. The file's name says the reference and nothing else."""
    reader, row = request.reader, profile(request.reader, uuid)
    if row.state != Profile.State.MADE:
        raise Http404
    group = (
        visibility.visible_to(reader, Ocg)
        .select_related("team", "agency", "lead__user")
        .get(pk=row.record_id)
    )
    if conditions_of(reader, group).no_print:
        return refuse_copy(request, group)
    outside = reader.agency_id != group.agency_id
    log(
        reader,
        Verb.DISCLOSURE if outside else Verb.CONSULTATION,
        "download",
        [group.pk],
        detail=f"Profile {row.uuid}",
        recipient=reader.agency_name if outside else "",
        recipient_agency=reader.agency_id if outside else None,
    )
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=f"Profile {group.reference}.pdf",
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
