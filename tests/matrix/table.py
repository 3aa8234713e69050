"""Every URL of pam: who gets what. A URL that is missing here fails the suite."""

from datetime import date

from pam.access.levels import Level

from .rules import BREAKERS, Page, parts, records

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
    from pam.access.models import Receipt

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


def _agreement(world):
    return {"uuid": world.people.agreement.uuid}


def _people(world):
    members = world.people.memberships
    return {name: {"uuid": members[name].uuid} for name in ("owner", "auditor", "granted") if name in members}


def _unusual(world):
    from pam.audit.models import Unusual

    line, _ = Unusual.objects.get_or_create(
        kind="night",
        user_id=world.people.users["owner"].pk,
        agency_id=world.people.agencies["police"].pk,
        day=date(2026, 11, 20),
        defaults={"person": world.people.memberships["owner"].uuid, "name": "Olive Owner", "figure": 4},
    )
    return {"police": {"uuid": line.uuid}}


def _invitation(world):
    from datetime import timedelta

    from django.utils import timezone

    from pam.people.models import Invitation

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
        reference="OCG-2020-00001",
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
        from pam.people.models import TeamReview

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
    Page("healthz", "public", 200, 200),
    Page("ui:components", "reader", 200, 200),
    Page("ui:wall", "reader", 200, 200),
    # Anybody whose sign-in is complete
    Page("home", "reader", 200, 200),
    Page("records:search", "reader", 200, 200),
    Page("records:signposts", "reader", 200, 405),
    Page("actions:list", "reader", 200, 200),
    Page("actions:mailbox", "reader", 200, 200),
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
    Page("records:link_add", "record", 200, 200, C, records()),
    Page("records:link_end", "record", 200, 200, C, parts("link")),
    Page("records:sharing", "record", 200, 405, M, records()),
    Page("records:share", "record", 200, 200, M, records()),
    Page("records:revoke", "record", 200, 200, M, _grants),
    Page("records:receipts", "reader", 200, 405),
    Page("records:receipt", "record", 200, 405, V, _receipt),
    Page("records:correct", "record", 200, 200, M, records()),
    Page("records:looks", "record", 200, 405, M, records()),
    Page("records:changes", "record", 200, 405, M, records()),
    Page("records:put_back", "record", 302, 302, M, records()),
    # Actions
    Page("actions:add", "record", 200, 200, C, records()),
    Page("actions:apply_plan", "record", 200, 200, C, records("ocg", "pvp")),
    Page("actions:detail", "record", 200, 200, V, parts("action"), not_shared=True),
    Page("actions:edit", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:finish", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:cancel", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:reopen", "record", 200, 200, C, parts("action"), not_shared=True),
    # Asking without opening
    Page("asking:questions", "reader", 200, 405),
    Page("asking:ask", "reader", 200, 200),
    Page("asking:question", "record", 200, 302, V, _questions),
    Page("asking:to_answer", "reader", 200, 405),
    Page("asking:answer", "record", 200, 200, V, _asked),
    Page("asking:contact_point", "administrator", 200, 200),
    Page("asking:matches", "reader", 200, 405),
    Page("asking:match", "record", 200, 200, V, _matched),
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
    Page("audit:people", "reader", 200, 405, roles=WATCHERS),
    Page(
        "audit:person",
        "reader",
        200,
        405,
        targets=_people,
        roles=WATCHERS,
        found=lambda persona: {"owner"} if persona == "owner" else {"owner", "auditor"},
    ),
    Page(
        "audit:export_person",
        "reader",
        200,
        200,
        targets=_people,
        roles=AUDITOR,
        found=lambda persona: {"owner", "auditor"},
    ),
    Page("audit:record", "reader", 200, 405, roles=AUDITOR),
    Page(
        "audit:export_record",
        "reader",
        200,
        200,
        targets=records(),
        roles=AUDITOR,
        found=lambda persona: {"shared", "hidden", "meeting", "private"},
    ),
    Page("audit:agency", "reader", 200, 405, roles=AUDITOR),
    Page("audit:unusual", "reader", 200, 405, roles=AUDITOR),
    Page("audit:follow_up", "reader", 200, 200, targets=_unusual, roles=AUDITOR),
    # Closed doors
    Page("doors:ask", "record", 200, 200, V, lambda world: {"told": {"uuid": world.ocg.uuid}}),
    Page("doors:asked", "record", 200, 302, V, _requests("asked", "requested")),
    Page("doors:answer", "record", 200, 200, V, _requests("to answer")),
    Page("doors:decline", "record", 200, 200, V, _requests("to answer")),
    Page("doors:glass", "reader", 200, 200, only=BREAKERS),
    Page("doors:openings", "reader", 200, 405, only=frozenset({"auditor"})),
    Page("doors:opening", "record", 200, 200, V, _openings, only=frozenset({"auditor"})),
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
    Page("retention:certificate", "record", 200, 405, V, _certificate),
    # Agreements: read by their parties, looked after by the administrators of who keeps them
    Page("agreements:list", "reader", 200, 405),
    Page("agreements:detail", "reader", 200, 405, kwargs=_agreement),
    Page("agreements:document", "reader", 404, 405, kwargs=_agreement),
    Page("agreements:new", "administrator", 200, 200),
    Page("agreements:edit", "administrator", 200, 200, kwargs=_agreement),
    Page("agreements:renew", "administrator", 200, 200, kwargs=_agreement),
    Page("agreements:end", "administrator", 200, 200, kwargs=_agreement),
    Page("retention:subjects", "reader", 200, 405, roles=PROTECTORS),
    Page("retention:subject_new", "reader", 200, 200, roles=PROTECTORS),
    Page("retention:subject", "reader", 200, 200, kwargs=_subject_request, roles=PROTECTORS),
    # Signing in (pam's own pages; allauth's stand in ACCOUNT_PAGES)
    Page("access:incomplete", "incomplete", 200, 405),
    Page("access:demo_sign_in", "public", 405, 404),
    Page("access:act_for", "reader", 405, 302),
    Page("access:account", "reader", 200, 405),
    # Looking after one's agency
    Page("access:people", "administrator", 200, 405),
    Page("access:person", "administrator", 200, 405, kwargs=_person),
    Page("access:person_edit", "administrator", 200, 200, kwargs=_person),
    Page("access:person_suspend", "administrator", 200, 200, kwargs=_person),
    Page("access:person_restore", "administrator", 200, 200, kwargs=_person),
    Page("access:teams", "administrator", 200, 405),
    Page("access:team_new", "administrator", 200, 200),
    Page("access:team", "administrator", 200, 200, kwargs=_team),
    Page("people:terms", "reader", 200, 200, kwargs=lambda world: {"kind": "use"}),
    Page("people:acceptances", "administrator", 200, 405),
    Page("people:invitations", "administrator", 200, 405),
    Page("people:invite", "administrator", 200, 200),
    Page("people:resend", "administrator", 200, 302, kwargs=_invitation),
    Page("people:withdraw", "administrator", 200, 302, kwargs=_invitation),
    Page("people:leave", "administrator", 200, 200, kwargs=_person),
    Page("people:stay", "administrator", 200, 200, kwargs=_person),
    Page("people:leaderless", "administrator", 200, 405),
    Page("people:reviews", "administrator", 200, 405),
    Page("people:review", "record", 200, 200, V, _review()),
    Page("people:take_out", "record", 200, 200, V, _review("person")),
    Page("people:end_reviewed_share", "record", 200, 200, V, _review("grant")),
    Page("people:accept", "public", 404, 404, kwargs=lambda world: {"token": "made-up"}),
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
