"""Who contributes changes what their own agency wrote, and the actions that it is to do; the rest needs
`manage`. Asked of the services and, past them, of the second wall.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from ocg.models import Score
from ocg.services import add_score
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.actions.models import Action
from pam.actions.services import many as many_actions
from pam.actions.services import tracker
from pam.records import services
from pam.records.models import Document, Entry, Link, Subject
from tests.actions.world import add_action
from tests.records.world import add_note, group, page_text, share_with, url
from tests.standing import standing
from tests.world.world import upload

OWNER, OWN, THIRD = "owner", "granted", "signposted"  # of the police, probation and the council
VIEW, CONTRIBUTE, MANAGE = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE
CHANGERS = ("view", "contribute", "manage", "owner team")


class Harbour:
    """A group of the owner's on which three agencies wrote one part of each kind."""

    def __init__(self, people):
        self.people, self.record, self.parts = people, group(people), {}
        self.other = group(people, title="Other group")
        for agency in ("probation", "council"):
            share_with(people, self.record, agency=agency, level=CONTRIBUTE)
            share_with(people, self.other, agency=agency)
        for persona in (OWNER, OWN, THIRD):
            self._write(persona)

    def _write(self, persona):
        actor, record = self.people.reader(persona), self.record
        kind = {OWNER: "related", OWN: "victim_of", THIRD: "member_in"}[persona]
        with visibility.reading(actor):
            self.parts[persona] = {
                Subject: services.add_subject(
                    actor=actor, record=record, subject=Subject(name=f"Sam of {persona}", category="suspect")
                ),
                Link: services.link(actor=actor, record=record, other=self.other, kind=kind),
                Score: add_score(
                    actor=actor, ocg=record, score=Score(threat=1, risk=1, harm=1, rationale="Seen")
                ),
                Document: services.add_document(
                    actor=actor, record=record, upload=upload("plan.txt", "Text"), title="Plan"
                ),
            }
        self.parts[persona][Entry] = add_note(self.people, record, persona=persona)
        owner = {"owner": persona}
        self.parts[persona][Action] = add_action(self.people, record, actor=persona, **owner)

    def at(self, level):
        """The persona who changes, at one of `CHANGERS`."""
        if level == "owner team":
            return OWNER
        grant = Grant.objects.get(
            content_object_id=self.record.pk, group=self.people.agencies["probation"].principal
        )
        grant.level = Level[level.upper()]
        grant.save()
        return OWN

    def read(self, persona, model, whose):
        """The part as a persona reads it, through the gate."""
        rows = visibility.visible_to(self.people.reader(persona), model)
        return rows.get(pk=self.parts[whose][model].pk)


@standing
def harbour(people):
    return Harbour(people)


def expected(level, whose):
    """Whether a person at this level may change a part of this author."""
    return level in ("manage", "owner team") or (level == "contribute" and whose == OWN)


def changed(actor, row, field, value):
    setattr(row, field, value)
    return services.save_part(actor=actor, part=row, version=row.version)


def edited(actor, row, field, value):
    setattr(row, field, value)
    return tracker.edit(actor=actor, action=row, version=row.version, reason="Away")


def finished(actor, row):
    with transaction.atomic():
        return tracker.finish(actor=actor, action=row, version=row.version, outcome="Visited")


def cancelled(actor, row):
    return tracker.finish(
        actor=actor, action=row, version=row.version, status="withdrawn", outcome="Not needed"
    )


def reopened(actor, row):
    return tracker.reopen(actor=actor, action=row, version=row.version, reason="Not done after all")


def many(actor, row, **values):
    return many_actions.change_actions(actor=actor, actions=[row], reason="Away", **values)


VERBS = {
    "rename a person": (Subject, lambda a, r: changed(a, r, "name", "Kim")),
    "recategorise a person": (Subject, lambda a, r: changed(a, r, "category", "victim")),
    "end a person": (
        Subject,
        lambda a, r: services.end_subject(actor=a, subject=r, version=r.version, reason="Gone"),
    ),
    "end a link": (Link, lambda a, r: services.end_link(actor=a, link=r, version=r.version, reason="Wrong")),
    "rename a document": (Document, lambda a, r: changed(a, r, "title", "Other")),
    "rewrite a note": (Entry, lambda a, r: changed(a, r, "text", "Other")),
    "change a score": (Score, lambda a, r: changed(a, r, "threat", 99)),
    "retitle an action": (Action, lambda a, r: edited(a, r, "title", "Other")),
    "rewrite an action": (Action, lambda a, r: edited(a, r, "details", "Other")),
    "move an action": (Action, lambda a, r: edited(a, r, "due", timezone.localdate() + timedelta(90))),
    "move actions": (Action, lambda a, r: many(a, r, due=timezone.localdate() + timedelta(90))),
    "finish an action": (Action, finished),
    "cancel an action": (Action, cancelled),
}


@pytest.mark.parametrize("level", CHANGERS)
def test_who_contributes_changes_what_their_own_agency_wrote_and_no_more(harbour, level):
    persona = harbour.at(level)
    actor = harbour.people.reader(persona)
    for verb, (model, change) in VERBS.items():
        for whose in (OWNER, OWN, THIRD):
            own_action = verb == "finish an action" and whose == persona
            with visibility.reading(actor):
                row = harbour.read(persona, model, whose)
                try:
                    with transaction.atomic():
                        change(actor, row)
                        transaction.set_rollback(True)
                    done = True
                except PermissionDenied:
                    done = False
            assert done == (own_action or expected(level, whose)), (verb, whose)


@pytest.mark.parametrize("level", CHANGERS)
def test_who_contributes_reopens_what_their_own_agency_wrote_and_no_more(harbour, level):
    for whose in (OWNER, OWN, THIRD):
        reader = harbour.people.reader(whose)
        with visibility.reading(reader):
            finished(reader, harbour.read(whose, Action, whose))
    persona = harbour.at(level)
    actor = harbour.people.reader(persona)
    for whose in (OWNER, OWN, THIRD):
        with visibility.reading(actor):
            row = harbour.read(persona, Action, whose)
            if expected(level, whose):
                assert reopened(actor, row).status == "open"
            else:
                with pytest.raises(PermissionDenied):
                    reopened(actor, row)


# --- Past the services --------------------------------------------------------------------------------

RAW = {
    "records_subject": (Subject, "name = 'Kim', category = 'victim', ended_at = now()"),
    "records_link": (Link, "ended_at = now()"),
    "records_document": (Document, "title = 'Other', name = 'other.txt'"),
    "records_entry": (Entry, "title = 'Other', text = 'Other'"),
    "ocg_score": (Score, "threat = 99"),
    "actions_action": (Action, "title = 'Other', due = now(), status = 'withdrawn'"),
}


def rows_changed(sql, params):
    """How many rows a statement changed; 0 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            transaction.set_rollback(True)
            return cursor.rowcount
    except ProgrammingError:
        return 0


def test_the_wall_lets_who_contributes_change_their_own_agencys_rows_and_no_more(harbour):
    for level in CHANGERS:
        reader = harbour.people.reader(harbour.at(level))
        for table, (model, values) in RAW.items():
            for whose in (OWNER, OWN, THIRD):
                with visibility.reading(reader):
                    number = harbour.parts[whose][model].pk
                    done = rows_changed(f"UPDATE {table} SET {values} WHERE id = %s", [number])
                assert done == expected(level, whose), (table, level, whose)


def test_the_wall_keeps_a_part_with_its_author_and_its_record(harbour):
    persona = harbour.at("manage")
    police, probation = (harbour.people.agencies[key].pk for key in ("police", "probation"))
    with visibility.reading(harbour.people.reader(persona)):
        for (table, (model, _)), (whose, column, value) in product(
            RAW.items(),
            [
                (OWN, "author_agency_id", police),
                (OWNER, "author_agency_id", probation),
                (OWNER, "author_id", harbour.people.memberships["granted"].pk),
                (OWN, "record_id", harbour.other.pk),
            ],
        ):
            number = harbour.parts[whose][model].pk
            sql = f"UPDATE {table} SET {column} = %s WHERE id = %s"
            assert rows_changed(sql, [value, number]) == 0, (table, whose, column)


def test_the_wall_lets_nobody_add_in_another_agencys_name_or_below_contribute(harbour):
    for table, (model, _) in RAW.items():
        adds_in_its_own_name_alone(harbour, table, model)


def adds_in_its_own_name_alone(harbour, table, model):
    """Fails where a row can be added to the table in another's name, or by who may not contribute."""
    row = model.objects.get(pk=harbour.parts[OWNER][model].pk)
    columns = [f.column for f in model._meta.concrete_fields if not f.primary_key and f.column != "uuid"]
    quoted = connection.ops.quote_name
    values = {name: quoted(name) for name in columns}
    if model is Link:
        values["kind"] = "'exploited_by'"
    if model is Action:
        values["code"] = "''"
    for level, agency, allowed in [
        ("contribute", "probation", 1),
        ("contribute", "police", 0),
        ("view", "probation", int(model is Entry)),
        ("view", "police", 0),
    ]:
        persona = harbour.at(level)
        with visibility.reading(harbour.people.reader(persona)):
            named = values | {"author_agency_id": str(harbour.people.agencies[agency].pk)}
            done = rows_changed(
                f"INSERT INTO {table} (uuid, {', '.join(map(quoted, columns))}) SELECT gen_random_uuid(), "
                f"{', '.join(named[name] for name in columns)} FROM {table} WHERE id = %s",
                [row.pk],
            )
        assert done == allowed, (table, level, agency)


OF_A_MEETING = [
    "meetings_attendance SET state = 'absent'",
    "meetings_agendaitem SET notes = 'Mine', position = 9",
    "meetings_decision SET text = 'Mine'",
    "meetings_meetingaction SET about_id = NULL",
    "meetings_meeting SET place = 'Elsewhere'",
]


def test_the_wall_lets_who_contributes_to_a_meeting_change_nothing_that_its_owner_wrote(held_room):
    people = held_room.world.people
    for level, done in ((CONTRIBUTE, False), (MANAGE, True)):
        share_with(people, held_room.meeting, level=level)
        with visibility.reading(people.reader(OWN)):
            for values in OF_A_MEETING:
                assert (rows_changed(f"UPDATE {values}", []) > 0) == done, (level, values)


# --- Whose an action is -------------------------------------------------------------------------------


def test_the_agency_whose_person_an_action_is_for_may_change_it_with_contribute(harbour):
    theirs = add_action(harbour.people, harbour.record, owner=OWN, title="Supervise")
    actor = harbour.people.reader(harbour.at("contribute"))
    with visibility.reading(actor):
        row = visibility.visible_to(actor, Action).get(pk=theirs.pk)
        row.title = "Supervise weekly"
        tracker.edit(actor=actor, action=row, version=row.version)
        number = [theirs.pk]
        assert rows_changed("UPDATE actions_action SET title = 'x' WHERE id = %s", number) == 1
    harbour.at("view")
    with visibility.reading(actor):
        row = visibility.visible_to(actor, Action).get(pk=theirs.pk)
        with pytest.raises(PermissionDenied):
            edited(actor, row, "title", "Something else")
        for values, done in [
            ("status = 'done', outcome = 'Done', ended_at = now()", 1),
            ("title = 'x'", 0),
            ("due = due + 90", 0),
            ("status = 'withdrawn'", 0),
            (f"owner_id = {harbour.people.memberships['owner'].pk}", 0),
        ]:
            assert rows_changed(f"UPDATE actions_action SET {values} WHERE id = %s", number) == done, values


def test_nobody_makes_an_action_their_own_to_change_it(harbour):
    actor = harbour.people.reader(harbour.at("contribute"))
    with visibility.reading(actor):
        row = harbour.read(OWN, Action, OWNER)
        with pytest.raises(PermissionDenied):
            edited(actor, row, "owner", harbour.people.memberships[OWN])
        row = harbour.read(OWN, Action, OWNER)
        with pytest.raises(PermissionDenied):
            many(actor, row, owner=harbour.people.memberships[OWN])


def test_who_contributes_gives_their_action_to_the_owning_agency(harbour):
    theirs = add_action(harbour.people, harbour.record, owner=OWN, title="Supervise")
    actor = harbour.people.reader(harbour.at("contribute"))
    with visibility.reading(actor):
        row = visibility.visible_to(actor, Action).get(pk=theirs.pk)
        edited(actor, row, "owner", harbour.people.memberships[OWNER])
        with pytest.raises(PermissionDenied):
            cancelled(actor, visibility.visible_to(actor, Action).get(pk=theirs.pk))


# --- Pages --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pages_show_the_buttons_that_would_not_be_refused_and_no_others(harbour, sign_in):
    harbour.at("contribute")
    client = sign_in(OWN)
    page = client.get(url("ocg:detail", harbour.record)).content.decode()
    pages = {
        Subject: ["records:subject_edit", "records:subject_end"],
        Link: ["records:link_end"],
        Action: ["actions:edit", "actions:finish"],
    }
    for whose in (OWNER, OWN, THIRD):
        mine = whose == OWN
        for model, names in pages.items():
            part = harbour.parts[whose][model]
            if model is not Action:
                assert (url(names[0], part) in page) == mine, (whose, model)
            else:
                action = client.get(url("actions:detail", part)).content.decode()
                assert {url(name, part) in action for name in names} == {mine}, whose
            for name in names:
                assert client.get(url(name, part)).status_code == (200 if mine else 403), (whose, name)


def test_a_post_to_change_another_agencys_person_is_refused(harbour, sign_in):
    harbour.at("contribute")
    suspect = harbour.parts[OWNER][Subject]
    answer = sign_in(OWN).post(
        url("records:subject_edit", suspect), {"name": "Kim", "kind": "person", "category": "victim"}
    )
    assert answer.status_code == 403
    suspect.refresh_from_db()
    assert (suspect.name, suspect.category) == ("Sam of owner", "suspect")


def test_the_share_page_says_what_contribute_lets_them_do(harbour, sign_in):
    text = page_text(sign_in(OWNER).get(url("disclosure:share", harbour.record)))
    assert "They can also add notes, documents and actions, and change what they added." in text
