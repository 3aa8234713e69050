"""The verbs of clocks, for the table of verbs."""

from datetime import timedelta

from django.utils import timezone

from pam.clocks import services as clocks
from pam.clocks.models import Clock
from pam.frameworks import services as frameworks
from pam.frameworks.models import FrameworkVersion
from tests.attack.verb import TEXT, Verb


def _version():
    return FrameworkVersion.objects.get(kind="clock", code="score-again", agency=None)


def _clock(w, part="clock"):
    row = Clock.objects.get(pk=w.parts["shared"][part].pk)
    return {"clock": row, "version": row.version}


def _newer(w):
    """The police have a version of their own."""
    actor = w.people.reader("owner")
    draft = frameworks.copy_version(actor=actor, version=_version())
    frameworks.publish(actor=actor, draft=draft, version=draft.version, note="Ours")


CLOCK_VERBS = [
    Verb(clocks.start_clock, lambda w: {
        "record": w.ocg, "framework_version": _version(), "started_at": timezone.now() - timedelta(days=2),
        "note": "Seen"}, {"note": TEXT}),
    Verb(clocks.meet_clock, lambda w: {
        **_clock(w), "ended_at": timezone.now(), "reason": "Scored", "late_reason": "Leave"}, {
        "reason": TEXT, "late_reason": TEXT}),
    Verb(clocks.stop_clock, lambda w: {**_clock(w), "reason": "Archived"}, {"reason": TEXT}),
    Verb(clocks.restart_clock, lambda w: {**_clock(w, "clock ended"), "reason": "A slip"}, {"reason": TEXT}),
    Verb(clocks.correct_start, lambda w: {
        **_clock(w), "started_at": timezone.now() - timedelta(days=3), "reason": "A slip"}, {
        "reason": TEXT}),
    Verb(clocks.explain_late, lambda w: {**_clock(w), "late_reason": "Leave"}, {"late_reason": TEXT}),
    Verb(clocks.take_newer_version, lambda w: {**_clock(w), "reason": "New rule"}, {
        "reason": TEXT}, before=_newer),
]  # fmt: skip
