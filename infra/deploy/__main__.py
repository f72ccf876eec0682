"""`make deploy ENV=<env>`: asks for what is missing, refuses what cannot work, shows the plan, deploys it."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import refusals, sam
from infra.deploy.account import state_of
from infra.deploy.next_steps import next_steps
from infra.deploy.plan import ROOT, TEMPLATES, Step, name_of, parameters, plan
from infra.deploy.questions import ask, open_questions
from infra.deploy.settings import Malformed, Settings, path_of, read, settings, write

Read = Callable[[str], str]


class Refused(Exception):
    """Nothing was changed; its arguments say why."""


def main(env: str, *, yes: bool, reader: Read | None, folder: Path = ROOT) -> int:
    """The exit code: 0 when everything is deployed. Without a reader nobody can be asked."""
    try:
        chosen = gathered(env, path_of(env, folder), reader)
        refuse(list(refusals.of_settings(chosen)))
        state = state_of(chosen)
        refuse(list(refusals.of_state(chosen, state)))
        steps = plan(chosen, state)
        agree(steps, yes=yes, reader=reader)
        run(steps, chosen)
        print("\nDeployed. What comes next:")
        for each in next_steps(chosen, state_of(chosen)):
            print(f"- {each}")
    except Refused as refusal:
        print("Nothing was changed:", *(f"- {each}" for each in refusal.args), sep="\n", file=sys.stderr)
        return 1
    except (Malformed, sam.Failed) as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"AWS could not be asked: {error}", file=sys.stderr)
        return 1
    return 0


def gathered(env: str, path: Path, reader: Read | None) -> Settings:
    """The settings of the file, with what was missing asked for and written there."""
    answers: dict[str, Any] = read(path)
    settings(env, answers)  # what the file says is of the right form before anything is asked
    while wanting := open_questions(answers):
        if reader is None:
            missing = [each for each in wanting if not each.optional]
            refuse([f"{path.name} lacks {each.name}: {each.words} {each.meaning}" for each in missing])
            break
        answers[wanting[0].name] = ask(wanting[0], env, answers, reader)
        write(path, wanting[0].name, answers[wanting[0].name])
    return settings(env, answers)


def asked(prompt: str) -> str:
    """What a person types; who ends the input or presses Ctrl-C does not go on."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        print()
        raise Refused("You stopped. What you answered so far is kept.") from None


def refuse(reasons: list[str]) -> None:
    if reasons:
        raise Refused(*reasons)


def agree(steps: list[Step], *, yes: bool, reader: Read | None) -> None:
    print("\nThis will be done:")
    for number, step in enumerate(steps, 1):
        print(f"  {number}. {step.words}")
    if yes:
        return
    if reader is None:
        raise Refused("Nobody can be asked whether to go on: YES=1 says so beforehand.")
    if reader("Go on? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise Refused("You did not say yes.")


def run(steps: list[Step], chosen: Settings) -> None:
    """Step by step, each told what those before it gave; raises sam.Failed at the first that fails."""
    sam.build(chosen.architecture)
    for step in steps:
        state = state_of(chosen)
        told = parameters(step.kind, chosen, state)
        lacking = [name for name, value in told.items() if value is None]
        if lacking:
            raise sam.Failed(f"{chosen.stack} has no output for {', '.join(lacking)}: look at its outputs.")
        if step.again and told == dict(state.stacks["core"].parameters):
            continue
        print(f"\n{step.words}")
        sam.deploy(
            name_of(step.kind, chosen),
            region=chosen.region,
            template=sam.BUILT if step.kind == "core" else TEMPLATES[step.kind],
            parameters={name: value for name, value in told.items() if value is not None},
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="infra.deploy", description=__doc__)
    arguments.add_argument("env", help="names the settings file, deploy.<env>.toml; china... is AWS China")
    arguments.add_argument("--yes", action="store_true", help="go on without asking")
    given = arguments.parse_args()
    terminal = asked if sys.stdin.isatty() else None
    sys.exit(main(given.env, yes=given.yes, reader=terminal))
