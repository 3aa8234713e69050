"""The containers' health checks: `health.py web`, `health.py worker work|system|mail`, `health.py beat`.

Exit code 0 is well; anything else, an exception included, is not.
"""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SCHEDULE = Path("/tmp/beat-schedule")
# Beat writes its schedule down every three minutes.
BEAT_SILENCE = 10 * 60


def web(url: str = "http://127.0.0.1:8000/healthz") -> bool:
    """Whether the web server answers that it is well."""
    with urllib.request.urlopen(url, timeout=8) as answer:
        return answer.status == 200


def worker(queue: str) -> bool:
    """Whether this container's worker answers a ping through the broker."""
    sys.path.insert(0, os.getcwd())
    from pam.celery import app

    name = f"{queue}@{socket.gethostname()}"
    return bool(app.control.inspect([name], timeout=10).ping())


def beat(schedule: Path = BEAT_SCHEDULE, now: float | None = None) -> bool:
    """Whether the clock has written its schedule down lately."""
    written = [path.stat().st_mtime for path in schedule.parent.glob(schedule.name + "*")]
    return bool(written) and (now or time.time()) - max(written) < BEAT_SILENCE


def main(given: list) -> int:
    """Run the check that is named; returns the exit code."""
    checks = {"web": web, "worker": worker, "beat": beat}
    return 0 if checks[given[0]](*given[1:]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
