"""What bin/run, bin/test, bin/bench and bin/manage share. Standard library only, except `prepare.py`.

This file is read first, by whatever Python the machine has, so it keeps to old syntax: it hands over to a
newer Python on the PATH, or says in one sentence what is missing.
"""

import os
import shutil
import sys

OLDEST = (3, 11)


def newer_python(which=shutil.which):
    """Path of a Python on the PATH that is new enough, or None."""
    for minor in range(20, OLDEST[1] - 1, -1):
        found = which("python3.%d" % minor)
        if found:
            return found
    return None


def need_python(version=sys.version_info, which=shutil.which, execute=os.execv):
    """Return if this Python is new enough; else start again with one that is, or end with a sentence."""
    if tuple(version[:2]) >= OLDEST:
        return
    found = newer_python(which)
    if found:
        execute(found, [found] + sys.argv)
    sys.exit(
        "pam needs Python 3.11 or newer and this is %d.%d: install a newer one (apt-get install python3.11)."
        % tuple(version[:2])
    )


need_python()
