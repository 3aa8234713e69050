"""What leaves a training agency by machine says that nothing in it is real."""

import json

from pam.access import visibility
from pam.access.models import Membership, User
from pam.access.services import create_membership
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.api.models import HookDelivery, Webhook
from pam.api.services.sending import message
from pam.exchange.services import make_feed, read_feed
from pam.records.exports import export_record
from pam.ui.training import NOT_REAL
from tests.api.conftest import Program, give_token
from tests.training.conftest import *  # noqa: F403  (its fixtures)


def test_an_answer_of_the_api_and_a_webhooks_message_say_so(school, lesson, client, people, own_system):
    agency, team, reader = school
    user = User.objects.create_user("lesson@system.invalid", "Lesson system", service=True)
    accept_for_everybody()
    system = create_membership(user=user, agency=agency, teams=[team], clearance=2, post="System")
    mine = Program(client, system, *give_token(system))
    answer = mine.get(f"records/{lesson.uuid}")
    assert (answer.status_code, answer["Pam-Training"]) == (200, "not real")
    trainee = Membership.objects.get(pk=reader.membership_id)
    for of, said, asker in ((system, True, trainee), (own_system, None, people.memberships["owner"])):
        hook = Webhook.objects.create(
            agency_id=of.agency_id,
            membership=of,
            label="x",
            url="https://receiver.example/",
            asked_by=asker,
            accepted=True,
        )
        body, _ = message(HookDelivery.objects.create(webhook=hook, kind="test"), "")
        assert json.loads(body).get("training") is said
    real = Program(client, own_system, *give_token(own_system)).get("records")
    assert "Pam-Training" not in real.headers


def test_a_file_and_a_calendar_say_so(school, lesson):
    _, _, reader = school
    with visibility.reading(reader):
        made = export_record(actor=reader, record=lesson, kind="json", recipient="Me", reason="To see")
        assert json.loads(made.read())["training"] == NOT_REAL
        packed = export_record(actor=reader, record=lesson, kind="xlsx", recipient="Me", reason="To see")
        assert packed.read()[:2] == b"PK"
        make_feed(actor=reader)
        assert b"X-WR-CALNAME:pam, training: not real" in read_feed(actor=reader)
