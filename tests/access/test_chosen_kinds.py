"""A share that reaches chosen kinds of part alone: the others are absent, everywhere."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agreement, Grant
from pam.actions.models import Action
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import end_share, preview, share_record
from pam.records import services
from pam.records.models import Document, Entry, Subject
from pam.search import selectors as search
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import add_parts, make_ocg

PARTS = (Document, Entry, Subject, Action)


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        record = make_ocg(people, "owner", "Harbour group", team="unit")
        record.parts = add_parts(people, record, "wharf")
    return record


def share(people, ocg, to="probation", **changes):
    actor = people.reader("owner")
    values = {
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "Joint plan",
        "agreement": people.agreement,
        "until": timezone.now() + timedelta(days=20),
    }
    principal = people.agencies[to].principal if isinstance(to, str) else to
    with visibility.reading(actor):
        return share_record(
            actor=actor, record=ocg, proposal=ShareProposal(principal=principal, **(values | changes))
        )


def seen(people, ocg, persona="granted", *, through=visibility.visible_to):
    """{model: how many parts of it} that the persona sees."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        return {model: through(reader, model).filter(record_id=ocg.pk).count() for model in PARTS}


def unguarded(reader, model):
    """Without the gate: what the second wall lets through by itself."""
    return model._default_manager.all()


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_gate_and_wall_show_the_chosen_kinds_and_nothing_of_the_others(people, ocg):
    share(people, ocg, kinds=["document"])
    share(people, ocg, to="council")
    for through in (visibility.visible_to, unguarded):
        counts = seen(people, ocg, through=through)
        assert counts[Document] == 1 and counts[Subject] == counts[Action] == 0
        assert all(
            seen(people, ocg, persona, through=through)[Subject] == 1 for persona in ("owner", "signposted")
        )
    reader = people.reader("granted")
    with visibility.reading(reader):
        lines = set(
            visibility.visible_to(reader, Entry).filter(record_id=ocg.pk).values_list("kind", flat=True)
        )
        assert lines == {"document"}  # a line that names a person is of that a person's kind
        history = (
            Subject.history.filter(record_id=ocg.pk).count() + Action.history.filter(record_id=ocg.pk).count()
        )
        assert history == 0
        assert search.ids("subjects", "wharf") == search.ids("actions", "wharf") == {"": []}


def test_pages_of_kinds_that_were_not_shared_look_absent(sign_in, people, ocg):
    share(people, ocg, kinds=["document"])
    client = sign_in("granted")
    page = text_of(client.get(ocg.get_absolute_url()))
    assert "You see the parts that were shared with you" in page and "Sam wharf" not in page
    assert client.get(reverse("records:document", args=[ocg.parts["document"].uuid])).status_code == 200
    for name, part in (("actions:detail", "action"), ("records:subject_edit", "subject")):
        assert client.get(reverse(name, args=[ocg.parts[part].uuid])).status_code == 404
    assert "Sam wharf" not in text_of(client.get(f"{reverse('search:results')}?q=wharf"))
    assert "Seen at the wharf" not in text_of(client.get(reverse("actions:list") + "?whose=all"))


def test_other_kinds_can_be_chosen_later_and_parts_added_meanwhile_follow(people, ocg):
    share(people, ocg, kinds=["document"])
    share(people, ocg, kinds=["subject", "action"])
    with visibility.reading(people.reader("owner")):
        add_parts(people, ocg, "jetty")
    assert seen(people, ocg)[Document] == 0
    assert seen(people, ocg)[Subject] == seen(people, ocg)[Action] == 2
    share(people, ocg)
    assert seen(people, ocg)[Document] == 2
    ocg.refresh_from_db()
    assert ocg.narrowed is None  # and nobody pays for asking any more


def test_of_two_shares_the_parts_of_both_are_seen_and_those_of_an_ended_one_are_not(people, ocg):
    share(people, ocg, kinds=["document"])
    own = share(people, ocg, to=people.memberships["granted"].principal)
    assert seen(people, ocg)[Subject] == 1
    # By the clock alone: no trigger hears of it, and the index still names her.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE access_grant DISABLE TRIGGER pam_grants_updated")
        cursor.execute("UPDATE access_grant SET until = now() - interval '1 minute' WHERE id = %s", [own.pk])
        cursor.execute("ALTER TABLE access_grant ENABLE TRIGGER pam_grants_updated")
        for table, trigger in (
            ("records_record", "pam_record_readers"),
            ("records_subject", "pam_set_part_readers"),
        ):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
            cursor.execute(f"UPDATE {table} SET lapses_at = now() - interval '1 minute'")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    for through in (visibility.visible_to, unguarded):
        counts = seen(people, ocg, through=through)
        assert counts[Document] == 1 and counts[Subject] == 0
    with visibility.reading(people.reader("granted")):
        assert search.ids("subjects", "wharf") == {"": []}


def test_chosen_kinds_go_with_view_alone(people, ocg):
    with refused("kinds_need_view"):
        share(people, ocg, level=Level.CONTRIBUTE, kinds=["document"])
    share(people, ocg, kinds=["document"])
    with pytest.raises(IntegrityError, match="chosen_kinds_are_viewed"), transaction.atomic():
        Grant.objects.update(level=Level.CONTRIBUTE)


def test_the_preview_shows_the_chosen_kinds_alone(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        shown = preview(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.VIEW,
                basis=people.basis,
                reason="Joint plan",
                until=None,
                agreement=people.agreement,
                kinds=["note", "document"],
            ),
        )
    counts = {row.name: (row.count, row.hidden) for row in shown.parts}
    assert (
        counts["Documents"] == (1, 0)
        and counts["People, places and objects"] == (0, 1)
        and counts["Actions"] == (0, 1)
    )


def test_kinds_are_chosen_on_the_form_and_stand_in_the_list(sign_in, people, ocg):
    Agreement.objects.exclude(pk=people.agreement.pk).delete()
    client, address = sign_in("owner"), reverse("disclosure:share", args=[ocg.uuid])
    sent = {
        "principal": people.agencies["probation"].principal_id,
        "level": "2",
        "reason": "Joint",
        "reach": "chosen",
        "basis": people.basis.pk,
    }
    assert "Choose at least one kind of part" in text_of(client.post(address, sent))
    check = text_of(client.post(address, sent | {"kinds": ["document", "note"]}))
    assert "Only these parts Notes and events, Documents" in check
    page = text_of(
        client.post(address, sent | {"kinds": ["document", "note"], "confirm": "yes"}, follow=True)
    )
    assert "Chosen kinds of part" in page and Grant.objects.get().kinds == ["document", "note"]
    assert "Only: Notes and events, Documents." in text_of(
        client.get(reverse("records:chronology", args=[ocg.uuid]))
    )


@pytest.mark.parametrize("when", ["before they send it", "while it is being saved"])
def test_what_a_partner_saves_as_the_share_ends_is_refused_with_their_text_still_there(
    sign_in, people, ocg, monkeypatch, when
):
    grant = share(people, ocg, level=Level.CONTRIBUTE)
    client, address = sign_in("granted"), reverse("records:note", args=[ocg.uuid])
    assert client.get(address).status_code == 200

    def end():
        actor = people.reader("owner")
        with visibility.reading(actor):
            record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
            end_share(actor=actor, record=record, grant=grant, receiver_name="them", reason="Done")

    if when == "before they send it":
        end()
    else:
        asked = services.address
        monkeypatch.setattr(services, "address", lambda *args: (end(), asked(*args)))
    now = timezone.localtime()
    day = {"day_day": now.day, "day_month": now.month, "day_year": now.year, "time": "00:01"}
    refused = client.post(
        address, {"title": "Seen at the quay", "text": "Two men,\none van", "audience": "all"} | day
    )
    assert refused.status_code == 404
    page = refused.content.decode()
    assert (
        "What you typed was not saved" in page and "Two men,\none van" in page and "Seen at the quay" in page
    )
    assert "Harbour group" not in page and not Entry.objects.filter(title="Seen at the quay").exists()
