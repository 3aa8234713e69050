"""Local profiles: the list, a profile's page, and its forms."""

from copy import copy

from django.shortcuts import render

from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.lists.opening import keeps
from pam.records.many import of_picked
from pam.records.selectors.lists import kind_page, records
from pam.records.views.base import RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_page
from pam.stages.shown import stage_shown
from places.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.profiles import selectors, services
from places.profiles.downloads import COLUMNS, ROWS, attach_list_values
from places.profiles.forms import (
    AwareChangeForm,
    AwareForm,
    ProfileFilters,
    ProfileForm,
    RecommendationChangeForm,
    RecommendationForm,
    SourceChangeForm,
    SourceForm,
)
from places.views import AddRow, ChangeRow, sorting

RELATED = ("area", "stage_version")


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    form = ProfileFilters(request.GET or None, reader=request.reader)
    return form, form.narrow(records(request)), sorting(request, "Profile")


@keeps("profiles")
def list_profiles(request):
    """The local profiles that the reader may open, the next review first."""
    form, rows, order = _wanted(request)
    shown = kind_page(request, "profile", rows, order, ROWS)
    attach_list_values(request.reader, shown.rows)
    numbers = [row.pk for row in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="Local profiles")
    context = {"filters": form, "page": shown, "may_add": bool(request.reader.team_ids)}
    return render(request, "places/profiles/list.html", context)


class DownloadProfiles(ListDownload):
    """The list of local profiles as a file."""

    list_name, file_name, columns = "places:profiles", "local-profiles", COLUMNS

    def wanted(self):
        """The profiles of the list, or those of them that were ticked."""
        _, rows, order = _wanted(self.request)
        return of_picked(rows.filter(kind="profile"), self.request.GET), order


class NewProfile(ServiceFormView):
    """Records a new local profile."""

    form_class = ProfileForm
    template_name = "places/profiles/new.html"

    def form_arguments(self):
        """The reader, whose teams can own it."""
        return {"reader": self.reader}

    def save(self, form):
        """Creates the profile."""
        return services.create_profile(actor=self.reader, profile=form.save(commit=False))

    def done_words(self, saved):
        """Its reference, and what comes next."""
        return f"{saved.reference} is recorded. Next: whose data were used, and the recommendations."

    def next_page(self, saved):
        """The profile's page."""
        return saved

    def context(self):
        """Whether the reader is in a team that can own it."""
        return {"may_add": bool(self.reader.team_ids)}


def detail(request, uuid):
    """A profile: how fresh it is, its recommendations with what came of each, whose data, who was told."""
    profile = open_record(request, LocalProfile, uuid, related=RELATED)
    reader = request.reader
    context = record_page(request, profile)
    traced = selectors.recommendations_of(reader, profile)
    context |= {
        "stage": stage_shown(reader, profile, context["level"]),
        "traced": traced,
        "with_actions": sum(bool(one.counted) for one in traced),
        "measured": sum(one.row.measured_on is not None for one in traced),
        "late": sum(one.late for one in traced),
        "sources": selectors.sources_of(reader, profile),
        "told": selectors.aware_partners(reader, profile),
        "fresh_until": selectors.fresh_until(profile),
        "fresh": selectors.is_fresh(profile),
    }
    return render(request, "places/profiles/detail.html", context)


class EditProfile(RecordFormView):
    """Changes a profile; a save that comes too late shows both texts."""

    model, related = LocalProfile, RELATED
    form_class = ProfileForm
    template_name = "places/profiles/edit.html"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"instance": copy(self.record), "reader": self.reader}

    def save(self, form):
        """Saves the profile."""
        version, profile = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_profile(
            actor=self.reader, profile=profile, version=version, changed=form.changed_data
        )


class AddToProfile(AddRow):
    """Adds a row to a profile."""

    model = LocalProfile


class AddSource(AddToProfile):
    """Adds whose data were used."""

    form_class, heading, done = SourceForm, "Add data used", "The data used are saved."

    def save(self, form):
        """Keeps it."""
        return services.add_source(actor=self.reader, record=self.record, source=form.save(commit=False))


class ChangeSource(ChangeRow):
    """Corrects whose data were used."""

    model, form_class, heading = ProfileSource, SourceChangeForm, "Correct data used"

    def save(self, form):
        """Saves it."""
        version, source = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_source(actor=self.reader, source=source, version=version)


class AddRecommendation(AddToProfile):
    """Adds a recommendation."""

    form_class, heading = RecommendationForm, "Add a recommendation"

    def save(self, form):
        """Keeps it under the next number."""
        return services.add_recommendation(actor=self.reader, record=self.record, row=form.save(commit=False))

    def done_words(self, saved):
        """Its number, and what comes next."""
        return f"{saved.plan_name} is saved. Next: its actions."


class ChangeRecommendation(ChangeRow):
    """Changes a recommendation, and says what it changed."""

    model, form_class, heading = Recommendation, RecommendationChangeForm, "Change a recommendation"

    def save(self, form):
        """Saves it."""
        version, row = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_recommendation(actor=self.reader, row=row, version=version)

    def context(self):
        """Which number it has."""
        return {**super().context(), "of": self.part.plan_name}


class AddAware(AddToProfile):
    """Adds a partner that was told."""

    form_class, heading, done = AwareForm, "Add a partner told", "The partner told is saved."

    def save(self, form):
        """Keeps it."""
        return services.add_aware_partner(actor=self.reader, record=self.record, row=form.save(commit=False))


class ChangeAware(ChangeRow):
    """Corrects which partner was told."""

    model, form_class, heading = AwarePartner, AwareChangeForm, "Correct a partner told"

    def save(self, form):
        """Saves it."""
        version, row = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_aware_partner(actor=self.reader, row=row, version=version)
