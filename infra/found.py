"""`make found STACK=... ADMINS="Name <address>, Name <address>"`: the first two administrators of a deployed registry.

It needs the rights of whoever deploys: to describe the stack and to write its table. The two links are printed here and
nowhere else; give each to the person it is for. It refuses once there are administrators.
"""

import os
import sys
from datetime import UTC, datetime
from email.utils import getaddresses

import boto3

from infra.doctor import NoStack, described
from shared.actions.admin.foundation import AlreadyFounded, Founder, found
from shared.domain.refusals import Conflict, InvalidFields
from shared.wiring import wiring


def main(stack: str, admins: str) -> int:
    """The exit code: 0 when both were invited, 1 when nothing was done."""
    founders = [Founder(name=name or address, email=address) for name, address in getaddresses([admins])]
    try:
        _set_environment(stack)
    except NoStack as reason:
        print(reason, file=sys.stderr)
        return 1
    try:
        invited = found(wiring().stores, founders, datetime.now(UTC))
    except AlreadyFounded:
        print("This registry has administrators: they invite the next.", file=sys.stderr)
        return 1
    except (InvalidFields, Conflict) as refusal:
        wrong = getattr(refusal, "errors", ())
        print("; ".join(each.message.en for each in wrong) or "An address is known already.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(
            f"{error}. Example: ADMINS='Li Example <li@example.org>, Ann Example <ann@example.org>'",
            file=sys.stderr,
        )
        return 1
    for each in invited:
        print(f"{each.person.name} <{each.person.email}>\n  {wiring().base_url}{each.path}")
    print("Each link is good once, for 14 days.")
    return 0


def _set_environment(stack: str) -> None:
    """What the functions of this stack are told of it."""
    outputs = described(boto3.session.Session(), stack).outputs
    os.environ.update(TABLE_NAME=outputs["TableName"], BASE_URL=outputs["Address"])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
