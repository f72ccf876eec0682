"""The life of a case as data: which states there are, and who may move it from one to the next.

`actions.json` says what actions, events and guards are; `workflows/` has the states and transitions of each
direction by version. A case goes on under the version that it began with; a published version is never changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.domain.messages import Kind
from shared.domain.words import Words
from shared.domain.workflow_files import (
    ActionData,
    Bilingual,
    DefinitionsData,
    EventData,
    Group,
    GuardData,
    GuardKind,
    StateData,
    WorkflowData,
)

HERE = Path(__file__).parent
NEWEST: Mapping[str, int] = {"going_out": 2, "inviting_in": 2}
"""The version of the workflow that a new application begins under.

Functions are updated one after the other: a version ships in one release, and becomes the newest in the next, when
every function can read it.
"""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands; `owner` is the role whose turn it is, `sla_days` its calendar days for it.

    `stage` is the part of the way to a decision that it belongs to, empty before the first and after the last.
    """

    name: str
    label: Words
    public: Words
    owner: str | None = None
    sla_days: int | None = None
    phase: str = "end"
    partner_may_edit: bool = False
    terminal: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One action that a role may take in a state, the state it leads to and the guards on it."""

    source: str
    action: str
    target: str
    role: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition; `words` say why it is not met and may hold `{placeholders}`.

    `input` is the one of the form that it is about, `stated` what a statement of it is called.
    """

    name: str
    kind: GuardKind
    words: Words
    input: str = ""
    stated: Words | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What an action is called, and the past tense its event is published under.

    `duty` is the function that takes it, empty while none does; `page` the last part of its page's address; a
    `quiet` one is never the obvious next step.
    """

    name: str
    label: Words
    event: str
    duty: str = ""
    page: str = ""
    quiet: bool = False
    tells_partner: bool = False
    done: Words | None = None
    """What the next page says to whoever took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A group that an event tells, and as what; `within` limits it to events that led to this state.

    A `receipt` goes to whoever did it too; some are told of a new public label only, or of an urgent case only.
    """

    group: Group
    kind: Kind
    within: str = ""
    receipt: bool = False
    only_new_label: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """What an event is called in the history and in an inbox, as news, as a task and as an alert, and who is told.

    Who is in two groups is told once, by the first.
    """

    history: Words | None = None
    news: Words | None = None
    task: Words | None = None
    alert: Words | None = None
    partner_reads: bool = False
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Workflow:
    """The states and transitions of one direction, in one version."""

    direction: str
    version: int
    initial: str
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]

    def offered(self, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
        """What holders of these roles may try in this state, in the order of the definition."""
        held = frozenset(roles)
        return tuple(step for step in self.transitions if step.source == state and step.role in held)

    def way_to(self, stage: str) -> tuple[str, ...]:
        """The states of the shortest way from the beginning to a stage, its first one included; () when there is none."""
        ways: list[tuple[str, ...]] = [(self.initial,)]
        seen = {self.initial}
        for way in ways:
            if self.states[way[-1]].stage == stage:
                return way[1:]
            for step in self.transitions:
                known = self.states.get(step.target)
                if step.source == way[-1] and known and known.stage and step.target not in seen:
                    seen.add(step.target)
                    ways.append((*way, step.target))
        return ()

    def from_on(self, state: str) -> frozenset[str]:
        """This state and all that a case may come to from it."""
        found, following = {state}, {state}
        while following:
            following = {step.target for step in self.transitions if step.source in following} - found
            found |= following
        return frozenset(found)

    def transitions_from(self, state: str, action: str) -> tuple[Transition, ...]:
        """Every way this action leaves this state, whoever may take it."""
        return tuple(step for step in self.transitions if step.source == state and step.action == action)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything actions.json holds: what all versions of all workflows share."""

    roles: Mapping[str, Words]
    actions: Mapping[str, Action]
    events: Mapping[str, EventKind]
    reasons: Mapping[str, Words]
    guards: Mapping[str, Guard]


@cache
def definitions() -> Definitions:
    """Read actions.json once per process."""
    data: DefinitionsData = json.loads((HERE / "actions.json").read_bytes())
    return Definitions(
        roles={name: _words(words) for name, words in data["roles"].items()},
        actions={name: _action(name, row) for name, row in data["actions"].items()},
        events={kind: _event_kind(row) for kind, row in data["events"].items()},
        reasons={code: _words(words) for code, words in data["reasons"].items()},
        guards={name: _guard(name, row) for name, row in data["guards"].items()},
    )


@cache
def published() -> dict[tuple[str, int], Workflow]:
    """Every workflow that a case may have begun under, by direction and version, oldest first."""
    folder = HERE / "workflows"
    return {
        (direction, version): read_workflow(json.loads((folder / f"{direction}.{version}.json").read_bytes()))
        for direction, newest in NEWEST.items()
        for version in range(1, newest + 1)
    }


def workflow(direction: str, version: int) -> Workflow:
    """The workflow of a case; raises KeyError for a version that was never published."""
    return published()[direction, version]


def versions(direction: str) -> tuple[Workflow, ...]:
    """Every version of a direction's workflow, oldest first."""
    return tuple(flow for (way, _), flow in published().items() if way == direction)


def newest(direction: str) -> Workflow:
    """The one that a new application begins under."""
    return versions(direction)[-1]


@cache
def states(direction: str) -> Mapping[str, State]:
    """What a state of any version is called now: for lists and histories, which hold cases of several versions."""
    return {name: state for flow in versions(direction) for name, state in flow.states.items()}


def _words(row: Bilingual) -> Words:
    return Words(row["en"], row["zh"])


def _optional(row: Bilingual | None) -> Words | None:
    return None if row is None else _words(row)


def _action(name: str, row: ActionData) -> Action:
    return Action(
        name,
        Words(row["en"], row["zh"]),
        row["event"],
        duty=row.get("duty", ""),
        page=row.get("page", ""),
        quiet=row.get("quiet", False),
        tells_partner=row.get("tells_partner", False),
        done=_optional(row.get("done")),
    )


def _event_kind(row: EventData) -> EventKind:
    return EventKind(
        history=_optional(row.get("history")),
        news=_optional(row.get("news")),
        task=_optional(row.get("task")),
        alert=_optional(row.get("alert")),
        partner_reads=row.get("partner_reads", False),
        told=tuple(Told(**each) for each in row.get("told", ())),
    )


def _guard(name: str, row: GuardData) -> Guard:
    words = Words(row["en"], row["zh"])
    return Guard(name, row["kind"], words, row.get("input", ""), _optional(row.get("stated")))


def read_workflow(data: WorkflowData) -> Workflow:
    """A workflow as a file of `workflows/` has it."""
    every = {name: _state(name, row) for name, row in data["states"].items()}
    for name, row in data["terminal"].items():
        every[name] = State(name, _words(row), _words(row), terminal=True)
    steps = tuple(Transition(row[0], row[1], row[2], row[3], tuple(row[4])) for row in data["transitions"])
    return Workflow(data["direction"], data["version"], data["initial"], every, steps)


def _state(name: str, row: StateData) -> State:
    return State(
        name,
        _words(row["label"]),
        _words(row["public"]),
        owner=row["owner"],
        sla_days=row["sla_days"],
        phase=row["phase"],
        partner_may_edit=row["partner_may_edit"],
        stage=row.get("stage", ""),
    )
