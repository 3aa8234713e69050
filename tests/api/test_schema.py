"""What the OpenAPI document says is what the API does: examples made from it find no error of ours."""

import json
from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.actions.world import add_action, make_ocg
from tests.matrix.requests import undone
from tests.world.disruptions import add_disruptions
from tests.world.responsible import add_place

EXAMPLES = 5  # of each address and method


def document():
    """The OpenAPI document, as the command writes it."""
    out = StringIO()
    call_command("openapi", stdout=out)
    return json.loads(out.getvalue())


def test_the_document_names_a_scope_and_the_problems_of_each_address():
    paths = document()["paths"]
    operations = [operation for ways in paths.values() for operation in ways.values()]
    assert len(operations) > 15 and all(operation["security"] for operation in operations)
    assert all("422" in operation["responses"] for operation in operations if "uuid" not in str(operation))


@pytest.mark.slow
def test_no_example_made_from_the_document_finds_an_error_of_ours(people, program, record_property):
    ocg = make_ocg(people)
    known = {"/actions/": add_action(people, ocg).uuid, "/group-places/": add_place(people, ocg, "One").uuid}
    known["/disruptions/"] = add_disruptions(people, ocg, "one")["disruption"].uuid
    mine, sent = program("owner"), []
    schema = schemathesis.openapi.from_dict(document())
    schema.config.generation.codec = None  # the same letters; "utf-8" has a million tried one by one
    for found in schema.get_all_operations():
        operation = found.ok()
        row = next((row for path, row in known.items() if f"{path}{{uuid}}" in operation.path), ocg.uuid)
        send_examples(operation, row, mine, sent)
    record_property("requests", len(sent))
    assert len(sent) > 100
    assert {200, 201} & set(sent) and 422 in sent


def send_examples(operation, known, mine, sent):
    """Sends examples of an operation to rows that nobody has and to the row `known`; adds each status."""

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), on_known=st.booleans())
    def ask(case, on_known):
        path = case.formatted_path
        if on_known and "uuid" in (case.path_parameters or {}):
            path = case.path.format(uuid=known)
        body = case.body if isinstance(case.body, dict | list | str | int | None) else None
        query = {name: value for name, value in (case.query or {}).items() if value is not None}
        with undone():
            way = path.removeprefix("/api/v1/").lstrip("/")
            answer = mine.get(way, query) if case.method.upper() == "GET" else mine.post(way, body)
        sent.append(answer.status_code)
        assert answer.status_code < 500, (case.method, path, query, body)

    ask()
