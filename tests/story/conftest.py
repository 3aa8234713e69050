"""What the story needs: its people, and pam's own processes on the tests' database."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from celery import Celery

from tests.story import processes
from tests.story.person import Cast
from tests.story.reading import until


@dataclass
class Pam:
    """A running pam: its address, its queue, the mail that it sent, and where its logs and files lie."""

    address: str
    queue: str
    post: processes.Postman
    folder: Path

    def log(self, name):
        """What the process `name` has written so far."""
        return (self.folder / f"{name}.log").read_text()

    def does(self, task, queue):
        """Gives the owner's worker a job, as the clock does, and waits until it is done."""
        with Celery(broker=self.queue) as celery:
            number = celery.send_task(task, queue=queue).id
        until(lambda: f"{task}[{number}] succeeded" in self.log("system-worker"), task)


@pytest.fixture
def start_pam(committed, tmp_path):
    """A function that starts pam's processes on the tests' database; they stop with the test."""
    from contextlib import ExitStack

    if "PAM_WEB_DATABASE_URL" not in os.environ:
        pytest.skip("PAM_WEB_DATABASE_URL is not set: bin/test knows how the web role connects.")
    with ExitStack() as stack:

        def start():
            port = processes.free_port()
            stack.enter_context(processes.counts_of_attempts())
            post = stack.enter_context(processes.Postman().at_work())
            redis = stack.enter_context(processes.queue_of_our_own(os.environ["REDIS_URL"]))
            owner, web = processes.environments(port, redis, post.port, tmp_path / "media")
            family = processes.children(port, owner, web, tmp_path)
            return Pam(stack.enter_context(processes.running(family, port)), redis, post, tmp_path)

        yield start


@pytest.fixture
def cast(chromium, tmp_path):
    """Who acts: `cast.person(name, address)`; when the test fails, what each of them saw last is kept."""
    with Cast(chromium, tmp_path) as cast:
        yield cast
