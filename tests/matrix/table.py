"""Every URL of pam: who gets what. A URL that is missing here fails the suite."""

from datetime import date

from pam.access.levels import Level
from tests.matrix.rules import BREAKERS, Page, parts, records

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def _pairs(name, kind, targets):
    """Targets for addresses that name a record and one of its parts."""

    def make(world):
        record_of = {"meeting": world.meeting, "private": world.private_meeting, "shared": world.ocg}
        return {
            t: {"uuid": record_of[t].uuid, name: world.parts[t][kind].uuid}
            for t in targets
            if kind in world.parts.get(t, {})
        }

    return make


def _grants(world):
    from pam.access.models import Grant

    grant = Grant.objects.filter(content_object_id=world.ocg.pk).order_by("pk").first()
    return {"shared": {"uuid": world.ocg.uuid, "grant": grant.uuid}}


def _receipt(world):
    from pam.disclosure.models import Receipt

    probation = world.people.agencies["probation"].principal
    return {"receipt": {"uuid": Receipt.objects.get(record_number=world.ocg.pk, principal=probation).uuid}}


def _copies(world):
    return {
        target: {"uuid": world.parts[part]["copy"].uuid}
        for target, part in (("meeting", "meeting"), ("private", "private"), ("hidden", "unseen"))
        if "copy" in world.parts.get(part, {})
    }


def _person(world):
    return {"uuid": world.people.memberships["colleague"].uuid}


def _team(world):
    return {"uuid": world.people.teams["unit"].uuid}


def _setting(world):
    return {"key": "meetings.access_days"}


def _value(world):
    return {"uuid": world.people.value.uuid}


def _group(world):
    return {"uuid": world.people.group.uuid}


def _agreement(world):
    return {"uuid": world.people.agreement.uuid}


def _people(world):
    members = world.people.memberships
    return {name: {"uuid": members[name].uuid} for name in ("owner", "auditor", "granted") if name in members}


def _unusual(world):
    from pam.oversight.models import Unusual

    line, _ = Unusual.objects.get_or_create(
        kind="night",
        user_id=world.people.users["owner"].pk,
        agency_id=world.people.agencies["police"].pk,
        day=date(2026, 11, 20),
        defaults={"person": world.people.memberships["owner"].uuid, "name": "Olive Owner", "figure": 4},
    )
    return {"police": {"uuid": line.uuid}}


def _mail_not_sent(world):
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


def _kept_mail(world):
    """A mail of the demo's mailbox, with an attachment."""
    from django.core.mail import EmailMessage

    from pam.notifications.models import SentMail

    message = EmailMessage("Subject", "Body", to=["owner@pam.example"])
    message.attach("meeting.ics", "BEGIN:VCALENDAR", "text/calendar")
    row, _ = SentMail.objects.get_or_create(
        subject="Subject", defaults={"to": "owner@pam.example", "raw": message.message().as_bytes()}
    )
    return {"number": row.pk, "place": 1}


def _invitation(world):
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


def _holds(world):
    from pam.retention.models import Hold

    found, owner = {}, world.people.memberships["owner"]
    for target, record in (("police", world.ocg), ("hidden", world.pvp)):
        if record:
            row, _ = Hold.objects.get_or_create(
                record_id=record.pk, put_by=owner, ground="court", reason=f"Trial canary{target}"
            )
            found[target] = {"uuid": row.uuid}
    return found


def _disposals(world):
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


def _certificate(world):
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


def _subject_request(world):
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


PROTECTORS = frozenset({"data_protection"})


def _review(what=""):
    def targets(world):
        from pam.access.models import Grant, Team
        from pam.accounts.models import TeamReview

        unit, members = world.people.teams["unit"], world.people.memberships
        Team.objects.filter(pk=unit.pk).update(manager=members["owner"])
        row, _ = TeamReview.objects.get_or_create(team=unit)
        found = {"person": members["low_clearance"].uuid}
        if what == "grant":
            found["grant"] = (
                Grant.objects.filter(
                    content_object_id=world.ocg.pk, group_id=world.people.agencies["probation"].principal_id
                )
                .get()
                .uuid
            )
        return {"reviewed": {"uuid": row.uuid} | ({what: found[what]} if what else {})}

    return targets


AUDITOR, WATCHERS = frozenset({"auditor"}), frozenset({"auditor", "supervisor"})


def _requests(*targets):
    part = {"to answer": "requested"}
    return lambda world: {
        t: {"uuid": world.parts[part.get(t, t)]["request"].uuid}
        for t in targets
        if part.get(t, t) in world.parts
    }


def _openings(world):
    return {
        t: {"uuid": world.parts[t]["opening"].uuid} for t in ("broken", "broken before") if t in world.parts
    }


def _given(world):
    return {"given": {"uuid": world.parts["given"]["given"].uuid}}


def _questions(world):
    targets = [t for t in ("question", "question elsewhere") if t in world.parts]
    return {t: {"uuid": world.parts[t]["question"].uuid} for t in targets}


def _asked(world):
    lines = [
        (key, world.parts[t][key])
        for t, key in (("question", "police"), ("question", "council"), ("question elsewhere", "charity"))
        if t in world.parts
    ]
    return {f"{key} asked": {"uuid": line.uuid} for key, line in lines}


def _matched(world):
    return {"matched": {"uuid": world.parts["matched"]["match"].uuid}} if "matched" in world.parts else {}


MEETING = records("meeting")
IN_MEETING = ("meeting", "private")

PAGES = [
    # Everybody
    *(Page(name, "public", 200, 405) for name in ("healthz", "readyz")),
    Page("ui:components", "reader", 200, 200),
    Page("ui:wall", "reader", 200, 200),
    # Anybody whose sign-in is complete
    Page("home", "reader", 200, 200),
    Page("search:results", "reader", 200, 200),
    Page("disclosure:signposts", "reader", 200, 405),
    Page("actions:list", "reader", 200, 200),
    Page("notifications:mailbox", "reader", 200, 200),
    Page("notifications:mailbox_attachment", "reader", 200, 405, kwargs=_kept_mail),
    Page("notifications:told", "reader", 200, 405),
    Page("notifications:choices", "reader", 200, 200),
    Page("ocg:list", "reader", 200, 200),
    Page("ocg:new", "reader", 200, 200),
    Page("pvp:list", "reader", 200, 200),
    Page("pvp:new", "reader", 200, 200),
    Page("meetings:list", "reader", 200, 200),
    Page("meetings:new", "reader", 200, 200, without_team=302),
    # Any record
    Page("records:open", "record", 302, 302, V, records()),
    Page("records:chronology", "record", 200, 200, V, records()),
    Page("records:note", "record", 200, 200, C, records()),
    Page("records:document_add", "record", 200, 200, C, records()),
    Page("records:document", "record", 200, 200, V, parts("document"), a_copy=True),
    Page("records:subject_add", "record", 200, 200, C, records()),
    Page("records:subject_edit", "record", 200, 200, C, parts("subject"), not_shared=True),
    Page("records:subject_end", "record", 200, 200, C, parts("subject"), not_shared=True),
    Page("search:link", "record", 200, 200, C, records()),
    Page("records:link_end", "record", 200, 200, C, parts("link")),
    Page("disclosure:shares", "record", 200, 405, M, records()),
    Page("disclosure:share", "record", 200, 200, M, records()),
    Page("disclosure:share_end", "record", 200, 200, M, _grants),
    Page("disclosure:receipts", "reader", 200, 405),
    Page("disclosure:receipt", "record", 200, 405, V, _receipt),
    Page("disclosure:correct", "record", 200, 200, M, records()),
    Page("oversight:access_log", "record", 200, 405, M, records()),
    Page("records:changes", "record", 200, 405, M, records()),
    Page("records:restore_value", "record", 302, 302, M, records()),
    # Actions
    Page("actions:add", "record", 200, 200, C, records()),
    Page("actions:apply_plan", "record", 200, 200, C, records("ocg", "pvp")),
    Page("actions:detail", "record", 200, 200, V, parts("action"), not_shared=True),
    Page("actions:edit", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:finish", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:cancel", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:reopen", "record", 200, 200, C, parts("action"), not_shared=True),
    # Asking without opening
    Page("enquiries:list", "reader", 200, 405),
    Page("enquiries:ask", "reader", 200, 200),
    Page("enquiries:enquiry", "record", 200, 302, V, _questions),
    Page("enquiries:to_answer", "reader", 200, 405),
    Page("enquiries:answer", "record", 200, 200, V, _asked),
    Page("enquiries:contact_point", "administrator", 200, 200),
    Page("matching:matches", "reader", 200, 405),
    Page("matching:match", "record", 200, 200, V, _matched),
    Page("actions:sanitised", "record", 200, 200, C, records()),
    Page("actions:given", "reader", 200, 405),
    Page("actions:given_one", "record", 200, 200, V, _given),
    # OCGs
    Page("ocg:detail", "record", 200, 200, V, records("ocg")),
    Page("ocg:edit", "record", 200, 200, M, records("ocg")),
    Page("ocg:score", "record", 200, 200, C, records("ocg")),
    Page("ocg:close", "record", 200, 200, M, records("ocg")),
    Page("ocg:reopen", "record", 200, 200, M, records("ocg")),
    # People at risk
    Page("pvp:detail", "record", 200, 200, V, records("pvp")),
    Page("pvp:edit", "record", 200, 200, M, records("pvp")),
    Page("pvp:close", "record", 200, 200, M, records("pvp")),
    Page("pvp:reopen", "record", 200, 200, M, records("pvp")),
    # Meetings
    Page("meetings:detail", "record", 200, 200, V, MEETING),
    Page("meetings:edit", "record", 200, 200, M, MEETING),
    Page("meetings:people", "record", 200, 200, M, MEETING),
    Page("meetings:withdraw", "record", 200, 200, M, _pairs("attendance", "attendance", IN_MEETING)),
    Page("meetings:agenda", "record", 200, 200, M, MEETING),
    Page("meetings:move", "record", 405, 302, M, _pairs("item", "item", IN_MEETING)),
    Page("meetings:remove", "record", 405, 302, M, _pairs("item", "item", IN_MEETING)),
    Page("meetings:start", "record", 405, 302, M, MEETING),
    Page("meetings:chair", "record", 200, 200, M, MEETING),
    Page("meetings:chair_item", "record", 200, 200, M, _pairs("item", "item", IN_MEETING)),
    Page("meetings:sanitised", "record", 200, 200, M, _pairs("item", "item", IN_MEETING)),
    Page("meetings:attendance", "record", 405, 404, M, MEETING),
    Page("meetings:wall", "record", 200, 200, M, MEETING),
    Page("meetings:close", "record", 200, 302, M, MEETING),
    Page("meetings:minutes", "record", 200, 200, V, MEETING, after=True),
    Page("meetings:progress", "record", 204, 204, V, MEETING),
    Page("meetings:approve", "record", 302, 302, M, MEETING, after=True),
    Page("meetings:download", "record", 200, 200, V, _copies, after=True),
    # The audit: the database asks for the role as well
    Page("oversight:people", "reader", 200, 405, roles=WATCHERS),
    Page(
        "oversight:person",
        "reader",
        200,
        405,
        targets=_people,
        roles=WATCHERS,
        found=lambda persona: {"owner"} if persona == "owner" else {"owner", "auditor"},
    ),
    Page(
        "oversight:export_person",
        "reader",
        200,
        200,
        targets=_people,
        roles=AUDITOR,
        found=lambda persona: {"owner", "auditor"},
    ),
    Page("oversight:record", "reader", 200, 405, roles=AUDITOR),
    Page(
        "oversight:export_record",
        "reader",
        200,
        200,
        targets=records(),
        roles=AUDITOR,
        found=lambda persona: {"shared", "hidden", "meeting", "private"},
    ),
    Page("oversight:agency", "reader", 200, 405, roles=AUDITOR),
    Page("oversight:unusual", "reader", 200, 405, roles=AUDITOR),
    Page("oversight:follow_up", "reader", 200, 200, targets=_unusual, roles=AUDITOR),
    # Closed doors
    Page(
        "disclosure:request_access", "record", 200, 200, V, lambda world: {"told": {"uuid": world.ocg.uuid}}
    ),
    Page("disclosure:access_request", "record", 200, 302, V, _requests("asked", "requested")),
    Page("disclosure:access_request_answer", "record", 200, 200, V, _requests("to answer")),
    Page("disclosure:access_request_decline", "record", 200, 200, V, _requests("to answer")),
    Page("disclosure:break_glass", "reader", 200, 200, only=BREAKERS),
    Page("disclosure:break_glass_uses", "reader", 200, 405, only=frozenset({"auditor"})),
    Page("disclosure:break_glass_use", "record", 200, 200, V, _openings, only=frozenset({"auditor"})),
    # Retention
    Page("retention:due", "reader", 200, 405),
    Page("retention:record", "record", 200, 405, M, records()),
    Page("retention:review", "record", 200, 200, M, records()),
    Page("retention:hold", "record", 200, 200, M, records()),
    Page("retention:lift", "record", 200, 200, M, _holds),
    Page("retention:propose", "record", 200, 200, M, records()),
    Page("retention:proposals", "reader", 200, 405),
    Page("retention:proposal", "record", 200, 200, V, _disposals, only=frozenset({"owner"})),
    Page("retention:decline", "record", 403, 403, V, _disposals),  # nobody here: the owner proposed it
    Page("retention:withdraw", "record", 200, 200, M, _disposals),
    Page("retention:certificates", "reader", 200, 405),
    Page("retention:groups", "reader", 200, 405),
    Page("retention:group_new", "administrator", 200, 200),
    Page("retention:group_edit", "administrator", 200, 200, kwargs=_group),
    Page("retention:group_retire", "administrator", 200, 200, kwargs=_group),
    Page("retention:certificate", "record", 200, 405, V, _certificate),
    # Agreements: read by their parties, looked after by the administrators of who keeps them
    Page("disclosure:agreements", "reader", 200, 405),
    Page("disclosure:agreement", "reader", 200, 405, kwargs=_agreement),
    Page("disclosure:agreement_document", "reader", 404, 405, kwargs=_agreement),
    Page("disclosure:agreement_new", "administrator", 200, 200),
    Page("disclosure:agreement_edit", "administrator", 200, 200, kwargs=_agreement),
    Page("disclosure:agreement_renew", "administrator", 200, 200, kwargs=_agreement),
    Page("disclosure:agreement_end", "administrator", 200, 200, kwargs=_agreement),
    Page("retention:subjects", "reader", 200, 405, roles=PROTECTORS),
    Page("retention:subject_new", "reader", 200, 200, roles=PROTECTORS),
    Page("retention:subject", "reader", 200, 200, kwargs=_subject_request, roles=PROTECTORS),
    # Signing in (pam's own pages; allauth's stand in ACCOUNT_PAGES)
    Page("accounts:incomplete", "incomplete", 200, 405),
    Page("accounts:demo_sign_in", "public", 405, 404),
    Page("accounts:act_for", "reader", 405, 302),
    Page("accounts:account", "reader", 200, 405),
    # Looking after one's agency
    Page("accounts:people", "administrator", 200, 405),
    Page("notifications:not_sent", "administrator", 200, 405),
    Page("notifications:send_again", "administrator", 405, 302, kwargs=_mail_not_sent),
    Page("notifications:drop", "administrator", 200, 302, kwargs=_mail_not_sent),
    Page("reference:settings", "administrator", 200, 405),
    Page("reference:setting", "administrator", 200, 200, kwargs=_setting),
    Page("reference:setting_reset", "administrator", 200, 200, kwargs=_setting),
    Page("reference:lists", "administrator", 200, 405),
    Page("reference:values", "administrator", 200, 405, kwargs=lambda world: {"key": "ocg.tier"}),
    Page("reference:value_new", "administrator", 200, 200, kwargs=lambda world: {"key": "ocg.tier"}),
    Page("reference:value_edit", "administrator", 200, 200, kwargs=_value),
    Page("reference:value_retire", "administrator", 200, 200, kwargs=_value),
    Page("accounts:person", "administrator", 200, 405, kwargs=_person),
    Page("accounts:person_edit", "administrator", 200, 200, kwargs=_person),
    Page("accounts:person_suspend", "administrator", 200, 200, kwargs=_person),
    Page("accounts:person_restore", "administrator", 200, 200, kwargs=_person),
    Page("accounts:teams", "administrator", 200, 405),
    Page("accounts:team_new", "administrator", 200, 200),
    Page("accounts:team", "administrator", 200, 200, kwargs=_team),
    Page("accounts:terms", "reader", 200, 200, kwargs=lambda world: {"kind": "use"}),
    Page("accounts:acceptances", "administrator", 200, 405),
    Page("accounts:invitations", "administrator", 200, 405),
    Page("accounts:invite", "administrator", 200, 200),
    Page("accounts:resend", "administrator", 200, 302, kwargs=_invitation),
    Page("accounts:withdraw", "administrator", 200, 302, kwargs=_invitation),
    Page("accounts:leave", "administrator", 200, 200, kwargs=_person),
    Page("accounts:stay", "administrator", 200, 200, kwargs=_person),
    Page("accounts:leaderless", "administrator", 200, 405),
    Page("accounts:reviews", "administrator", 200, 405),
    Page("accounts:review", "record", 200, 200, V, _review()),
    Page("accounts:take_out", "record", 200, 200, V, _review("person")),
    Page("accounts:end_reviewed_share", "record", 200, 200, V, _review("grant")),
    Page("accounts:accept", "public", 404, 404, kwargs=lambda world: {"token": "made-up"}),
]

# allauth's own pages hold no record's text: the canary crawl reads them, their statuses are allauth's.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
}
