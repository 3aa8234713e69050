"""A profile on paper."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from ocg.profile.blocks import day
from pam.pdf.engine import render


def render_profile(content: dict[str, Any], *, created: datetime) -> bytes:
    """The bytes of the PDF of a profile; `content` as `composing.compose` gives it. Raises as `render`."""
    made = datetime.fromisoformat(content["made"])
    return render(
        "pdf/profile.html",
        {**content, "profile": content, "on": day(made), "made_at": timezone.localtime(made)},
        title=f"Profile: {content['title']}, {day(made)}",
        subject=", ".join(filter(None, [content["reference"], content["marking"], content["copy_for"]])),
        created=timezone.localtime(created),
    )
