"""How short coded answers are written once they are kept, and what to tell people who wrote them differently."""

from collections.abc import Mapping

from shared.domain import uscc
from shared.domain.case_number import ALPHABET
from shared.domain.words import Words

PATTERNS: Mapping[str, str] = {
    "phone": r"^\+[1-9][0-9]{6,14}$",
    "email": r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$",
    "url": r"^https?://[!-~]+$",
    "reference": rf"^(GO|IN)-[0-9]{{2}}-[{ALPHABET}]{{6}}$",
    "amount": r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$",
    "decimal": r"^(?=.*[1-9])(0|[1-9][0-9]{0,8})(\.[0-9]{1,8})?$",
    "division": r"^[1-9][0-9]{5}$",
    "uscc": uscc.PATTERN,
}
"""What is kept; people may type it with spaces, commas between thousands, in full width or with a trunk prefix."""
LONGEST: Mapping[str, int] = {
    "phone": 40,
    "email": 254,
    "url": 500,
    "reference": 60,
    "amount": 40,
    "decimal": 40,
    "division": 40,
    "uscc": 40,
}

HINTS: Mapping[str, Words] = {
    "phone": Words(
        "“{label}” must be a telephone number with its country code, like +86 10 5550 0100",
        "“{label}”须为带国家（地区）代码的电话号码，例如 +86 10 5550 0100",
    ),
    "email": Words(
        "“{label}” must be an email address, like name@example.org",
        "“{label}”须为邮箱地址，例如 name@example.org",
    ),
    "url": Words(
        "“{label}” must be a full web address, like https://example.org/page",
        "“{label}”须为完整网址，例如 https://example.org/page",
    ),
    "reference": Words(
        "“{label}” must be an application number, like GO-26-7K3MQU; compare every character",
        "“{label}”须为申请编号，例如 GO-26-7K3MQU，请逐字核对",
    ),
    "amount": Words(
        "“{label}” must be an amount like 1200.00: a point before the decimals, a comma only between thousands",
        "“{label}”须为金额，例如 1200.00：小数点用“.”，逗号只用于千位分隔",
    ),
    "decimal": Words(
        "“{label}” must be a number above 0 with at most 8 decimals, like 7.0865",
        "“{label}”须为大于0的数，最多8位小数，例如7.0865",
    ),
    "division": Words(
        "“{label}” must be the six digits of GB/T 2260, like 430102",
        "“{label}”须为GB/T 2260规定的6位数字，例如430102",
    ),
    "uscc": Words(
        "“{label}” must be 18 characters: digits and capital letters without I, O, S, V and Z",
        "“{label}”须为18位：由数字和大写字母组成，不含I、O、S、V、Z",
    ),
}
