"""The page of faults says what the tests of faults show."""

from pathlib import Path

from tests.meetings import faults, test_faults_servers, test_faults_typing  # noqa: F401  (they say the rows)

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "faults-of-meetings.md"


def test_the_table_of_faults_is_that_of_the_tests():
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    assert sorted(tuple(row[:2]) for row in rows[1:]) == sorted(faults.ROWS) and len(faults.ROWS) >= 25
