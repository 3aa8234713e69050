"""Every verb that takes what people type, with values that it takes, and which of them are typed."""

from dataclasses import is_dataclass, replace
from datetime import timedelta

from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting
from meetings.services import conduct
from ocg import services as ocg
from ocg.models import Ocg, Score
from pam.access import visibility
from pam.access.levels import Level
from pam.accounts.models import MembershipRequest, TeamReview
from pam.accounts.services import administration, invitations, leaving, membership_requests, team_reviews
from pam.actions.models import Action, SanitisedAction
from pam.actions.proposals import SanitisedProposal
from pam.actions.services import answers, many, sanitised, steps, tracker
from pam.audit.models import LogEntry
from pam.contact import services as contact
from pam.disclosure.models import AccessRequest
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors import break_glass as break_glass_selectors
from pam.disclosure.selectors import signposts as signpost_selectors
from pam.disclosure.services import access_requests, agreements, break_glass_access, receipts, shares
from pam.enquiries import services as enquiries
from pam.enquiries.models import EnquiryRecipient
from pam.frameworks import services as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.help import services as help_services
from pam.help.models import HelpText
from pam.lists import services as lists
from pam.lists.kept import kept_list
from pam.matching import services as matching
from pam.matching.models import Match
from pam.oversight import services as oversight
from pam.records import documents, moving
from pam.records import many as many_records
from pam.records import services as records
from pam.records.bulk import rows
from pam.records.models import Document, Link, Subject
from pam.reference.models import SettingRequest
from pam.reference.services import setting_requests
from pam.retention.selectors.groups import terms
from pam.retention.services import disposal, keeping, subject_access
from pam.subjects.models import Particular, WarningMarker
from pam.subjects.services import identities, particulars, photographs, warnings
from pam.watching.services import searches
from pvp import services as pvp
from pvp.models import CaseFile
from tests.attack.assessment_verbs import ASSESSMENT_VERBS
from tests.attack.case_verbs import CASE_VERBS
from tests.attack.chronology_verbs import CHRONOLOGY_VERBS
from tests.attack.clock_verbs import CLOCK_VERBS
from tests.attack.disagreement_verbs import DISAGREEMENT_VERBS
from tests.attack.import_verbs import IMPORT_VERBS
from tests.attack.issue_verbs import ISSUE_VERBS
from tests.attack.live_verbs import LIVE_VERBS
from tests.attack.marac_verbs import MARAC_VERBS
from tests.attack.merging_verbs import MERGING_VERBS
from tests.attack.ocg_verbs import OCG_VERBS
from tests.attack.order_verbs import ORDER_VERBS
from tests.attack.people_verbs import PEOPLE_VERBS
from tests.attack.place_verbs import PLACE_VERBS
from tests.attack.practice_verbs import PRACTICE_VERBS
from tests.attack.pvp_verbs import PVP_VERBS
from tests.attack.series_verbs import SERIES_VERBS
from tests.attack.stage_verbs import STAGE_VERBS
from tests.attack.verb import CODE, NUMBER, TEXT, TODAY, Verb
from tests.attack.verbs_of_api import API_VERBS
from tests.attack.voice_verbs import VOICE_VERBS
from tests.world.world import term, upload


def _share(w):
    return ShareProposal(
        principal=w.people.agencies["council"].principal,
        level=Level.VIEW,
        reason="Joint plan",
        until=timezone.now() + timedelta(days=5),
        basis=w.people.basis,
    )


def _shared(w):
    actor = w.people.reader("owner")
    with visibility.reading(actor):
        shares.share(actor=actor, record=w.ocg, proposal=_share(w))
    w.line = LogEntry.objects.filter(reason="Joint plan").latest("pk")


def _own(w, model, pk):
    return model.objects.get(pk=pk)


def _ocg(w):
    return Ocg.objects.get(pk=w.ocg.pk)


def _action(w):
    return Action.objects.get(pk=w.parts["shared"]["action"].pk)


def _offer_action(w):
    rows(Action).filter(pk=w.parts["shared"]["action"].pk).update(acceptance="offered")


def _subject(w):
    return Subject.objects.get(pk=w.parts["shared"]["subject"].pk)


def _twin(w):
    """Another row of the same record as `_subject`."""
    actor = w.people.reader("owner")
    return records.add_subject(actor=actor, record=w.ocg, subject=Subject(name="Sam", category="other"))


def _merged_twin(w):
    into, actor = _subject(w), w.people.reader("owner")
    return identities.merge_subject(actor=actor, subject=_twin(w), into=into, version=1, reason="Same")


def _particular(w):
    return Particular.objects.get(pk=w.parts["shared"]["particular"].pk)


def _warning(w):
    return WarningMarker.objects.get(pk=w.parts["shared"]["warning"].pk)


def _new_warning():
    kind = term("subjects.warning", "violence")
    return WarningMarker(kind=kind, details="Fights", source="Officers", review_on=TODAY() + timedelta(30))


def _document(w):
    return Document.objects.get(pk=w.parts["shared"]["document"].pk)


def _meeting(w):
    return Meeting.objects.get(pk=w.meeting.pk)


def _item(w):
    return AgendaItem.objects.filter(record_id=w.meeting.pk, removed_at=None).first()


def _new_ocg(w):
    return Ocg(
        title="New",
        team=w.people.teams["unit"],
        lead=w.people.memberships["owner"],
        stage="active",
        tier=term("ocg.tier", "2"),
    )


def _new_case(w):
    return CaseFile(
        title="New",
        team=w.people.teams["pvp"],
        lead=w.people.memberships["owner"],
        strand=term("pvp.strand", "cce"),
        grade=term("pvp.grade", "high"),
    )


def _call(w):
    return Meeting(
        title="Tasking",
        team=w.people.teams["unit"],
        lead=w.people.memberships["owner"],
        starts_at=timezone.now() + timedelta(days=2),
    )


def _colleague(w):
    return w.people.memberships["colleague"]


def _proposal(w):
    return disposal_of(w)


def disposal_of(w):
    """A proposed disposal of the shared OCG."""
    return disposal.propose(
        actor=w.people.reader("owner"), record=_ocg(w), ground="period", reason="Kept long enough"
    )


def _review(w):
    team = w.people.teams["unit"]
    team.manager = w.people.memberships["owner"]
    team.save()
    TeamReview.objects.create(team=team)


def _joining(w):
    MembershipRequest.objects.create(
        agency=w.people.agencies["police"],
        membership=_colleague(w),
        team=w.people.teams["unit"],
        asked_by=w.people.memberships["administrator"],
    )


def _setting_asked(w):
    SettingRequest.objects.create(
        key="accounts.excluded_roles",
        agency=w.people.agencies["police"],
        value="",
        asked_by=w.people.memberships["administrator"],
    )


def _nothing_asked(w):
    AccessRequest.objects.all().delete()


def _shipped_plan():
    return FrameworkVersion.objects.filter(kind="plan", agency=None).first()


def _framework_draft(w):
    actor = w.people.reader("owner")
    with visibility.reading(actor):
        w.framework_draft = frameworks.create_draft(actor=actor, kind="plan", code="mine", name="Mine")


VERBS = [
    *ASSESSMENT_VERBS,
    *DISAGREEMENT_VERBS,
    *PRACTICE_VERBS,
    *PVP_VERBS,
    *STAGE_VERBS,
    Verb(records.create_record, lambda w: {"record": _new_ocg(w)}, {
        "record.title": TEXT, "record.summary": TEXT, "record.handling": TEXT, "record.marking": NUMBER,
        "record.area": TEXT}),
    Verb(records.save_record, lambda w: {"record": _ocg(w), "version": _ocg(w).version}, {
        "record.title": TEXT, "record.marking": NUMBER, "record.summary": TEXT}),
    Verb(records.add_note, lambda w: {"record": w.ocg, "title": "Seen", "text": "At the quay"}, {
        "title": TEXT, "text": TEXT}),
    Verb(help_services.set_line, lambda w: {
        "line": HelpText.objects.filter(agency=None, kind="line").first(), "text": "Ring", "version": 0}, {
        "text": TEXT}),
    Verb(help_services.set_term, lambda w: {"label": "Hub", "text": "Where we meet"}, {
        "label": TEXT, "text": TEXT}),
    Verb(records.add_subject, lambda w: {"record": w.ocg, "subject": Subject(name="Sam")}, {
        "subject.name": TEXT, "subject.kind": CODE, "subject.category": CODE, "subject.details": TEXT}),
    Verb(particulars.add_particular, lambda w: {
        "record": w.ocg, "subject": _subject(w), "particular": Particular(type="address", value="12 Quay")},
        {"particular.value": TEXT, "particular.type": CODE, "particular.source": TEXT}),
    Verb(particulars.save_particular, lambda w: {
        "particular": _particular(w), "version": _particular(w).version}, {
        "particular.value": TEXT, "particular.type": CODE, "particular.source": TEXT}),
    Verb(particulars.remove_particular, lambda w: {
        "particular": _particular(w), "version": _particular(w).version, "reason": "Mistake"}, {
        "reason": TEXT}),
    Verb(warnings.add_warning, lambda w: {
        "record": w.ocg, "subject": _subject(w), "warning": _new_warning()}, {
        "warning.details": TEXT, "warning.source": TEXT}),
    Verb(warnings.save_warning, lambda w: {"warning": _warning(w), "version": _warning(w).version}, {
        "warning.details": TEXT, "warning.source": TEXT}),
    Verb(warnings.end_warning, lambda w: {
        "warning": _warning(w), "version": _warning(w).version, "reason": "Moved"}, {"reason": TEXT}),
    Verb(photographs.add_photograph, lambda w: {
        "record": w.ocg, "subject": _subject(w), "title": "Face", "upload": upload("a.txt", "a")}, {
        "title": TEXT}),
    Verb(photographs.choose_photograph, lambda w: {
        "subject": _subject(w), "version": _subject(w).version,
        "photograph": w.parts["shared"]["document"]}, {}),
    Verb(documents.save_document, lambda w: {
        "document": _document(w), "version": _document(w).version, "title": "Map", "tags": ["plan"],
        "own_marking": None}, {"title": TEXT}),
    Verb(moving.move_document, lambda w: {
        "document": _document(w), "version": _document(w).version, "target": w.pvp}, {}),
    Verb(identities.merge_subject, lambda w: {
        "subject": _twin(w), "into": _subject(w), "version": 1, "reason": "Same"}, {"reason": TEXT}),
    Verb(identities.undo_merge, lambda w: {
        "subject": _merged_twin(w), "version": 2, "reason": "Different"}, {"reason": TEXT}),
    Verb(identities.tie_subject, lambda w: {
        "subject": _subject(w), "same_as": w.parts["hidden"]["subject"], "version": _subject(w).version}, {}),
    Verb(identities.untie_subject, lambda w: {
        "subject": _subject(w), "version": _subject(w).version, "reason": "Different"}, {"reason": TEXT}),
    Verb(identities.add_known_subject, lambda w: {
        "record": w.pvp, "subject": Subject(name="Sam"), "same_as": _subject(w)}, {
        "subject.name": TEXT, "subject.category": CODE, "subject.details": TEXT}),
    Verb(records.save_part, lambda w: {"part": _subject(w), "version": _subject(w).version}, {
        "part.name": TEXT, "part.category": CODE, "part.role": TEXT}),
    Verb(records.add_documents, lambda w: {"record": w.ocg, "titled": [(upload("b.txt", "b"), "Map")]}, {}),
    Verb(records.add_version, lambda w: {
        "document": w.parts["shared"]["document"], "title": "Map", "upload": upload("a.txt", "a")}, {
        "title": TEXT}),
    Verb(records.add_document, lambda w: {"record": w.ocg, "title": "Map", "upload": upload("a.txt", "a")}, {
        "title": TEXT}),
    Verb(records.end_subject, lambda w: {
        "subject": _subject(w), "version": _subject(w).version, "reason": "Moved"},
        {
        "reason": TEXT}),
    Verb(records.link, lambda w: {"record": w.ocg, "other": w.pvp, "kind": "victim_of", "why": "Seen there"},
        {
        "kind": CODE, "why": TEXT}),
    Verb(records.end_link, lambda w: {
        "link": Link.objects.get(pk=w.parts["hidden"]["link"].pk), "version": 1, "reason": "Wrong"}, {
        "reason": TEXT}),
    Verb(ocg.create, lambda w: {"ocg": _new_ocg(w)}, {"ocg.title": TEXT, "ocg.marking": NUMBER}),
    Verb(ocg.edit, lambda w: {"ocg": _ocg(w), "version": _ocg(w).version},
        {"ocg.title": TEXT, "ocg.area": TEXT}),
    Verb(ocg.add_score, lambda w: {"ocg": w.ocg, "score": Score(threat=1, risk=1, harm=1, rationale="R")}, {
        "score.threat": NUMBER, "score.harm": NUMBER, "score.rationale": TEXT}),
    Verb(pvp.open_case, lambda w: {"case": _new_case(w), "name": "Robin"}, {
        "case.title": TEXT, "case.voice": TEXT, "name": TEXT}),
    Verb(pvp.edit_case, lambda w: {"case": _own(w, CaseFile, w.pvp.pk), "version": w.pvp.version}, {
        "case.title": TEXT, "case.voice": TEXT}),
    Verb(tracker.add, lambda w: {
        "record": w.ocg, "title": "Visit", "owner": w.people.memberships["owner"], "due": TODAY(),
        "strand": "pursue", "details": "At noon", "plan": "4P plan"}, {
        "title": TEXT, "details": TEXT, "strand": CODE, "plan": TEXT}),
    Verb(tracker.edit, lambda w: {"action": _action(w), "version": _action(w).version}, {
        "action.title": TEXT, "action.strand": CODE, "action.details": TEXT}),
    Verb(tracker.finish, lambda w: {
        "action": _action(w), "version": _action(w).version, "outcome": "Done", "status": "done",
        "evidence": "Exhibit RC/1"}, {"outcome": TEXT, "status": CODE, "evidence": TEXT}),
    Verb(steps.add_steps, lambda w: {"action": _action(w), "text": "Ring her"}, {"text": TEXT}),
    Verb(answers.decline, lambda w: {
        "action": _action(w), "version": _action(w).version, "reason": "Busy"}, {"reason": TEXT},
        before=_offer_action),
    Verb(answers.hand_on, lambda w: {
        "action": _action(w), "version": _action(w).version, "owner": w.people.teams["unit"],
        "holder": "PC Ward", "reason": "Duty"}, {"holder": TEXT, "reason": TEXT}, beside={"reason": "text"}),
    Verb(sanitised.give, lambda w: {
        "record": w.ocg, "proposal": SanitisedProposal(
            receiver=w.people.memberships["sanitised"].principal, title="Look", details="Twice", due=TODAY(),
            contact="o@pam.example", owner=w.people.memberships["owner"], strand="protect", note="N")}, {
        "proposal.title": TEXT, "proposal.details": TEXT, "proposal.contact": TEXT, "proposal.strand": CODE,
        "proposal.note": TEXT}, beside={"proposal.note": "details"}),
    Verb(sanitised.report, lambda w: {
        "row": SanitisedAction.objects.get(pk=w.parts["given"]["given"].pk), "kind": "progress", "text": "T"},
        {
        "kind": CODE, "text": TEXT}, persona="sanitised"),
    Verb(shares.share, lambda w: {"record": w.ocg, "proposal": _share(w)}, {
        "proposal.reason": TEXT, "proposal.level": NUMBER, "proposal.condition_text": TEXT,
        "proposal.conditions": (CODE,), "proposal.kinds": (CODE,)}),
    Verb(receipts.correct, lambda w: {"record": w.ocg, "part_kind": "record", "text": "It was Tuesday"}, {
        "part_kind": CODE, "text": TEXT}),
    Verb(access_requests.ask, lambda w: {
        "signpost": signpost_selectors.signpost_of(w.ocg.uuid), "wanted": 2, "reason": "Visit"}, {
        "wanted": NUMBER, "reason": TEXT}, persona="signposted", before=_nothing_asked),
    Verb(access_requests.decline, lambda w: {
        "request": AccessRequest.objects.get(pk=w.parts["asked"]["request"].pk), "reason": "No"}, {
        "reason": TEXT}),
    Verb(break_glass_access.break_glass, lambda w: {"reference": "OCG-2020-1", "reason": "Risk to life"}, {
        "reason": TEXT}, persona="glass_during"),
    Verb(break_glass_access.review_break_glass_use, lambda w: {
        "use": break_glass_selectors.break_glass_use(w.parts["broken"]["opening"].uuid), "justified": True,
        "words": "Fine"}, {"words": TEXT}, persona="auditor"),
    Verb(agreements.change, lambda w: {
        "agreement": w.people.agreement, "version": w.people.agreement.version,
        "parties": list(w.people.agreement.parties.all()), "bases": list(w.people.agreement.bases.all())}, {
        "agreement.name": TEXT, "agreement.purpose": TEXT}, persona="administrator"),
    Verb(agreements.end, lambda w: {
        "agreement": w.people.agreement, "version": w.people.agreement.version, "reason": "Over"}, {
        "reason": TEXT}, persona="administrator"),
    Verb(enquiries.ask, lambda w: {
        "kind": "person", "name": "Alex", "purpose": "Visit", "basis": w.people.basis, "more": "",
        "agencies": [w.people.agencies["council"]], "answer_by": TODAY()}, {
        "kind": CODE, "name": TEXT, "purpose": TEXT, "more": TEXT}),
    Verb(enquiries.answer, lambda w: {
        "row": EnquiryRecipient.objects.get(pk=w.parts["question"]["police"].pk), "answer": "hit",
        "words": "Ask us"}, {"answer": CODE, "words": TEXT}),
    Verb(matching.answer, lambda w: {
        "match": Match.objects.get(pk=w.parts["matched"]["match"].pk), "state": "no_need", "note": "Same"}, {
        "state": CODE, "note": TEXT}),
    Verb(administration.change_person, lambda w: {
        "membership": _colleague(w), "version": _colleague(w).version, "post": "PC", "roles": ["officer"],
        "clearance": 1, "teams": []}, {"post": TEXT, "roles": (CODE,), "clearance": NUMBER},
        persona="administrator"),
    Verb(administration.suspend, lambda w: {
        "membership": _colleague(w), "version": _colleague(w).version, "reason": "Left"}, {"reason": TEXT},
        persona="administrator"),
    Verb(administration.add_team, lambda w: {"name": "Harbour", "contact": "h@pam.example"}, {
        "name": TEXT, "contact": TEXT}, persona="administrator"),
    Verb(administration.change_team, lambda w: {
        "team": w.people.teams["unit"], "name": "Unit", "contact": "", "manager": None}, {
        "name": TEXT, "contact": TEXT}, persona="administrator"),
    Verb(invitations.invite, lambda w: {
        "name": "Ned New", "email": "ned@pam.example", "post": "PC", "roles": ["officer"], "clearance": 1,
        "teams": []}, {
        "name": TEXT, "email": TEXT, "post": TEXT, "roles": (CODE,), "clearance": NUMBER},
        persona="administrator"),
    Verb(contact.answer, lambda w: {
        "message": w.message, "outcome": "mail", "note": "Told them"}, {
        "outcome": CODE, "note": TEXT}, persona="administrator"),
    Verb(contact.invite, lambda w: {
        "message": w.message, "name": "Ned New", "email": "ned@pam.example", "post": "PC",
        "roles": ["officer"], "clearance": 1, "teams": []}, {
        "name": TEXT, "email": TEXT, "post": TEXT, "roles": (CODE,), "clearance": NUMBER},
        persona="administrator"),
    Verb(membership_requests.update_requests, lambda w: {
        "membership": _colleague(w), "teams": [], "roles": ["auditor"]}, {"roles": (CODE,)},
        persona="administrator", beside={"roles": "role"}),
    Verb(membership_requests.refuse_request, lambda w: {
        "request": MembershipRequest.objects.get(), "reason": "Unknown"}, {"reason": TEXT}, before=_joining),
    Verb(setting_requests.refuse_setting_request, lambda w: {
        "request": SettingRequest.objects.get(), "reason": "Unknown"}, {
        "reason": TEXT}, before=_setting_asked),
    Verb(leaving.leave, lambda w: {
        "membership": _colleague(w), "version": _colleague(w).version, "day": None, "reason": "New post",
        "teams": {}, "managers": {}, "actions": None}, {"reason": TEXT}, persona="administrator"),
    Verb(team_reviews.take_out, lambda w: {
        "review": TeamReview.objects.get(), "membership": w.people.memberships["no_second_factor"],
        "reason": "Left"}, {"reason": TEXT}, before=_review),
    Verb(disposal.propose, lambda w: {"record": _ocg(w), "ground": "period", "reason": "Long enough"}, {
        "ground": CODE, "reason": TEXT}),
    Verb(disposal.end_proposal, lambda w: {
        "disposal": disposal_of(w), "record": _ocg(w), "state": "withdrawn", "words": "Still needed"}, {
        "words": TEXT}, beside={"words": "reason"}),
    Verb(keeping.keep, lambda w: {
        "record": _ocg(w), "version": _ocg(w).version, "group": _ocg(w).retention_group,
        "criteria": [terms("keep")[0].code], "reason": "Risk", "next_review": TODAY() + timedelta(days=30)}, {
        "criteria": (CODE,), "reason": TEXT}),
    Verb(keeping.put_hold, lambda w: {"record": _ocg(w), "ground": "court", "reason": "Trial"}, {
        "ground": CODE, "reason": TEXT}),
    Verb(subject_access.ask, lambda w: {
        "name": "Sam", "born": None, "number": "7", "purpose": "subject", "recipient": "Sam",
        "reason": "Asked"},
        {
        "name": TEXT, "number": TEXT, "purpose": CODE, "recipient": TEXT, "reason": TEXT},
        persona="data_protection"),
    Verb(conduct.call_meeting, lambda w: {"meeting": _call(w)}, {
        "meeting.title": TEXT, "meeting.place": TEXT, "meeting.series": TEXT, "meeting.marking": NUMBER},
        beside={"meeting.marking": "lead"}),
    Verb(conduct.save_meeting, lambda w: {"meeting": _meeting(w), "version": _meeting(w).version}, {
        "meeting.title": TEXT, "meeting.place": TEXT}),
    Verb(conduct.withdraw, lambda w: {
        "meeting": _meeting(w), "attendance": _guest(w), "reason": "Ill"}, {"reason": TEXT}),
    Verb(conduct.add_item, lambda w: {"meeting": _meeting(w), "title": "Vans"}, {"title": TEXT}),
    Verb(conduct.take_attendance, lambda w: {
        "meeting": _meeting(w), "attendance": _guest(w), "state": "present"}, {"state": CODE}),
    Verb(conduct.write_notes, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "version": _item(w).version, "notes": "Said"},
        {"notes": TEXT}),
    Verb(lists.save_view, lambda w: {
        "kept": kept_list("ocg"), "name": "Late", "query": "overdue=on"}, {
        "name": TEXT, "query": TEXT}),
    Verb(lists.rename_view, lambda w: {"view": w.view, "name": "Late"}, {"name": TEXT}),
    Verb(lists.replace_view, lambda w: {
        "view": w.view, "query": "overdue=on", "without": [], "roomy": False}, {"query": TEXT}),
    Verb(many_records.hand_over, lambda w: {
        "records": [_ocg(w)], "team": w.people.teams["pvp"], "reason": "Why"}, {"reason": TEXT}),
    Verb(searches.save_search, lambda w: {"name": "Late", "words": "quay", "query": "kind=ocg"}, {
        "name": TEXT, "words": TEXT, "query": TEXT}),
    Verb(searches.rename_search, lambda w: {"search": w.search, "name": "Late"}, {"name": TEXT}),
    Verb(many.change_actions, lambda w: {
        "actions": [_action(w)], "owner": w.people.teams["unit"], "holder": "PC Ward",
        "due": TODAY() + timedelta(days=300), "reason": "Why"}, {
        "holder": TEXT, "reason": TEXT}),
    Verb(oversight.open_reason, lambda w: {
        "line": w.line, "purpose": "Complaint 14"}, {
        "purpose": TEXT}, persona="auditor", before=_shared),
    Verb(frameworks.create_draft, lambda w: {
        "kind": "plan", "code": "ours", "name": "Our plan"}, {"kind": CODE, "code": TEXT, "name": TEXT}),
    Verb(frameworks.copy_version, lambda w: {
        "version": _shipped_plan(), "code": "ours", "name": "Our plan"}, {"code": TEXT, "name": TEXT}),
    Verb(frameworks.publish, lambda w: {
        "draft": w.framework_draft, "version": w.framework_draft.version, "note": "New"}, {
        "note": TEXT}, before=_framework_draft),
    *API_VERBS,
    *CASE_VERBS,
    *CHRONOLOGY_VERBS,
    *CLOCK_VERBS,
    *MERGING_VERBS,
    *OCG_VERBS,
    *ORDER_VERBS,
    *PEOPLE_VERBS,
    *LIVE_VERBS,
    *VOICE_VERBS,
    *PLACE_VERBS,
    *SERIES_VERBS,
    *IMPORT_VERBS,
    *MARAC_VERBS,
    *ISSUE_VERBS,
]  # fmt: skip


def _guest(w):
    named = {w.meeting.lead_id, w.meeting.secretary_id}
    return Attendance.objects.filter(record_id=w.meeting.pk).exclude(person_id__in=named).first()


def with_bad(values, argument, bad):
    """`values` with `bad` for `argument`: "record.title" changes the row under "record"."""
    name, _, attribute = argument.partition(".")
    if not attribute:
        return values | {argument: bad}
    if is_dataclass(values[name]):
        return values | {name: replace(values[name], **{attribute: bad})}
    setattr(values[name], attribute, bad)
    return values
