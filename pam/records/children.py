"""Files of strangers are looked at by processes of their own, which can do nothing else (`confining.py`)."""

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from django.db.models.fields.files import FieldFile


def written_by_child(script: Path, argument: str, file: FieldFile, *, most: int, seconds: float) -> bytes:
    """What `script` writes about a stored file, given to it as its standard input: at most so many bytes, in
    so many `seconds`.

    Raises ValueError if it failed or took too long, OSError if the file isn't there.
    """
    with file.open("rb") as opened, tempfile.TemporaryFile() as given:
        shutil.copyfileobj(opened, given)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", str(script), argument],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    late = threading.Timer(seconds, child.kill)
    late.start()
    try:
        with child:
            assert child.stdout is not None
            written = child.stdout.read(most)
            child.stdout.close()  # one that says more is ended by that
    finally:
        late.cancel()
    if child.returncode:
        raise ValueError(f"the process that read it ended with {child.returncode}")
    return written
