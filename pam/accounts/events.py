"""What people are told about their work and their agency, and the mails of invitations and password links."""

from django.urls import reverse

from pam.accounts.models import TeamReview
from pam.accounts.services import invitation_mail, passwords
from pam.notifications.events import ACCESS, About, register_event, register_kind


def _handed_over(delivery, reader):
    return About(reverse("home"), threads=(delivery.about,))


def _review(delivery, reader):
    """The review: its manager is led to it, administrators to the list."""
    row = TeamReview.objects.filter(uuid=delivery.about).select_related("team").first()
    if row is None or (delivery.event != "review_lapsed" and not row.waiting):
        return None
    if row.team.manager_id == reader.membership_id:
        path = reverse("accounts:review", args=[row.uuid])
    else:
        path = reverse("accounts:reviews")
    return About(path, threads=(row.uuid,))


register_kind("work", "Reviews and handovers", "Reviews of your team, and work that is handed over to you.")
register_event(
    "handed_over",
    "work",
    "Work was handed over to you",
    "A colleague is leaving. What they led or had to do is yours now.",
    one="Work was handed over to you",
    many="Work was handed over to you {} times",
    still_true=_handed_over,
)
register_event(
    "review_due",
    "work",
    "Review who is in your team",
    "Check who is in your team and which shares of its records should continue.",
    one="1 team to review",
    many="{} teams to review",
    still_true=_review,
)
register_event(
    "review_late",
    "work",
    "A team review is late",
    "A team review is waiting for its manager. If no one answers, access ends.",
    one="1 team review is late",
    many="{} team reviews are late",
    still_true=_review,
)
register_event(
    "review_lapsed",
    "work",
    "A team review has lapsed",
    "No one answered a team review in time, so the access that it covered has ended.",
    one="1 team review has lapsed",
    many="{} team reviews have lapsed",
    still_true=_review,
)
# Who asks for these two waits for them.
register_event(
    "invitation",
    ACCESS,
    "You are invited to pam",
    urgent=True,
    compose=invitation_mail.compose,
    after_sending=invitation_mail.after_sending,
    addressee=invitation_mail.addressee,
)
register_event(
    "password_link",
    ACCESS,
    "Choose a new password",
    urgent=True,
    compose=passwords.compose,
    after_sending=passwords.after_sending,
)
