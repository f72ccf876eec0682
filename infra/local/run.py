"""Runs the whole registry on this computer: `make run`, or `python -m infra.local.run` with PORT set or not."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from infra.local.console import Console, welcome
from infra.local.engines import StartError
from infra.local.environment import bypass_proxies
from infra.local.leftovers import ROOT, port_is_free
from infra.local.start import EmbeddedRun
from infra.local.state import State
from infra.local.template import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DEFAULT_PORT = "8000"
_LOOK_AT_ENGINES_SECONDS = 0.5


def main(
    *, template: Path = TEMPLATE, seed: Callable[[str, Path], Sequence[dict[str, Any]]] | None = None
) -> int:
    """Runs until Ctrl-C, SIGTERM or the end of an engine; answers with the process's exit code."""
    started = time.monotonic()
    bypass_proxies()
    beginning = os.environ.get("SEED") or "demo"
    state = State(Path(os.environ.get("LOCAL_STATE", ROOT / FOLDERS.get(beginning, FOLDERS["demo"]))))
    console: Console | None = None
    run: EmbeddedRun | None = None
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        port = wanted_port()
        check_beginning(beginning)
        state.open()
        console = Console(state.folder / "functions.log")
        run = EmbeddedRun(template, state, port, seed or SEEDS[beginning])
        run.start()
        _greet(console, run, seconds=time.monotonic() - started)
        return _watch(console, run)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if run is not None:
            run.stop()
        if console is not None:
            if run is not None and run.ready:
                console.say("  Stopped; the next start finds everything as it was.")
            console.close()
        state.close()


def wanted_port() -> int:
    """The port of PORT, checked; `StartError` if it is no port or taken."""
    text = os.environ.get("PORT") or _DEFAULT_PORT
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:  # noqa: PLR2004 -- ports end there
        raise StartError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    if not port_is_free(port):
        raise StartError(
            f"Port {port} is taken: stop what uses it, or choose another with `make run PORT={port + 1}`."
        )
    return port


def check_beginning(name: str) -> None:
    """`StartError` if SEED names no way to begin."""
    if name not in SEEDS:
        raise StartError(f"SEED must be demo or none, not {name!r}.")


def _seed(base_url: str, folder: Path) -> Sequence[dict[str, Any]]:
    """The demo's people, known to the sign-in page of this start: its address may have changed since the last."""
    from infra.local.seed import seed  # noqa: PLC0415 -- it imports the functions' code, which needs the environment
    from shared.wiring import wiring  # noqa: PLC0415 -- as above

    people = seed(wiring(), base_url, folder / "people.json")
    for person in people:
        wiring().stores.sessions.know(wiring().oidc_issuer, person["id"], person["id"])
    return people


def _seed_none(base_url: str, folder: Path) -> Sequence[dict[str, Any]]:
    """Nobody but two people who are invited to administer."""
    from infra.local.seed_none import seed_none  # noqa: PLC0415 -- as above
    from shared.wiring import wiring  # noqa: PLC0415 -- as above

    return seed_none(wiring(), base_url, folder / "people.json")


SEEDS = {"demo": _seed, "none": _seed_none}
FOLDERS = {"demo": ".local", "none": ".local-none"}
"""What the registry begins with, and the folder that keeps it; the two never meet."""


def _greet(console: Console, run: EmbeddedRun, *, seconds: float) -> None:
    mail_url = f"{run.engines.endpoint_url}/_ministack/ses/messages"
    welcome(console, base_url=run.base_url, mail_url=mail_url, people=run.people)
    if not run.engines.table_is_durable:
        console.say(
            "  No dynoxide for this platform: MiniStack serves the table, a crash may lose the last minutes."
        )
    if run.engines.state_was_lost:
        console.say(
            "  The last run ended suddenly: queues are empty, events of the stream are published again."
        )
    console.say(f"  Ready in {seconds:.1f} s. Ctrl-C stops.")


def _watch(console: Console, run: EmbeddedRun) -> int:
    """Waits for the end; an engine that ends by itself ends the run, because nothing works without it."""
    while (name := run.engines.dead()) is None:
        time.sleep(_LOOK_AT_ENGINES_SECONDS)
    console.say(
        f"  {name} has ended by itself (see {run.state.folder / name}.log); start again with `make run`."
    )
    return 1


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
