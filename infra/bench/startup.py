"""Start-up and warm requests of the functions and of the references (C1-C5, C7, W1, W2, B1, B2)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import boto3

from infra.bench.federation import Federation
from infra.bench.measure import Native, Subject, instructions, native, runtime
from infra.bench.requests import posted, read
from infra.bench.rows import Row
from shared.store import keys

WARM = 10
HERE = Path(__file__).parent
SITE = str(Path(boto3.__file__).parents[1])
NUMBERS = count(1_000)
SHARE = 256 / 1769
"""Of a core that Lambda gives 256 MB."""
APPLICATIONS = "/api/v1/applications"


@dataclass(frozen=True, slots=True)
class Measured:
    """One subject: what a native run and what callgrind says."""

    native: Native
    counted: dict[str, float] | None

    def over(self, floor: float | None, group: str = "first") -> float | None:
        """Interpreter, INIT and first request, over the bare runtime."""
        if self.counted is None or floor is None:
            return None
        return self.counted["start"] + self.counted["init"] + self.counted[group] - floor

    def of(self, group: str) -> float | None:
        return self.counted[group] if self.counted else None


def measured(federation: Federation, artefact: str) -> dict[str, Measured]:
    """Everything measured, natively one after the other, under callgrind two at a time."""
    natives = {each.name: native(each) for each in _subjects(federation, artefact)}
    with ThreadPoolExecutor(2) as pool:
        counted = list(pool.map(_counted, _subjects(federation, artefact)))
    return {name: Measured(natives[name], found) for name, found in counted}


def start_rows(found: dict[str, Measured], floor: float | None) -> list[Row]:
    api, desk = found["applications"], found["desk"]
    compiled = [name for each in ("applications", "desk") for name in found[each].native.compiled]
    return [
        Row(
            key="C1",
            what="API function, INIT + first submission, over the runtime",
            ours=api.over(floor),
            must=1290,
            goal=1090,
            unit="Minstr",
            reference=_both(found, floor, "api"),
        ),
        Row(
            key="C2",
            what="page function (desk), INIT + first queue page, over the runtime",
            ours=desk.over(floor),
            must=1110,
            goal=810,
            unit="Minstr",
            reference=_both(found, floor, "page"),
        ),
        *(
            Row(
                key="C3",
                what=f"{name}, INIT with its clients, whole process",
                ours=_whole(found[name]),
                must=810,
                goal=700,
                unit="Minstr",
            )
            for name in ("publisher", "notifier")
        ),
        Row(key="C4", what="package files compiled at run time", ours=len(compiled), must=0, goal=0),
        *(
            Row(
                key="C5",
                what=f"first request of {name} with 256 MB's share of a core, computed from its CPU time",
                ours=found[name].native.cpu["first"] / SHARE,
                must=60,
                goal=10,
                unit="ms",
            )
            for name in ("applications", "desk")
        ),
        *(
            Row(
                key="C7",
                what=f"peak memory of {name} after the first request",
                ours=found[name].native.memory["first"],
                must=64,
                goal=50,
                unit="MB",
            )
            for name in ("applications", "desk")
        ),
    ]


def warm_rows(found: dict[str, Measured]) -> list[Row]:
    api, desk = found["applications"], found["desk"]
    lines = [line for line in api.native.log.splitlines() if line]
    requests = 2 * (WARM + 1)
    return [
        Row(
            key="W1",
            what="warm submission of 4 KB (POST of a draft: look-up, checks, transaction, answer)",
            ours=api.of("create"),
            must=14,
            goal=8,
            unit="Minstr",
            reference=_warm(found, "api"),
            note=f"{api.native.wall['create']:.1f} ms",
        ),
        Row(
            key="W1",
            what="warm signature (POST submit of a stored draft)",
            ours=api.of("submit"),
            must=28,
            goal=14,
            unit="Minstr",
            note=f"{api.native.wall['submit']:.1f} ms",
        ),
        Row(
            key="W2",
            what="warm queue page of 25 rows, HTML, gzip",
            ours=desk.of("warm"),
            must=26,
            goal=14,
            unit="Minstr",
            reference=_warm(found, "page"),
            note=f"{desk.native.wall['warm']:.1f} ms",
        ),
        Row(
            key="W4",
            what="GET /health: resolver, call, log and answer, no SDK and no template",
            ours=found["register"].native.wall["warm"] * 1000,
            must=200,
            goal=100,
            unit="us",
        ),
        Row(key="B1", what="log lines per request", ours=len(lines) / requests, must=1, goal=1),
        Row(
            key="B1",
            what="log bytes per request",
            ours=sum(map(len, lines)) / requests,
            must=450,
            goal=250,
            unit="bytes",
        ),
    ]


def _subjects(federation: Federation, artefact: str) -> list[Subject]:
    """Made anew for each run: a draft can be submitted once."""
    create = [
        posted(APPLICATIONS, federation.body(next(NUMBERS)), federation.token, route=f"ANY {APPLICATIONS}")
        for _ in range(WARM + 1)
    ]
    submit = [_submit(federation) for _ in range(WARM + 1)]
    queue = [read("/desk?whose=all", federation.cookie, route="ANY /desk") for _ in range(WARM + 1)]
    health = [read("/health", "", route="ANY /health") for _ in range(10 * WARM + 1)]
    posts = [("first", create[:1]), ("create", create[1:])]
    pages = [("first", queue[:1]), ("warm", queue[1:])]
    references = {**federation.environment, "QUEUE": keys.cases_in("going_out", "submitted")}
    found = [
        _ours(
            federation,
            artefact,
            "applications",
            [*posts, ("first submit", submit[:1]), ("submit", submit[1:])],
        ),
        _ours(federation, artefact, "desk", pages),
        _ours(federation, artefact, "register", [("first", health[:1]), ("warm", health[1:])]),
    ]
    for name in ("naive", "light"):
        for kind, groups in (("api", posts), ("page", pages)):
            found.append(
                Subject(
                    name=f"{name} {kind}",
                    path=[SITE, str(HERE)],
                    module=name,
                    groups=groups,
                    environment=references,
                )
            )
    empty: list[tuple[str, Sequence[dict[str, Any]]]] = [("first", [{"Records": []}])]
    found += [_ours(federation, artefact, name, empty) for name in ("publisher", "notifier")]
    return found


def _ours(federation: Federation, artefact: str, name: str, groups: Any) -> Subject:
    module = f"functions.{name}.app"
    return Subject(
        name=name, path=[artefact], module=module, groups=groups, environment=federation.environment
    )


def _submit(federation: Federation) -> dict[str, Any]:
    case = federation.draft(next(NUMBERS)).application
    return posted(
        f"{APPLICATIONS}/{case.id}/submit",
        {},
        federation.token,
        route=f"ANY {APPLICATIONS}/{{proxy+}}",
        version=case.version,
    )


def _counted(subject: Subject) -> tuple[str, dict[str, float] | None]:
    return subject.name, instructions(subject)


def _whole(each: Measured) -> float | None:
    return sum(each.counted[part] for part in ("start", "init", "first")) if each.counted else None


def _both(found: dict[str, Measured], floor: float | None, kind: str) -> str:
    counts = {name: found[f"{name} {kind}"].over(floor) for name in ("naive", "light")}
    return ", ".join(f"{name} {value:,.0f}" for name, value in counts.items() if value is not None) or "-"


def _warm(found: dict[str, Measured], kind: str) -> str:
    group = "create" if kind == "api" else "warm"
    said = []
    for name in ("naive", "light"):
        each = found[f"{name} {kind}"]
        counted = each.of(group)
        said.append(
            f"{name} {f'{counted:.1f} / ' if counted is not None else ''}{each.native.wall[group]:.1f} ms"
        )
    return ", ".join(said)


__all__ = ["Measured", "measured", "runtime", "start_rows", "warm_rows"]
