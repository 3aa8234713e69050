"""What people are told about their work and their agency, and the mails of invitations and password links."""

from django.urls import reverse

from pam.accounts.models import MembershipRequest, TeamReview
from pam.accounts.services import invitation_mail, passwords
from pam.notifications.events import ACCESS, About, register_event, register_kind
from pam.reference.models import SettingRequest


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


def _request(delivery):
    return MembershipRequest.objects.filter(uuid=delivery.about).first()


def _asked(delivery, reader):
    row = _request(delivery)
    return _requests_page(row) if row is not None and row.waiting else None


def _decided(delivery, reader):
    row = _request(delivery)
    return _requests_page(row) if row is not None and row.decided_at else None


def _joined(delivery, reader):
    row = _request(delivery)
    return _requests_page(row) if row is not None and row.accepted else None


def _arrived(delivery, reader):
    """An auditor may not read invitations: only that they still act for the agency is asked."""
    return About(reverse("accounts:requests"), threads=(delivery.about,))


def _requests_page(row):
    return About(reverse("accounts:requests"), threads=(row.uuid,))


register_event(
    "membership_asked",
    ACCESS,
    "A request about a team or role is waiting",
    "An administrator has asked for a person to join a team or to be given a role. Accept or refuse it.",
    one="1 request about a team or role is waiting",
    many="{} requests about teams or roles are waiting",
    still_true=_asked,
)
register_event(
    "membership_decided",
    ACCESS,
    "Your request about a team or role was answered",
    "A request that you made for a person was accepted or refused.",
    one="1 request of yours was answered",
    many="{} requests of yours were answered",
    still_true=_decided,
)
register_event(
    "member_joined",
    ACCESS,
    "A person joined a team or was given a role",
    "Check that you expected this.",
    one="1 person joined a team or was given a role",
    many="{} people joined a team or were given a role",
    still_true=_joined,
)
register_event(
    "member_arrived",
    ACCESS,
    "A new person acts for your agency",
    "A person accepted an invitation. Check that you expected this.",
    one="1 new person acts for your agency",
    many="{} new people act for your agency",
    still_true=_arrived,
)


def _setting(still):
    def about(delivery, reader):
        row = SettingRequest.objects.filter(uuid=delivery.about).first()
        return _requests_page(row) if row is not None and still(row) else None

    return about


register_event(
    "setting_asked",
    ACCESS,
    "A request to change a setting is waiting",
    "An administrator has asked to loosen a setting of your agency. Accept or refuse it.",
    one="1 request to change a setting is waiting",
    many="{} requests to change settings are waiting",
    still_true=_setting(lambda row: row.waiting),
)
register_event(
    "setting_noted",
    ACCESS,
    "An administrator asked to loosen a setting",
    "A second administrator or a supervisor decides it. Check that you expected this.",
    one="1 request to loosen a setting",
    many="{} requests to loosen settings",
    still_true=_setting(lambda row: row.waiting),
)
register_event(
    "setting_decided",
    ACCESS,
    "Your request to change a setting was answered",
    "A request that you made to change a setting was accepted or refused.",
    one="1 request of yours about a setting was answered",
    many="{} requests of yours about settings were answered",
    still_true=_setting(lambda row: row.decided_at),
)
register_event(
    "setting_loosened",
    ACCESS,
    "A setting of your agency was loosened",
    "A second person accepted the change. Check that you expected this.",
    one="1 setting of your agency was loosened",
    many="{} settings of your agency were loosened",
    still_true=_setting(lambda row: row.accepted),
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
