"""The verbs of members, for the table of verbs."""

from ocg.members import services
from ocg.models import Member, MemberStatus
from pam.records.models import Subject
from tests.attack.verb import CODE, TEXT, Verb
from tests.world.members import part, status


def _member(w):
    return Member.objects.get(pk=w.parts["shared"]["member"].pk)


def _status(w):
    return MemberStatus.objects.get(pk=w.parts["shared"]["status"].pk)


MEMBER_VERBS = [
    Verb(services.add_member, lambda w: {
        "record": w.ocg, "subject": Subject(name="Jo Quay", category="suspect"), "member": part(),
        "status": status()}, {
        "subject.name": TEXT, "member.position": TEXT, "member.source": TEXT, "member.manager": TEXT,
        "status.state": CODE, "status.establishment": TEXT, "status.requirements": TEXT,
        "status.source": TEXT}),
    Verb(services.change_member, lambda w: {
        "member": (row := _member(w)), "version": row.version}, {
        "member.position": TEXT, "member.source": TEXT, "member.manager": TEXT}),
    Verb(services.remove_member, lambda w: {
        "member": (row := _member(w)), "version": row.version, "reason": "A mistake"}, {"reason": TEXT}),
    Verb(services.set_status, lambda w: {
        "member": _member(w), "status": status(state="licence", since=status().since)}, {
        "status.state": CODE, "status.requirements": TEXT, "status.source": TEXT}),
    Verb(services.strike_status, lambda w: {
        "status": (row := _status(w)), "version": row.version, "reason": "The wrong prison",
        "instead": status()}, {
        "reason": TEXT, "instead.establishment": TEXT, "instead.requirements": TEXT}),
]  # fmt: skip
