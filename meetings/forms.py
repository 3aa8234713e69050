"""What a person may type about meetings. Choices are narrowed by the gate."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from meetings.models import Meeting
from meetings.selectors.inviting import can_be_invited, grounds_offered, left_out
from meetings.selectors.kinds import kinds_in_force, offered_outcomes
from pam.access import visibility
from pam.access.models import Membership
from pam.access.naming import full_words
from pam.actions.forms.actions import (
    HolderField,
    OwnerField,
    ask_for_strand,
    require_holder_of_group,
)
from pam.actions.selectors.actions import every_owner
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.lists.kept import KeptList
from pam.records.forms import RecordForm
from pam.records.models import Record
from pam.reference.selectors.settings import setting
from pam.search.selectors import MAX_IDS, ids
from pam.ui.direction import isolated
from pam.ui.fields import london_moment, row_number, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios

MAX_PEOPLE = 50  # ticks on one page; a search finds the others


class MeetingFilters(forms.Form):
    """Which meetings the list shows. Without a choice: today's and those to come, not yet approved."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    series = forms.CharField(label="Series", required=False, max_length=120)
    when = forms.ChoiceField(
        label="When",
        required=False,
        choices=[("", "Today and to come"), ("past", "Past or approved")],
        error_messages={"invalid_choice": "Select a time from the list"},
        widget=Radios(small=True),
    )

    def narrow(self, rows):
        """(rows, field): `rows` (through the gate) as the filters say, and what they go by: soonest first or,
        of the past, latest first.
        """
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("q"):
            found = [
                row[0] for row in ids("records", chosen["q"], kinds=["meeting"], limit=MAX_IDS)["meeting"]
            ]
            rows = rows.filter(Q(pk__in=found) | Q(reference=chosen["q"].upper()))
        if chosen.get("series"):
            rows = rows.filter(series__icontains=chosen["series"])
        approved = Q(state=Meeting.State.APPROVED)
        if chosen.get("when") == "past":
            return rows.filter(Q(starts_at__lt=_midnight()) | approved), "-starts_at"
        return rows.filter(starts_at__gte=_midnight()).exclude(approved), "starts_at"


KEPT = KeptList(
    "meetings",
    "Meetings",
    "meetings:list",
    (
        ("reference", "Reference"),
        ("when", "When"),
        ("place", "Place"),
        ("chair", "Chair"),
        ("state", "State"),
    ),
    lambda reader, data: MeetingFilters(data or None),
)


def _midnight():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class KindChoice(forms.ModelChoiceField):
    """A kind of meeting by its name and length."""

    def label_from_instance(self, version):
        """ "MARAC (240 minutes, 6 standing items)"."""
        body = version.body
        return f"{isolated(version.name)} ({body['minutes']} minutes, {len(body['items'])} standing items)"


class MeetingForm(RecordForm):
    """A meeting: when, where, who leads it; a new one also of which kind it is."""

    agenda_kind = KindChoice(
        queryset=None,
        label="Kind of meeting",
        required=False,
        empty_label="None: build the agenda by hand",
        help_text="Fills in standing items, planned minutes and outcomes. You can change the agenda after.",
        to_field_name="uuid",
    )
    lead = NamedField(label="Chair", empty_label="Choose the chair")
    secretary = NamedField(label="Secretary", required=False, empty_label="No secretary")
    day = GovukDateField(
        label="Date", earliest=lambda: years_from_today(-1), latest=lambda: years_from_today(5)
    )
    hour = GovukTimeField(label="Start time")
    people_fields = ("lead", "secretary")
    next_review = None

    class Meta:
        model = Meeting
        fields = ["title", "series", "place", "lead", "secretary", "marking", "handling", "team", "summary"]
        labels = {"summary": "Purpose"}
        help_texts = {
            "series": "Meetings of one series follow each other, for example Monthly tasking.",
            "title": "Everyone invited sees this. It also appears in the minutes.",
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    field_order = [
        "agenda_kind",
        "title",
        "series",
        "day",
        "hour",
        "place",
        "lead",
        "secretary",
        "marking",
        "handling",
        "team",
        "summary",
    ]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, reader=reader, **kwargs)
        self.begin_in_group("meeting")
        self.fields["agenda_kind"].queryset = kinds_in_force(reader)
        if self.instance.pk:
            del self.fields["agenda_kind"]
            local = timezone.localtime(self.instance.starts_at)
            self.initial |= {"day": local.date(), "hour": local.time()}

    def clean(self):
        """Puts day and time together, on London's clock."""
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("hour"):
            try:
                cleaned["starts_at"] = london_moment(cleaned["day"], cleaned["hour"])
            except forms.ValidationError as error:
                self.add_error("hour", error)
            else:
                self.instance.starts_at = cleaned["starts_at"]
        return cleaned


class PeopleChoice(forms.ModelMultipleChoiceField):
    """People by name, post and agency."""

    def label_from_instance(self, membership):
        """What is beside the tick box."""
        return full_words(membership)


class InviteForm(ServiceForm):
    """Who to invite, of those found; and, for each other agency, what the invitation of its people rests on.

    Own agency's people, and those of agencies with an agreement in force that covers meetings, cleared for
    this one. `ground_N` is the ground of the agency with the number N; its own agency needs none.
    """

    people = PeopleChoice(
        queryset=Membership.objects.none(),
        label="Who do you want to invite?",
        widget=Checkboxes(small=True, folded=True),
    )
    mark_optional = False

    def __init__(self, *args, reader, meeting, invited, words="", suggested=(), **kwargs):
        """`invited` are the numbers of those on the list already; `suggested` those to tick beforehand.

        `left_out` are [(Membership, why)] of the suggested ones who can't be invited.
        """
        super().__init__(*args, **kwargs)
        offered = grounds_offered(reader, meeting)
        covered = {agency.pk for agency in offered}
        able = can_be_invited(meeting, invited, covered)
        self.fields["people"].queryset = able
        shown = list(
            found_people(able, words).order_by("agency__name__folded", "user__name__folded", "pk")[
                : MAX_PEOPLE + 1
            ]
        )
        self.more, shown = len(shown) > MAX_PEOPLE, shown[:MAX_PEOPLE]
        # Who was ticked stays ticked, also if the search does not find them; last time's people are there.
        here = {person.pk for person in shown}
        shown += list(able.filter(pk__in=self._ticked(suggested, words)).exclude(pk__in=here))
        offer_by_agency(self.fields["people"], shown, unfolded=bool(words))
        self.initial["people"] = [person.pk for person in shown if person.pk in suggested]
        self.has_people = bool(shown)
        self.left_out = left_out(meeting, set(suggested) - set(invited), covered)
        agencies = {person.agency_id for person in shown}
        self.offered = {agency: found for agency, found in offered.items() if agency.pk in agencies}
        for agency, (grounds, usual) in self.offered.items():
            self.fields[f"ground_{agency.pk}"] = forms.ChoiceField(
                label=f"Legal basis for {agency.name}",
                help_text=usual.why if usual else "",
                required=False,
                choices=[("", "Choose the legal basis"), *((one.value, one.label) for one in grounds)],
                initial=usual.value if usual else "",
            )

    def _ticked(self, suggested, words):
        if self.is_bound:
            numbers = [row_number(value) for value in self.data.getlist("people")]
            return [number for number in numbers if number is not None]
        return [] if words else list(suggested)

    @property
    def ground_fields(self):
        """The fields of the other agencies' grounds, for the page."""
        return [self[f"ground_{agency.pk}"] for agency in self.offered]

    def clean(self):
        """An agency whose people are ticked needs its ground."""
        cleaned = super().clean()
        agencies = {person.agency_id for person in cleaned.get("people", ())}
        for agency in self.offered:
            name = f"ground_{agency.pk}"
            if agency.pk in agencies and name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Choose the legal basis for {agency.name}")
        return cleaned

    def chosen(self):
        """What `conduct.invite` takes."""
        grounds = {}
        for agency, (found, _) in self.offered.items():
            value = self.cleaned_data.get(f"ground_{agency.pk}")
            if value:
                grounds[agency.pk] = next(one for one in found if one.value == value)
        return {"people": self.cleaned_data["people"], "grounds": grounds}


def offer_by_agency(field, people, *, unfolded=False):
    """Offers people in a `PeopleChoice`, each agency's below its name; all of them in sight if `unfolded`."""
    found = {}
    for person in people:
        found.setdefault(person.agency.name, []).append((person.pk, full_words(person)))
    field.choices = list(found.items())
    field.widget.unfolded = unfolded or len(found) == 1


def found_people(people, words):
    """The people whose name, post or agency holds each of the words."""
    for word in words.split()[:6]:
        people = people.filter(
            Q(user__name__icontains=word)
            | Q(post__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(agency__short_name__icontains=word)
        )
    return people


class WithdrawForm(ServiceForm):
    """Why an invitation ends."""

    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class CancelForm(ServiceForm):
    """Why a meeting is cancelled."""

    reason = forms.CharField(
        label="Why is it cancelled?",
        help_text="Those who can open the meeting read this.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RemoveForm(ServiceForm):
    """Why an item is taken off the agenda."""

    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, why, **kwargs):
        """`why` is whether it asks."""
        super().__init__(*args, **kwargs)
        if not why:
            del self.fields["reason"]


class ItemForm(ServiceForm):
    """An item of the agenda in free text."""

    title = forms.CharField(
        label="What the item is about",
        max_length=200,
        help_text=(
            "Everyone invited sees this. To add a record, find it below instead, so that only "
            "people with access see the item."
        ),
    )


class AboutForm(ServiceForm):
    """A record for the agenda, of those that the search found and the reader may open."""

    about = forms.ChoiceField(label="Which record?", widget=Radios)

    def __init__(self, *args, reader, found, **kwargs):
        """`found` are the records that the search found, already through the gate."""
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["about"].choices = [(str(r.uuid), f"{r.reference} {r.title}") for r in found]

    def clean_about(self):
        """The record itself, asked of the gate again."""
        about = visibility.visible_to(self.reader, Record).filter(uuid=self.cleaned_data["about"]).first()
        if about is None:
            raise forms.ValidationError("Select a record from the list")
        return about


class StartForm(ServiceForm):
    """Says that the meeting is to start on another day than it is called for."""

    confirm = forms.CharField(initial="start", widget=forms.HiddenInput)


class OutcomeForm(ServiceForm):
    """What became of an item."""

    outcome = forms.ChoiceField(required=False)

    def __init__(self, *args, meeting, item, **kwargs):
        """What is offered says the kind of `meeting`, for `item`; without a kind its agency's list."""
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", ""), *offered_outcomes(meeting, item)]
        self.offered = self.fields["outcome"].choices[1:]


class NotesForm(VersionFields):
    """What was said about an item, and the text that it was typed over: a save is merged with what another
    person saved since.
    """

    notes = forms.CharField(
        label="Discussion", required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False

    def clean_opened(self):
        """None if the form did not say what it was typed over."""
        return self.cleaned_data["opened"] if self.add_prefix("opened") in self.data else None

    def show_stale(self, stale):
        """Both texts; what the form was typed over stays, so that no press drops the other person's words."""
        ServiceForm.show_stale(self, stale)
        self.stale_rows = self.differences(stale.current)
        self.theirs = stale.current.notes
        self.carry(version=stale.current.version, opened=self.cleaned_data.get("opened") or "")


class DecisionForm(ServiceForm):
    """What was decided, and why."""

    text = forms.CharField(label="Decision", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    rationale = forms.CharField(label="Rationale", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    move = forms.ChoiceField(
        label="Does the record move to another stage?", required=False, widget=Radios(small=True)
    )

    alternatives = forms.CharField(
        label="Other options, and why not",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    dissent = forms.CharField(
        label="Who disagreed, and why",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    made_at = GovukTimeField(
        label="Time it was made",
        required=False,
        help_text="Only if it is written later than it was made.",
    )
    late_why = forms.CharField(label="Why it is written later", required=False, max_length=500)
    mark_optional = False

    def __init__(self, *args, moves=(), model=(), held_on=None, **kwargs):
        """`moves` are those that the record of the item can make (`meetings.selectors.moves.Moves`), `model`
        [(code, label)] the headings of the decision model, `held_on` the day of the meeting.
        """
        super().__init__(*args, **kwargs)
        self.model, self.held_on = list(model), held_on
        for code, label in self.model:
            box = forms.Textarea(attrs={"rows": 2})
            self.fields[f"model_{code}"] = forms.CharField(
                label=label, required=False, max_length=4000, widget=box
            )
        if not moves or not moves.choices:
            del self.fields["move"]
            return
        self.fields["move"].choices = [("", "No"), *moves.choices]
        self.fields["move"].help_text = moves.not_yet

    @property
    def model_fields(self):
        """The fields of the headings, for the page."""
        return [self[f"model_{code}"] for code, _ in self.model]

    @property
    def more_open(self):
        """Whether something below "More" was typed or is wrong."""
        below = ("alternatives", "dissent", "made_at", "late_why")
        return self.is_bound and any(self[name].errors or self[name].value() for name in below)

    def clean(self):
        """Puts the headings together as `considered`, and the time on the day of the meeting."""
        cleaned = super().clean()
        names = {f"model_{code}": code for code, _ in self.model}
        cleaned["considered"] = {code: cleaned.pop(name, "") for name, code in names.items()}
        if cleaned.get("made_at"):
            try:
                cleaned["made_at"] = london_moment(self.held_on, cleaned["made_at"])
            except forms.ValidationError as error:
                self.add_error("made_at", error)
        return cleaned


class RaiseForm(ServiceForm):
    """An action for a person who may see the item's record."""

    title = forms.CharField(label="What needs to be done", max_length=200)
    owner = OwnerField()
    holder = HolderField()
    due = GovukDateField(label="Due date", earliest=timezone.localdate, latest=lambda: years_from_today(10))
    strand = forms.ChoiceField(widget=Radios(small=True))
    details = forms.CharField(
        label="Details", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, reader, record, **kwargs):
        """`record` is the one that the action will be on, through the gate."""
        super().__init__(*args, **kwargs)
        ask_for_strand(self, record.kind)
        if "strand" in self.fields:
            self.fields["strand"].required = False
            self.fields["strand"].help_text = "Only if it belongs to the plan."
        self.fields["owner"].offer(every_owner(reader, record))
        days = timedelta(days=setting("meetings.action_days", reader.agency_id))
        self.initial.setdefault("due", timezone.localdate() + days)

    def clean(self):
        """A named person goes with a team or agency alone."""
        cleaned = super().clean()
        require_holder_of_group(self, cleaned)
        return cleaned
