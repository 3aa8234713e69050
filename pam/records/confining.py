"""What a child process gives away before it looks at a stranger's file. Loaded by the children alone
(`text_child.py`, `preview_child.py`): it knows nothing of pam.
"""

import ctypes
import resource

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def confine(*, seconds, memory, files):
    """Gives away what a file made to harm could use: processor time but for so many `seconds`, memory but for
    so many bytes, writing files, opening more than so many `files`, the network (where the kernel lets it).
    """
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        resource.setrlimit(limit, (most, most))
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)  # refused where users may not: the rest holds
