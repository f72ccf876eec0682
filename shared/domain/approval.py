"""Conditions of an approval: who answers for each of them."""

from collections.abc import Mapping
from typing import Literal

from shared.domain.words import Words

Owner = Literal["partner", "programme_officer", "compliance_officer", "safety_officer"]
PARTNER: Owner = "partner"
"""Whoever answers where nothing is said."""
OWNERS: Mapping[str, Words] = {
    "partner": Words("The partner", "合作单位"),
    "programme_officer": Words("The programme officer", "项目专员"),
    "compliance_officer": Words("The compliance officer", "合规专员"),
    "safety_officer": Words("The safety officer", "安全专员"),
}
