"""How short coded answers are written, and what to tell people who wrote them differently."""

from collections.abc import Mapping

from shared.domain import uscc
from shared.domain.words import Words

PATTERNS: Mapping[str, str] = {
    "phone": r"^\+[1-9][0-9]{6,14}$",
    "email": r"^[A-Za-z0-9_%+'-]+(\.[A-Za-z0-9_%+'-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$",
    "url": r"^https?://[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(/[!-;=?-~]*)?$",
    "reference": r"^[A-Za-z0-9][A-Za-z0-9-]{1,58}[A-Za-z0-9]$",
    "amount": r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?$",
    "uscc": uscc.PATTERN,
}
LONGEST: Mapping[str, int] = {
    "phone": 40,
    "email": 254,
    "url": 500,
    "reference": 60,
    "amount": 40,
    "uscc": 40,
}
LOCAL_PART = 64
"""Characters before the @ of an email address (RFC 5321)."""

HINTS: Mapping[str, Words] = {
    "phone": Words(
        "Enter a telephone number with country code, for example +86 10 5550 0100",
        "请填写带国家（地区）代码的电话号码，例如 +86 10 5550 0100",
    ),
    "email": Words("Enter an email address like name@example.org", "请填写邮箱地址，例如 name@example.org"),
    "url": Words(
        "Enter a full web address like https://example.org/page",
        "请填写完整网址，例如 https://example.org/page",
    ),
    "reference": Words(
        "Enter a case number like GO-26-7K3MQ: letters, digits and hyphens",
        "请填写案号，例如 GO-26-7K3MQ，只含字母、数字和连字符",
    ),
    "amount": Words(
        "Enter an amount with at most two decimals, for example 1200.00",
        "请填写金额，最多两位小数，例如 1200.00",
    ),
    "uscc": Words(
        "Enter the 18 characters of the code: digits and capital letters without I, O, S, V and Z",
        "请填写18位代码：由数字和大写字母组成，不含I、O、S、V、Z",
    ),
}
