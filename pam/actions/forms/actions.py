"""What a person may type about actions. Owners are narrowed to those who would see the action."""

from django import forms
from django.utils import timezone

from pam.access.models import Membership
from pam.actions.models import Action
from pam.actions.owners import assign, key_of, owner_of
from pam.actions.selectors.actions import Step, every_owner, owners_of, steps_of
from pam.actions.selectors.order import awaited, earlier_actions
from pam.actions.selectors.visits import places_to_visit
from pam.forms.base import ServiceForm, VersionFields, has_code
from pam.forms.named import FINDING, NamedField
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.named import hint_of
from pam.frameworks.selectors import in_force
from pam.records.forms import AudienceFields
from pam.records.kinds import kind_of, strand_label
from pam.records.models import Document
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios


def ask_for_strand(form, kind):
    """Makes `form` ask for a strand of the kind of record `kind` (a code); for none where it has none."""
    strands = kind_of(kind).strands
    if strands is None:
        del form.fields["strand"]
        return
    field = form.fields["strand"]
    field.label, field.choices, field.required = strands.label, strands.choices, True
    field.widget.hints = strands.hints


class OwnerField(NamedField):
    """A person, a team or an agency out of those who would see the action (`offer`)."""

    default_error_messages = {"invalid_choice": "Select an owner from the list"}

    def __init__(self, **kwargs):
        super().__init__(**{"label": "Owner", "empty_label": "Choose who will do it", **kwargs})


class HolderField(forms.CharField):
    """A person without a sign-in, beside a team or agency."""

    def __init__(self):
        super().__init__(
            label="Named person without a pam account",
            required=False,
            max_length=120,
            help_text="Only for a team or agency, for example PC Ward, beat team.",
        )


def require_holder_of_group(form, cleaned):
    """Refuses a named person beside an owner who is a person."""
    if cleaned.get("holder") and isinstance(cleaned.get("owner"), Membership):
        form.add_error("holder", "Leave this empty, or choose a team or agency as the owner")


class EarlierChoice(forms.ModelChoiceField):
    """An action of the same record that has to end first."""

    def __init__(self):
        super().__init__(
            queryset=Action.objects.none(),
            label="Starts after (optional)",
            required=False,
            empty_label="No other action",
            help_text="The owner is told when that action has ended.",
            error_messages={"invalid_choice": "Select an action from the list"},
        )

    def label_from_instance(self, action):
        """ "A-7KQ4 Visit the address"."""
        return isolated(f"{action.code} {action.title}")

    def offer(self, rows):
        """Makes `rows` (a queryset) what can be chosen."""
        self.queryset = rows


class VisitChoice(forms.ModelChoiceField):
    """A person or place of the record that the action sends people to."""

    def __init__(self):
        super().__init__(
            queryset=None,
            label="Person or place to visit (optional)",
            required=False,
            empty_label="None",
            help_text="Their warnings are shown with the action.",
            error_messages={"invalid_choice": "Select one from the list"},
        )


class ActionFields(forms.ModelForm):
    """One thing to do."""

    title = forms.CharField(label="What needs to be done", max_length=200)
    owner = OwnerField()
    holder = HolderField()
    due = GovukDateField(label="Due date", earliest=timezone.localdate, latest=lambda: years_from_today(10))
    details = forms.CharField(
        label="Details", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    strand = forms.ChoiceField(widget=Radios)
    visit = VisitChoice()
    depends_on = EarlierChoice()

    class Meta:
        model = Action
        fields = ["title", "details", "holder", "due", "strand", "plan", "visit", "depends_on"]

    field_order = ["title", "owner", "holder", "due", "details", "strand", "visit", "plan", "depends_on"]

    def offer_places(self, reader, record):
        """Offers the people and places of the record; asks for none where there is none."""
        rows = places_to_visit(reader, record, self.instance)
        self.fields["visit"].queryset = rows
        if not rows.exists():
            del self.fields["visit"]

    def offer_earlier(self, reader, record):
        """Offers the other actions of the record; asks for none where there is none."""
        rows = earlier_actions(reader, record, self.instance)
        self.fields["depends_on"].offer(rows)
        if not rows.exists():
            del self.fields["depends_on"]

    def clean(self):
        """Gives the action its owner, so that it is looked at as it will be saved."""
        cleaned = super().clean()
        require_holder_of_group(self, cleaned)
        if cleaned.get("owner"):
            assign(self.instance, cleaned["owner"], cleaned.get("holder", ""))
        return cleaned


class ActionForm(AudienceFields, ActionFields):
    """A new action of `record`."""

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, reader=reader, record=record, **kwargs)
        ask_for_strand(self, record.kind)
        self.offer_earlier(reader, record)
        self.offer_places(reader, record)
        self.fields["owner"].offer(every_owner(reader, record))
        self.fields["due"].earliest = timezone.localdate


class ActionEditForm(VersionFields, ActionFields):
    """An open action that changes. Which agencies it is for stays as it is; so may its owner."""

    reason = forms.CharField(
        label="Why is the due date changing?",
        required=False,
        max_length=500,
        help_text="Only if you change the date.",
    )
    field_order = ["title", "owner", "holder", "due", "reason", "details", "strand", "visit", "plan"]
    field_order += ["depends_on"]

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for_strand(self, record.kind)
        action = self.instance
        self.hidden_before = action.depends_on if awaited(reader, action) is None else None
        self.offer_earlier(reader, record)
        self.offer_places(reader, record)
        shown = self.fields["visit"].queryset.filter(pk=action.visit_id) if "visit" in self.fields else None
        self.unseen_visit = action.visit if action.visit_id and not (shown and shown.exists()) else None
        self.initial["version"] = action.version
        now = owner_of(action)
        self.initial["owner"] = key_of(now)
        self.fields["owner"].offer(owners_of(reader, action), and_also=now)

    def clean(self):
        """Asks why, if the date is another; keeps what it waits for where the reader does not see that."""
        cleaned = super().clean()
        if self.hidden_before and not cleaned.get("depends_on"):
            cleaned["depends_on"] = self.hidden_before
        if self.unseen_visit and not cleaned.get("visit"):
            cleaned["visit"] = self.unseen_visit
        if cleaned.get("due") and cleaned["due"] != self.initial["due"] and not cleaned.get("reason"):
            self.add_error("reason", "Say why the due date is changing")
        return cleaned


class HandOnForm(VersionFields):
    """Who does `action` instead: within their agency for an owner who only views the record."""

    owner = OwnerField(label="New owner")
    holder = HolderField()
    reason = forms.CharField(
        label="Why? (optional)", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, reader, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(owners_of(reader, action))

    def clean(self):
        """Refuses a named person beside an owner who is a person."""
        cleaned = super().clean()
        require_holder_of_group(self, cleaned)
        return cleaned


class FinishForm(VersionFields):
    """How it ended, and the outcome or why."""

    HINTS = {
        "impossible": "Circumstances changed, so it could no longer be done.",
        "not_done": "It could have been done and was not.",
        "superseded": "Another action or decision has taken its place.",
        "withdrawn": "It should not have been given, or is no longer wanted.",
    }

    status = forms.ChoiceField(
        label="Outcome", widget=Radios, error_messages={"required": "Select an outcome"}
    )
    outcome = forms.CharField(
        label="What was done and what was the outcome?",
        help_text="If it was not done, say why.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what was done and what the outcome was, or why it was not done"},
    )

    evidence_document = forms.ModelChoiceField(
        queryset=Document.objects.none(),
        label="Document that shows it",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Select a document from the list"},
    )
    evidence = forms.CharField(
        label="Other evidence",
        required=False,
        max_length=300,
        help_text="Where it can be found, for example an exhibit or log number.",
    )

    def __init__(self, *args, may_change, documents, asked, **kwargs):
        """`may_change` is whether the reader may take it off the plan too, `documents` those of the record,
        `asked` is whether the reader's agency asks for evidence.
        """
        super().__init__(*args, **kwargs)
        self.fields["evidence_document"].queryset = documents
        if not asked:
            self.fields["evidence_document"].label += " (optional)"
            self.fields["evidence"].label += " (optional)"
        if not documents.exists():
            del self.fields["evidence_document"]
        Status = Action.Status
        left_out = {Status.OPEN, *(() if may_change else Action.OFF_PLAN)}
        self.fields["status"].choices = [choice for choice in Status.choices if choice[0] not in left_out]
        self.fields["status"].widget.hints = self.HINTS


class StepsForm(ServiceForm):
    """Further steps of an action."""

    text = forms.CharField(
        label="Add steps",
        max_length=3000,
        help_text="One on each line.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a step"},
    )


class TemplateChoice(forms.ModelChoiceField):
    """A plan by its name."""

    def label_from_instance(self, template):
        """ "Drug supply group: opening plan (8 actions)"."""
        return f"{isolated(template.name)} ({len(template.body['steps'])} actions)"


class PlanChoiceForm(forms.Form):
    """Which plan to apply to a record; those that suit it come first."""

    template = TemplateChoice(
        queryset=FrameworkVersion.objects.none(),
        label="Plan",
        empty_label=None,
        widget=Radios,
        to_field_name="uuid",
    )

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        first = kind_of(record.kind).method_tags(reader, record)
        templates = in_force(reader, "plan", record.kind, first=first)
        self.fields["template"].queryset = templates
        self.fields["template"].widget.hints = {str(row.uuid): hint_of(row) for row in templates}


class PlanForm(AudienceFields):
    """Which agencies the plan's actions are for."""


class StepForm(ServiceForm):
    """One step of a plan: whether to add it, for whose list, until when."""

    keep = forms.BooleanField(required=False, initial=True)
    owner = OwnerField()
    due = GovukDateField(label="Due date", earliest=timezone.localdate, help_text=" ")

    def __init__(self, *args, step, offer, **kwargs):
        """`step` is one of the template's, `offer` those who may own it."""
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["keep"].label = step["step"]
        self.fields["owner"].offer(offer)

    def full_clean(self):
        """A step that is not kept can't be wrong."""
        super().full_clean()
        finding = has_code(self._errors.get("owner", self.error_class()), FINDING)
        if self.is_bound and not finding and not self.cleaned_data.get("keep"):
            self._errors.clear()

    def as_step(self):
        """The `services.Step` that this form asks for, or None if it is not kept."""
        data = self.cleaned_data
        if not data.get("keep"):
            return None
        strand = self.step.get("strand", "")
        return Step(
            title=self.step["step"],
            details=self.step.get("details", ""),
            strand=strand,
            owner=data["owner"],
            due=data["due"],
        )

    @property
    def strand(self):
        """The strand of the step, as people call it; "" for none."""
        return strand_label(self.step.get("strand", ""))


class StepFormSet(forms.BaseFormSet):
    """The steps of a template, in its order."""

    def __init__(self, *args, template, offer, owner, **kwargs):
        """`owner` is who is chosen first in each step, or None."""
        self.template, self.offer = template, offer
        steps = steps_of(template, owner)
        initial = [{"keep": True, "owner": key_of(owner), "due": step.due} for step in steps]
        super().__init__(*args, initial=initial, prefix="steps", **kwargs)

    def total_form_count(self):
        """As many as the template has steps, whatever was sent."""
        return len(self.template.body["steps"])

    def initial_form_count(self):
        """The same."""
        return len(self.template.body["steps"])

    def get_form_kwargs(self, index):
        """The step that this form is about."""
        return {
            "step": self.template.body["steps"][index or 0],
            "offer": self.offer,
            "empty_permitted": False,
        }

    def kept(self):
        """The `services.Step`s that were ticked."""
        return [step for form in self.forms if (step := form.as_step())]


PlanStepFormSet = forms.formset_factory(StepForm, formset=StepFormSet, extra=0)
