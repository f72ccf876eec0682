"""Run as a program: what everybody is told who tries everything, with one authorisation check left out of the actions.

`python -m tests.access.missing_checks NUMBER` leaves out the check of that number, -1 none, and prints the answers.
"""

import ast
import importlib.abc
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
REFUSALS = {"Forbidden", "NotFound"}
REFUSED = REFUSALS | {"InvalidFields", "NotAvailable", "Unmet"}
STATES = ("draft", "submitted", "under_review", "decision_pending")
PEOPLE = (
    "north-editor",
    "north-signatory",
    "south-signatory",
    "officer",
    "reviewer-1",
    "reviewer-3",
    "compliance",
    "approver",
    "admin",
    "north-observer",
    "nowhere-editor",
)


def checks() -> list[tuple[str, int]]:
    """Module and line of every place in the actions that says no to a person."""
    return [
        (f"shared.actions.{path.stem}", node.lineno)
        for path in sorted((ROOT / "shared/actions").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in REFUSALS
    ]


class Without(ast.NodeTransformer, importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module without the check on one of its lines."""

    def __init__(self, module: str, line: int) -> None:
        self.module, self.line = module, line

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node) if node.lineno == self.line else node

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> Any:
        return importlib.util.spec_from_loader(name, self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        path = ROOT / f"{self.module.replace('.', '/')}.py"
        tree = self.visit(ast.parse(path.read_text("utf-8")))
        exec(compile(ast.fix_missing_locations(tree), path, "exec"), vars(module))


def answers() -> Iterator[tuple[str, str]]:
    """Everybody tries everything in every state; what they may do is undone."""
    from tests.access.stages import staged  # noqa: PLC0415 -- the actions are imported after the finder is there
    from tests.builders import a_person  # noqa: PLC0415 -- as above

    with staged() as stage:
        stage.know(a_person("north-observer", "observer", organisation_id="north"))
        stage.know(a_person("nowhere-editor", "partner_editor", organisation_id="nowhere"))
        for state in STATES:
            yield from _tried(stage, state)


def _tried(stage: Any, state: str) -> Iterator[tuple[str, str]]:
    from tests.documents import announced  # noqa: PLC0415 -- as above
    from tests.races.racing import ACTS, racer  # noqa: PLC0415 -- as above
    from tests.races.turns import Picture  # noqa: PLC0415 -- as above

    bare = stage.case(state)
    case, _ = announced(stage, "north-editor" if state == "draft" else "officer", bare)
    before = Picture(stage.stores)
    for who in PEOPLE:
        for name in ACTS:
            told = _told(racer(stage, name, who, case))
            if told not in REFUSED:
                before.restore()
            yield f"{state} {who} {name}", told
        yield f"{state} {who} remove what is not there", _told(racer(stage, "remove_document", who, bare))
        yield f"{state} {who} keep a review", _told(partial(_keep_review, stage, who, bare))
        for name, act in BESIDE.items():
            yield f"{state} {who} {name}", _told(partial(act, stage, who))
            before.restore()
        yield f"{state} {who} create", _told(lambda who=who: stage.draft(who=who))  # type: ignore[misc]
        before.restore()


def _keep_review(stage: Any, who: str, case: Any) -> None:
    from shared.actions import review_draft  # noqa: PLC0415 -- as above

    review_draft.keep_review(stage.attempt(who, "review", case), {"comment": "A thought"})


def _be_away(stage: Any, who: str) -> object:
    from shared.actions import absence  # noqa: PLC0415 -- as above
    from shared.domain.people import Absence  # noqa: PLC0415 -- as above

    wanted = Absence(first="2026-11-24", last="2026-11-30")
    return absence.be_away(stage.stores, stage.people[who], wanted, stage.at)


def _hand_over_all(stage: Any, who: str) -> object:
    from shared.actions import handover  # noqa: PLC0415 -- as above

    person = stage.people[who]
    desk = handover.Desk(stores=stage.stores, person=person, at=stage.at, conflicts=frozenset())
    return handover.hand_over_all(desk, "officer", "officer-2")


BESIDE = {"be_away": _be_away, "hand_over_all": _hand_over_all}
"""What somebody does that is not about one case."""


def _told(act: Callable[[], object]) -> str:
    """The kind of answer; what breaks for want of a check is an answer too."""
    try:
        return type(act()).__name__
    except Exception as error:  # noqa: BLE001 -- see above
        return type(error).__name__


if __name__ == "__main__":
    number = int(sys.argv[1])
    if number >= 0:
        sys.meta_path.insert(0, Without(*checks()[number]))
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    print(json.dumps(dict(answers())))  # noqa: T201 -- a program
