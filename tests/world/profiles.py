"""A profile in the small world: of the shared group as probation sees it, made by its job."""

from django.core.files.base import ContentFile
from django.utils import timezone

from ocg.models import Ocg, Profile
from ocg.profile import services
from pam.access import visibility


def add_profile(people, record):
    """{"profile": …} that the owner had made for probation; its file says what its content says."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        rows = visibility.visible_to(actor, Ocg).select_related("team", "agency", "tier")
        audience = people.agencies["probation"].principal
        row = services.ask_for(actor=actor, ocg=rows.get(pk=record.pk), audience=audience)
    row.file.save("profile.pdf", ContentFile(str(row.content).encode()), save=False)
    made = {"state": Profile.State.MADE, "made_at": timezone.now(), "file": row.file.name}
    Profile.objects.filter(pk=row.pk).update(**made)
    return {"profile": row}
