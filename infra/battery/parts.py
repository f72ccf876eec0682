"""The parts of the battery that are run at full size here: their ids, and where their tests are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A test of the battery; `files` are below `tests`."""

    what: str
    files: tuple[str, ...]


PARTS: Mapping[str, Part] = {
    "T1": Part("decision race", ("races/test_decisions.py",)),
    "T1x": Part("every order of the calls of two writes", ("races/test_orders.py",)),
    "T2": Part("the same request again", ("races/test_repeats.py",)),
    "T3": Part("places", ("races/test_places.py",)),
    "T7": Part("crash points", ("crashes/test_crash_points.py",)),
    "T8": Part("publisher killed", ("functions/publisher/test_crashes.py",)),
    "T9": Part(
        "poison and outages of the topic",
        tuple(f"functions/publisher/test_{name}.py" for name in ("poison", "outage", "redrive")),
    ),
    "T10": Part(
        "forms from elsewhere, sign-in", ("web/http/test_csrf.py", "functions/people/test_sign_in.py")
    ),
    "T12": Part("text as markup", ("fuzz/test_markup.py",)),
    "T14": Part(
        "files that are sent",
        (
            "functions/scanner/test_content.py",
            "functions/scanner/test_check.py",
            "functions/documents/test_documents.py",
        ),
    ),
    "T15": Part("files for spreadsheets", ("web/http/test_spreadsheet.py",)),
    "T17": Part(
        "malformed input", tuple(f"fuzz/test_{name}.py" for name in ("malformed", "contract", "consumers"))
    ),
    "T21": Part("deadlines in six zones", ("functions/test_deadlines.py",)),
    "T25": Part("both languages", ("architecture/test_language.py", "access/test_matrix.py")),
    "T26": Part("access for all", ("browser/test_access_for_all.py",)),
}


def part_of(node: str) -> str:
    """The id of the part that a test belongs to."""
    return next(id_ for id_, part in PARTS.items() if any(f"tests/{file}" in node for file in part.files))
