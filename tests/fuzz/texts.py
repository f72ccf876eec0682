"""Odd texts, and the names of all inputs that our forms have: what fuzzing fills in."""

from typing import Any

from shared.domain import forms
from shared.domain.programmes import DIRECTIONS
from shared.web.pages.form_input import names

TEXTS = (
    "", " ", "\0", "\t\r\n", "\x1b[2J", "\x85", "\u2028", "\u202e abc", "\ufeff", "\ud800", "\udfff\ud800",
    "e\u0301" * 50, "-1", "0", "1" * 5_000, "NaN", "Infinity", "1e309", "0x10", "1_000", "1.0", "+5", "²",
    "٣", "９９", "𝟗", "½", "Ⅻ", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-11-23T25:61:61Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23", "2026-W01-1", "20261123", "now",
    "yesterday", "年月日", "<script>alert(1)</script>", "' OR '1'='1", "${jndi:ldap://x}", "{{7*7}}", "%s%n%x",
    "{0.__class__}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "null", "true", "[]", "{}", "[1]",
    "a" * 2_001, "汉" * 3_000, "🇨🇳" * 100, "a@", "@", "a@b..c", "http://[::1",
    "https://user:x@[fe80::1%25]:99999/", "//x", "CON", "__proto__", "constructor", "None", "undefined",
    "APPLICATION#x", "EVENT#000001", "\\", "a.b.c", "x" * 81, "reviewer-1", "yes", "no", "CNY", "KE",
    "going_out",
)  # fmt: skip

OTHERS = (
    "reason", "reason_code", "reason_en", "reason_zh", "comment", "comment_to_partner", "recommendation",
    "conflict", "message", "items", "ask", "add", "remove", "reviewers", "due-year", "due-month", "due-day",
    "snapshot_hash", "conditions", "confirm", "seen", "typed", "to", "next", "done", "label", "scopes",
    "lasting", "token", "language", "scores.need", "scores.impact", "checklist_note.need", "points.money.note",
    "attest.nonsense", "id", "all", "direction", "programme", "programme_id", "new.title_en", "fields",
    "conditions.0.en", "conditions.0.zh",
    "conditions.0.due-year", "conditions.0.due-day", "key", "then", "field", "", ".",
)  # fmt: skip

NUMBERS = (
    "9" * 5_000, "-" + "9" * 4_301, "1e999", "-1e-9999", "0." + "3" * 9_000, "1E400", "-0", "01", "+1",
    "1_000",
)  # fmt: skip
NO_NUMBERS = (
    "NaN", "Infinity", "-Infinity", "nan", "undefined", "None", "'x'",
)  # fmt: skip
SYNTAX = (
    "hello", "<a/>", "a: 1", "{'a': 1}", "{} {}", "{}\0", "// {}", "\ufeff{}", "  ", "{,}", "[1,]",
)  # fmt: skip
PERCENT = (
    "%", "a=%", "a=%z", "a=%zz", "a=%ff", "%ff=1", "a=%C3%28", "a=%ED%A0%80", "a=%00", "%=%", "a=%u0041",
)  # fmt: skip
FORMS = (
    "&" * 4_000, "a=1&" * 2_001, "=1", "a", "a;b=1", "a[]=1&a[b]=2", "a=1=2", "?a=1", "+=+", "seen=",
    "csrf_token=",
)  # fmt: skip
KINDS = (
    "application/json", "application/x-www-form-urlencoded", "text/plain", "", "application/xml",
    "multipart/form-data", "json", ";;;", "é/ü", "a" * 5_000,
)  # fmt: skip
WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "x", [], {}, [[]], [None], {"": None}, {"a": {}},
)  # fmt: skip


def _inputs() -> tuple[str, ...]:
    sections = [section for direction in DIRECTIONS for section in forms.load(direction).sections]
    asked = {name for section in sections for field in section.fields for name in names(field)}
    return (*sorted(asked), *OTHERS)


INPUTS = _inputs()
