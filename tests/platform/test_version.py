"""Which pam it is: on the account page, in a PDF, and in the logs."""

import logging
import re
from pathlib import Path

from django.urls import reverse

from pam import __version__
from pam.celery import say_version
from pam.pdf.engine import describe

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_that_of_the_newest_entry_of_the_changelog():
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    newest = re.search(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert newest and newest.group(1) == __version__


def test_the_account_page_says_which_pam_it_is(people, sign_in):
    page = sign_in("owner").get(reverse("accounts:account")).content.decode()
    assert f"pam {__version__}" in page


def test_a_pdf_says_which_pam_made_it(rf):
    from datetime import UTC, datetime

    class Metadata:
        pass

    metadata = Metadata()
    describe(metadata, title="Minutes", subject="", lang="en-GB", created=datetime(2026, 11, 2, tzinfo=UTC))
    assert metadata.generator == f"pam {__version__}"


def test_a_worker_says_in_the_log_which_pam_has_started(caplog):
    with caplog.at_level(logging.INFO, logger="pam.start"):
        say_version("worker")
    assert caplog.messages == [f"pam {__version__}: worker has started"]
