"""What the safety officer finds of the risks of an exchange, for one content of the case."""

from collections.abc import Mapping
from typing import Literal

from shared.domain.words import Words

RISK = "risk"
"""What the assessment is called among the results of a case."""
SIGNED_IN = frozenset({"under_review", "compliance_check"})
"""States in which the content is complete and the decision is still open."""
Finding = Literal["acceptable", "with_measures", "not_acceptable"]
NOT_ACCEPTABLE = "not_acceptable"
FINDINGS: Mapping[str, Words] = {
    "acceptable": Words("Acceptable", "可接受"),
    "with_measures": Words("Acceptable with the measures named", "落实所列措施后可接受"),
    "not_acceptable": Words("Not acceptable", "不可接受"),
}
"""From the least to the most."""
LEAST = 10
"""Characters that say what was looked at, and what must be done."""
