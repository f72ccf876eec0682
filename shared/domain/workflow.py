"""The life of a case as data: which states there are, and who may move it from one to the next."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from shared.domain.words import Words

GuardKind = Literal["case", "input", "attested", "later"]
"""`case`: decided from what is recorded; `input`: from what the action brings along; `attested`: stated
by the person who acts; `later`: belongs to a state after the decision, never met yet."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands; `owner` is the role whose turn it is, `sla_days` its calendar days for it."""

    name: str
    label: Words
    public: Words
    owner: str | None = None
    sla_days: int | None = None
    phase: str = "end"
    partner_may_edit: bool = False
    terminal: bool = False


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
    """A named condition; `words` say why it is not met and may hold `{placeholders}`."""

    name: str
    kind: GuardKind
    words: Words


@dataclass(frozen=True, slots=True)
class Action:
    """What an action is called, and the past tense its event is published under."""

    name: str
    label: Words
    event: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states and transitions of one direction."""

    direction: str
    version: int
    initial: str
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]

    def offered(self, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
        """What holders of these roles may try in this state, in the order of the definition."""
        held = frozenset(roles)
        return tuple(step for step in self.transitions if step.source == state and step.role in held)

    def leads(self, state: str, action: str) -> tuple[Transition, ...]:
        """Every way this action leaves this state, whoever may take it."""
        return tuple(step for step in self.transitions if step.source == state and step.action == action)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything workflow.json holds."""

    version: int
    roles: Mapping[str, Words]
    actions: Mapping[str, Action]
    reasons: Mapping[str, Words]
    guards: Mapping[str, Guard]
    workflows: Mapping[str, Workflow]


@cache
def definitions() -> Definitions:
    """Read workflow.json once per process."""
    data = json.loads(Path(__file__).with_name("workflow.json").read_bytes())
    return Definitions(
        version=data["version"],
        roles={name: Words.of(words) for name, words in data["roles"].items()},
        actions={name: Action(name, Words.of(row), row["event"]) for name, row in data["actions"].items()},
        reasons={code: Words.of(words) for code, words in data["reasons"].items()},
        guards={name: Guard(name, row["kind"], Words.of(row)) for name, row in data["guards"].items()},
        workflows={
            direction: _workflow(direction, data["version"], rows)
            for direction, rows in data["directions"].items()
        },
    )


def workflow(direction: str) -> Workflow:
    return definitions().workflows[direction]


def _workflow(direction: str, version: int, data: Mapping[str, object]) -> Workflow:
    states, terminal, rows = data["states"], data["terminal"], data["transitions"]
    assert isinstance(states, dict) and isinstance(terminal, dict) and isinstance(rows, list)  # noqa: PT018 -- narrows our own data file for the type checker
    every = {name: _state(name, row) for name, row in states.items()}
    for name, row in terminal.items():
        every[name] = State(name, Words.of(row), Words.of(row), terminal=True)
    steps = tuple(Transition(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows)
    return Workflow(direction, version, str(data["initial"]), every, steps)


def _state(name: str, row: Mapping[str, object]) -> State:
    rest = {key: value for key, value in row.items() if key not in ("label", "public")}
    return State(name, Words.of(row["label"]), Words.of(row["public"]), **rest)  # type: ignore[arg-type]
