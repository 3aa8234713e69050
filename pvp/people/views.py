"""What a person of a case wants, whether they know of it, and the ground."""

from django.http import Http404

from pam.access import visibility
from pam.access.levels import Level
from pam.records.models import Subject
from pam.records.views.base import RecordFormView
from pvp.models import CaseFile
from pvp.people import services
from pvp.people.forms import VoiceForm
from pvp.people.selectors import voice_of


class WriteVoice(RecordFormView):
    """Writes down what a person wants, or changes it."""

    model = CaseFile
    level = Level.CONTRIBUTE
    look = "open voice"
    form_class = VoiceForm
    template_name = "pvp/voice.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the person and their case. Raises Http404 for hidden, absent and people of other records,
        PermissionDenied without the right to contribute, or to change what is there.
        """
        self.subject = visibility.get(self.reader, Subject, uuid)
        rows = visibility.visible_to(self.reader, CaseFile).filter(pk=self.subject.record_id)
        case = rows.values_list("uuid", flat=True).first()
        if case is None or self.subject.kind != Subject.Kind.PERSON:
            raise Http404
        super().open(case)
        self.voice = voice_of(self.reader, self.subject)
        if self.voice:
            visibility.require_change(self.reader, self.voice)

    def form_arguments(self):
        """The row itself, if there is one."""
        return {"instance": self.voice}

    def save(self, form):
        """Keeps it."""
        return services.write_voice(
            actor=self.reader,
            record=self.record,
            subject=self.subject,
            voice=form.save(commit=False),
            version=form.cleaned_data["version"],
        )

    def context(self):
        """Whose it is."""
        return {**super().context(), "subject": self.subject}
