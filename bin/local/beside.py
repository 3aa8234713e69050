"""bin/test, bin/bench and bin/manage: one command with servers beside it, in the terminal's foreground."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import environment, lint, servers
from .places import LOCAL, PYTHON, ROOT, make_local, shown
from .processes import Lock, Stop, stop_on_signals
from .stack import fresh_template, migrate, running, stack_of_run
from .talk import Trouble, say

SLOTS = 32
CORES = os.cpu_count() or 1
# One test at a time in the order of tests/order.py, so that all workers end together.
IN_ORDER = ["--dist", "loadgroup", "--no-loadscope-reorder"]
WITHOUT_BROWSERS = "not browser and not slow"


def foreground(command: list, env: dict) -> int:
    """Run a command that owns the terminal (pdb, prompts, Ctrl-C reach it). Returns its exit code."""
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except Stop as stop:
            # Ctrl-C reached the child too; anything else is passed on.
            if stop.args[0] != signal.SIGINT:
                child.send_signal(signal.SIGTERM)


def troubled(command: Callable[[], int]) -> int:
    """Call `command()`; turn Trouble and Stop into a sentence and an exit code."""
    stop_on_signals()
    try:
        make_local()
        environment.ensure()
        return command()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except Stop:
        return 130


# --- bin/test ---------------------------------------------------------------------------------------


def free_slot() -> tuple[str, Lock]:
    """Name and lock of servers that no other bin/test uses, so that several run side by side."""
    for number in range(1, SLOTS + 1):
        name = f"test/{number}"
        (LOCAL / name).mkdir(parents=True, exist_ok=True)
        lock = Lock(LOCAL / name / "lock")
        if lock.take():
            return name, lock
    raise Trouble(f"{SLOTS} runs of bin/test are under way in this folder: wait for one to end.")


def with_workers(given: list) -> list:
    """pytest's arguments, with parallel workers unless the user chose, debugs, or named a single file.

    One for each core, and one for tests of browsers, which wait for much of their time.
    """
    chosen = any(a == "--numprocesses" or a.startswith(("-n", "--numprocesses=")) for a in given)
    debugs = any(a in {"--pdb", "--trace", "--collect-only", "--co", "--headed", "--fixtures"} for a in given)
    files = [a for a in given if not a.startswith("-") and ".py" in a]
    single = len(files) == 1 and not any(Path(a).is_dir() for a in given)
    if chosen or debugs or single or "no:xdist" in given:
        return list(given)
    workers = CORES if WITHOUT_BROWSERS in given else CORES + 1
    return ["-n", str(workers), *IN_ORDER, *given]


def whole(given: list) -> bool:
    """Whether pytest's arguments name no test of their own: then lint comes first."""
    named = any(not a.startswith("-") and ((ROOT / a.split("::")[0]).exists()) for a in given)
    return not named and not {"--collect-only", "--co", "--fixtures", "--lf", "--ff", "--sw"} & set(given)


def quick(given: list) -> list:
    """pytest's arguments, with `--quick` said in its own words: no browser, nothing slow."""
    if "--quick" not in given:
        return given
    return ["-m", WITHOUT_BROWSERS, *(a for a in given if a != "--quick")]


def compile_tests(env: dict) -> bool:
    """Let pytest compile all tests once, in a folder that has run none: else each worker does it. Returns
    True: what is wrong with them is said when they run.
    """
    if not list((ROOT / "tests").glob("__pycache__/conftest*")):
        command = [str(PYTHON), "-m", "pytest", "-n", "0", "--collect-only", "-q"]
        subprocess.run(command, cwd=ROOT, env=env, capture_output=True)
    return True


def run_tests(given: list) -> int:
    """Lint and compile, if no test is named, while the database is made ready; then run pytest with its own
    servers. Returns the exit code.
    """

    def command() -> int:
        name, lock = free_slot()
        with (
            ThreadPoolExecutor(2) as beside,
            running(name, "test", lock=lock, tuning=servers.TEST) as stack,
        ):
            steps = (
                [beside.submit(lint.lint), beside.submit(compile_tests, stack.owner)] if whole(given) else []
            )
            env = {**stack.owner, "PAM_TEST_TEMPLATE": fresh_template(stack)}
            if not all([step.result() for step in steps]):
                return 1
            browser = environment.chromium()
            if browser:
                env["PAM_CHROMIUM"] = browser
            else:
                say("Chromium is missing, so the browser tests are skipped: see CONTRIBUTING.md")
            return foreground([PYTHON, "-m", "pytest", *with_workers(quick(given))], env)

    return troubled(command)


def run_lint() -> int:
    """All that can be said of the code without running its tests. Returns 1 if there is something to say."""
    return troubled(lambda: 0 if lint.lint() else 1)


# --- bin/bench --------------------------------------------------------------------------------------


def run_bench(given: list) -> int:
    """Run bench/NAME.py with servers whose data is kept between runs. Returns its exit code."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not given or given[0] not in names:
        known = ", ".join(names) or "none yet"
        print(f"Which one? bin/bench NAME [--json FILE] [options]; NAME: {known}.", file=sys.stderr)
        return 2

    def command() -> int:
        (LOCAL / "bench").mkdir(exist_ok=True)
        lock = Lock(LOCAL / "bench" / "lock")
        if not lock.take():
            raise Trouble(f"A bin/bench already runs here (process {lock.holder()}): wait until it ends.")
        with running("bench", "bench", lock=lock, tuning=servers.BENCH) as stack:
            migrate(stack)
            env = {
                **stack.owner,
                "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            }
            return foreground([PYTHON, ROOT / "bench" / f"{given[0]}.py", *given[1:]], env)

    return troubled(command)


# --- bin/manage -------------------------------------------------------------------------------------


def run_manage(given: list) -> int:
    """Run manage.py as the owner, on the servers of the bin/run beside it or on servers for the moment."""

    def command() -> int:
        (LOCAL / "run").mkdir(exist_ok=True)
        manage = [PYTHON, "manage.py", *given]
        env = stack_of_run()
        if env:
            return foreground(manage, env)
        lock = Lock(LOCAL / "run" / "lock")
        if not lock.take():
            raise Trouble(f"Another command has just taken {shown(LOCAL / 'run')}: try again.")
        with running("run", "demo", lock=lock, tuning=servers.RUN) as stack:
            return foreground(manage, stack.owner)

    return troubled(command)
