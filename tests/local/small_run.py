"""Runs the small template of these tests as `make run` runs the product's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from infra.local.run import main


def people(base_url: str, _folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "id": "01HZX",
            "username": "ann",
            "password": "demo-password-1",
            "token": "t",
            "roles": ["reviewer"],
            "organisation_id": base_url,
        }
    ]


if __name__ == "__main__":
    sys.exit(main(template=Path(__file__).with_name("small.yaml"), seed=people))
