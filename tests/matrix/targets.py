"""Where the addresses of the matrix lead: the rows of the small world that each names."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from pam.access.levels import Level
from pam.ui.cursors import seal_number
from tests.matrix import practice_targets as practice  # noqa: F401
from tests.matrix.framework_targets import (  # noqa: F401  (the table names them as targets)
    framework_drafts,
    framework_pairs,
    framework_versions,
    frameworks,
    frameworks_published,
)

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def pairs(name, kind, targets):
    """Targets for addresses that name a record and one of its parts."""

    def make(world):
        record_of = {"meeting": world.meeting, "private": world.private_meeting, "shared": world.ocg}
        return {
            t: {"uuid": record_of[t].uuid, name: world.parts[t][kind].uuid}
            for t in targets
            if kind in world.parts.get(t, {})
        }

    return make


def two_assessments(world):
    found = {
        t: world.parts[t] for t in ("shared", "police", "hidden") if "assessment" in world.parts.get(t, {})
    }
    return {
        t: {"uuid": parts["assessment"].uuid, "other": parts["assessment draft"].uuid}
        for t, parts in found.items()
    }


def steps(world):
    found = {t: world.parts[t] for t in ("shared", "police", "hidden") if "step" in world.parts.get(t, {})}
    return {t: {"uuid": parts["action"].uuid, "step": parts["step"].uuid} for t, parts in found.items()}


def pages(world):
    """The first page of each document that has one."""
    return {
        target: {"uuid": parts["document"].uuid, "number": 1}
        for target, parts in world.parts.items()
        if target in ("shared", "police", "hidden", "meeting", "private") and "document" in parts
    }


def grants(world):
    from pam.access.models import Grant

    council = world.people.agencies["council"].principal_id  # probation's is the one that a review ends
    grant = Grant.objects.get(content_object_id=world.ocg.pk, group_id=council)
    return {"shared": {"uuid": world.ocg.uuid, "grant": grant.uuid}}


def receipt(world):
    from pam.disclosure.models import Receipt

    probation = world.people.agencies["probation"].principal
    return {"receipt": {"uuid": Receipt.objects.get(record_number=world.ocg.pk, principal=probation).uuid}}


def copies(world):
    return {
        target: {"uuid": world.parts[part]["copy"].uuid}
        for target, part in (("meeting", "meeting"), ("private", "private"), ("hidden", "meeting unseen"))
        if "copy" in world.parts.get(part, {})
    }


def person(world):
    return {"uuid": world.people.memberships["colleague"].uuid}


def team(world):
    return {"uuid": world.people.teams["unit"].uuid}


def setting(world):
    return {"key": "meetings.access_days"}


def setting_asked(world):
    """A setting that the administrator wants looser: the owner, a supervisor, decides."""
    return {"joining": setting_withdrawable(world)}


def setting_withdrawable(world):
    """The same, made anew if an earlier request has settled it."""
    from pam.reference.models import SettingRequest

    people = world.people
    row = SettingRequest.objects.waiting().first() or SettingRequest.objects.create(
        key="accounts.excluded_roles",
        agency=people.agencies["police"],
        value="",
        asked_by=people.memberships["administrator"],
    )
    return {"uuid": row.uuid}


def api_token(world):
    """A token of a system of the police that waits: made by its administrator."""
    from pam.access.models import Membership, User
    from pam.access.services import create_membership
    from pam.api.models import ApiToken

    people = world.people
    row = ApiToken.objects.waiting().first()
    if row is None:
        system = Membership.objects.filter(user__service=True).first()
        if system is None:
            user = User.objects.create_user("custody@system.invalid", "Custody system", service=True)
            system = create_membership(user=user, agency=people.agencies["police"], post="System")
        row = ApiToken.objects.create(
            agency=people.agencies["police"],
            membership=system,
            label="Nightly copy",
            prefix="pam_matrix",
            token_hash="0" * 64,
            scopes=["records:read"],
            expires_at=timezone.now() + timedelta(days=9),
            asked_by=people.memberships["administrator"],
        )
    return {"uuid": row.uuid}


def webhook(world, **fields):
    """A webhook of the same system that waits; `fields` say otherwise."""
    from pam.api.models import ApiToken, Webhook

    row = Webhook.objects.filter(**{"accepted": None, "ended_at": None} | fields).first()
    if row is None:
        system = ApiToken.objects.get(uuid=api_token(world)["uuid"]).membership
        row = Webhook.objects.create(
            agency=system.agency,
            membership=system,
            label="Case system",
            url="https://receiver.example/pam",
            asked_by=world.people.memberships["administrator"],
            **fields,
        )
    return {"uuid": row.uuid}


def webhook_in_use(world):
    """One that was accepted."""
    return webhook(world, accepted=True)


def dead_message(world):
    """A test of it that was given up."""
    from pam.api.models import HookDelivery, Webhook

    hook = Webhook.objects.get(uuid=webhook_in_use(world)["uuid"])
    row = HookDelivery.objects.filter(dead_at__isnull=False).first()
    row = row or HookDelivery.objects.create(webhook=hook, kind="test", dead_at=timezone.now(), why="500")
    return {"uuid": row.uuid}


def hook_asked(world):
    """One that waits: the owner, a supervisor, decides."""
    return {"joining": webhook(world)}


def anything(world):
    """A row that nobody has: the API asks for a token first."""
    return {"uuid": uuid4()}


def token_asked(world):
    """The same: the owner, a supervisor, decides."""
    return {"joining": api_token(world)}


def changed_actions(world):
    """Actions that the owner has changed together, and may change back."""
    return {"own view": {"uuid": world.changed.uuid}} if world.changed else {}


def a_list(world):
    return {"code": "ocg"}


def own_view(world):
    return {"own view": {"uuid": world.view.uuid}} if world.view else {}


def a_kind(world):
    return {"kind": "ocg"}


def batch(world, operation, **fields):
    """A change of many that the owner made, and may take back."""
    from pam.records.models import Batch

    if not world.pvp:
        return {}
    made = {"operation": operation, "made_by": world.people.memberships["owner"], **fields}
    return {"own view": {"uuid": (Batch.objects.filter(**made).first() or Batch.objects.create(**made)).uuid}}


def handed_over(world):
    return batch(world, "hand over records", model="pvp.CaseFile", undone_at=None)


def shared_together(world):
    return batch(world, "share records", model="access.Grant", added=True, undone_at=None)


def own_watch(world):
    return {"own view": {"uuid": world.watch.uuid}} if world.watch else {}


def own_search(world):
    return {"own view": {"uuid": world.search.uuid}} if world.search else {}


def own_news(world):
    return {"own view": {"uuid": world.news.uuid}} if world.news else {}


def value(world):
    return {"uuid": world.people.value.uuid}


def own_term(world):
    """A word of the police's glossary."""
    from pam.help.models import HelpText

    police = world.people.agencies["police"]
    values = {"label": "Hub", "text": "Where we meet"}
    row, _ = HelpText.objects.get_or_create(agency=police, kind="term", place="hub", defaults=values)
    return {"uuid": row.uuid}


def help_line(world):
    """A line of procedure that comes with pam."""
    from pam.help.models import HelpText

    return {"uuid": HelpText.objects.get(agency=None, place="page:records:note").uuid}


def group(world):
    return {"uuid": world.people.group.uuid}


def agreement(world):
    return {"uuid": world.people.agreement.uuid}


def people(world):
    members = world.people.memberships
    return {name: {"uuid": members[name].uuid} for name in ("owner", "auditor", "granted") if name in members}


def reasons(world):
    """A line of the log with a reason: why the owner shared the OCG."""
    from pam.audit.models import LogEntry

    lines = LogEntry.objects.filter(actor_id=world.people.users["owner"].pk, verb="disclosure")
    return {"police": {"line": seal_number(lines.exclude(reason="").order_by("pk").first().pk)}}


def unusual(world):
    from pam.oversight.models import Unusual

    line, _ = Unusual.objects.get_or_create(
        kind="night",
        user_id=world.people.users["owner"].pk,
        agency_id=world.people.agencies["police"].pk,
        day=date(2026, 11, 20),
        defaults={"person": world.people.memberships["owner"].uuid, "name": "Olive Owner", "figure": 4},
    )
    return {"police": {"uuid": line.uuid}}


def mail_not_sent(world):
    """A mail that was given up, made anew if an earlier request has settled it."""
    from django.utils import timezone

    from pam.notifications.models import Delivery

    recipient = world.people.memberships["colleague"]
    row, _ = Delivery.objects.update_or_create(
        event="handed_over",
        about=recipient.uuid,
        recipient=recipient,
        defaults={
            "agency": world.people.agencies["police"],
            "channel": "mail",
            "gave_up_at": timezone.now(),
            "dropped_at": None,
            "why": "The mail server refused this address (550).",
        },
    )
    return {"mail": row.uuid}


def kept_mail(world):
    """A mail of the demo's mailbox, with an attachment."""
    from django.core.mail import EmailMessage

    from pam.notifications.models import SentMail

    message = EmailMessage("Subject", "Body", to=["owner@pam.example"])
    message.attach("meeting.ics", "BEGIN:VCALENDAR", "text/calendar")
    row, _ = SentMail.objects.get_or_create(
        subject="Subject", defaults={"to": "owner@pam.example", "raw": message.message().as_bytes()}
    )
    return {"number": row.pk, "place": 1}


def invitation(world):
    from datetime import timedelta

    from django.utils import timezone

    from pam.accounts.models import Invitation

    row, _ = Invitation.objects.get_or_create(
        agency=world.people.agencies["police"],
        email="nina.new@pam.example",
        defaults={
            "invited_by": world.people.memberships["administrator"],
            "name": "Nina New",
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )
    return {"uuid": row.uuid}


def message(world):
    """A message from the front page to the police."""
    return {"uuid": world.message.uuid}


def joining(world):
    """A colleague who the administrator wants in the police's unit: the owner, its supervisor, decides."""
    return {"joining": _request(world, team=world.people.teams["unit"])}


def withdrawable(world):
    """Another such request."""
    return _request(world, role="break_glass")


def _request(world, team=None, role=""):
    from pam.accounts.models import MembershipRequest

    people = world.people
    row = MembershipRequest.objects.waiting().filter(team=team, role=role).first()
    row = row or MembershipRequest.objects.create(
        agency=people.agencies["police"],
        membership=people.memberships["colleague"],
        team=team,
        role=role,
        asked_by=people.memberships["administrator"],
    )
    return {"uuid": row.uuid}


def holds(world):
    from pam.retention.models import Hold

    found, owner = {}, world.people.memberships["owner"]
    for target, record in (("police", world.ocg), ("hidden", world.pvp)):
        if record:
            row, _ = Hold.objects.get_or_create(
                record_id=record.pk, put_by=owner, ground="court", reason=f"Trial canary{target}"
            )
            found[target] = {"uuid": row.uuid}
    return found


def disposals(world):
    from pam.retention.models import Disposal

    found, owner = {}, world.people.memberships["owner"]
    for target, record in (("police", world.ocg), ("hidden", world.pvp)):
        if record:
            row, _ = Disposal.objects.get_or_create(
                record_id=record.pk,
                defaults={"proposer": owner, "ground": "period", "reason": f"Over canary{target}"},
            )
            found[target] = {"uuid": row.uuid}
    return found


def certificate(world):
    from django.utils import timezone

    from pam.retention.models import Certificate

    owner = world.people.memberships["owner"]
    row, _ = Certificate.objects.get_or_create(
        reference="OCG-20-2222",
        defaults={
            "kind": "ocg",
            "agency": owner.agency,
            "opened_on": date(2010, 1, 4),
            "group": "Group 2",
            "ground": "Over",
            "proposed_by": owner,
            "proposed_at": timezone.now(),
            "approved_by": owner,
            "disposed_at": timezone.now(),
            "counts": {"entries": 3},
        },
    )
    return {"certificate": {"uuid": row.uuid}}


def subject_request(world):
    from pam.retention.models import SubjectRequest

    officer = world.people.memberships["data_protection"]
    row, _ = SubjectRequest.objects.get_or_create(
        number="SAR-1",
        defaults={
            "agency": officer.agency,
            "made_by": officer,
            "name": "Nobody Known",
            "purpose": "subject",
            "recipient": "N Known",
            "reason": "Identity checked",
        },
    )
    return {"uuid": row.uuid}


def review(removed=""):
    def targets(world):
        from pam.access.models import Grant, Team
        from pam.accounts.models import TeamReview

        unit, members = world.people.teams["unit"], world.people.memberships
        Team.objects.filter(pk=unit.pk).update(manager=members["owner"])
        row, _ = TeamReview.objects.get_or_create(team=unit)
        found = {"person": members["low_clearance"].uuid}
        if removed == "grant":
            found["grant"] = (
                Grant.objects.filter(
                    content_object_id=world.ocg.pk, group_id=world.people.agencies["probation"].principal_id
                )
                .get()
                .uuid
            )
        return {"reviewed": {"uuid": row.uuid} | ({removed: found[removed]} if removed else {})}

    return targets


def requests(*targets):
    part = {"to answer": "requested"}
    return lambda world: {
        t: {"uuid": world.parts[part.get(t, t)]["request"].uuid}
        for t in targets
        if part.get(t, t) in world.parts
    }


def openings(world):
    return {
        t: {"uuid": world.parts[t]["opening"].uuid} for t in ("broken", "broken before") if t in world.parts
    }


def given(world):
    return {"given": {"uuid": world.parts["given"]["given"].uuid}}


def questions(world):
    targets = [t for t in ("question", "question elsewhere") if t in world.parts]
    return {t: {"uuid": world.parts[t]["question"].uuid} for t in targets}


def asked(world):
    lines = [
        (key, world.parts[t][key])
        for t, key in (("question", "police"), ("question", "council"), ("question elsewhere", "charity"))
        if t in world.parts
    ]
    return {f"{key} asked": {"uuid": line.uuid} for key, line in lines}


def matched(world):
    return {"matched": {"uuid": world.parts["matched"]["match"].uuid}} if "matched" in world.parts else {}
