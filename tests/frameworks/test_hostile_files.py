"""What is no framework is refused with its line and the reason, quickly, and nothing of it is run."""

import pytest

from pam.frameworks.bodies import read_file
from pam.frameworks.problems import Faulty
from pam.frameworks.yaml_text import read_yaml
from tests.frameworks.hostile import HOSTILE


def test_there_are_more_than_a_hundred():
    assert len(HOSTILE) > 100 and len({str(row[0])[:20_000] for row in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(("source", "line", "reason"), HOSTILE, ids=lambda value: str(value)[:30])
def test_a_file_that_is_no_framework_is_refused_with_its_line_and_the_reason(source, line, reason):
    with pytest.raises(Faulty) as caught:
        read_file(source)
    found = [(one.line, one.sentence) for one in caught.value.problems]
    assert any(at == line and reason in sentence for at, sentence in found), found


def test_a_text_says_yes_no_and_dates_and_never_anything_that_is_built():
    text = "a: yes\nb: 2026-01-01\nc: 0x10\nd: 1_000\ne: 012\nf: .5\ng: '1'\nh: 1e3\ni: ~\nj: True\n"
    assert read_yaml(text)[0] == {
        "a": "yes", "b": "2026-01-01", "c": "0x10", "d": "1_000", "e": "012", "f": ".5", "g": "1", "h": "1e3",
        "i": None, "j": "True",
    }  # fmt: skip
