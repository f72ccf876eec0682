"""Classes of malformed bodies: what a client, a proxy or an attacker may put where JSON or a form belongs."""

import base64
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from tests.fuzz.texts import FORMS, INPUTS, KINDS, NO_NUMBERS, NUMBERS, PERCENT, SYNTAX, TEXTS, WRONG

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
LIMIT = 262_144


@dataclass(frozen=True, slots=True)
class Sent:
    """A body as it stands in the event."""

    body: str | None
    base64: bool = False
    kind: str = JSON


@dataclass(frozen=True, slots=True)
class Good:
    """What the route would take: its JSON, and the fields that open a form of this session."""

    json: Any
    form: str
    page: bool

    @property
    def kind(self) -> str:
        return FORM if self.page else JSON

    @property
    def text(self) -> str:
        return self.form if self.page else json.dumps(self.json)


Maker = Callable[[random.Random, Good], Sent]


def raw(data: bytes, kind: str) -> Sent:
    """Bytes that are no text: what API Gateway encodes."""
    return Sent(base64.b64encode(data).decode(), base64=True, kind=kind)


def within(good: Good, text: str) -> Sent:
    """A piece of JSON where a value belongs; in a form, where a field belongs."""
    if good.page:
        return raw(f"{good.form}&reason={quote_plus(text, errors='replace')}".encode(), FORM)
    known = json.dumps(good.json)[1:-1]
    return Sent(f'{{{known}{"," if known else ""}"note":{text}}}')


def not_utf8(chance: random.Random, good: Good) -> Sent:
    noise = chance.choice((b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x80"))
    data = good.text.encode()
    place = chance.randrange(len(data) + 1)
    return raw(data[:place] + noise + data[place:], good.kind)


def lying_flag(chance: random.Random, good: Good) -> Sent:
    text = chance.choice((good.text, "é", "=", "A", "AAA", "A A=", "\ud800", "====", "{}" * 99))
    if chance.random() < 0.7:
        return Sent(text, base64=True, kind=good.kind)
    return Sent(base64.b64encode(text.encode("utf-8", "replace")).decode(), kind=good.kind)


def nested(chance: random.Random, good: Good) -> Sent:
    levels = chance.choice((11, 12, 13, 500, 5_000, 60_000))
    opening, closing = chance.choice((("[", "]"), ('{"a":', "}")))
    return within(good, opening * levels + "1" + closing * chance.choice((levels, 0)))


def number(chance: random.Random, good: Good) -> Sent:
    return within(
        good,
        chance.choice(NUMBERS),
    )


def no_number(chance: random.Random, good: Good) -> Sent:
    return within(good, chance.choice(NO_NUMBERS))


def twice(chance: random.Random, good: Good) -> Sent:
    if good.page:
        return raw(f"{good.form}&{good.form}&seen=1&seen=2&reason=a&reason=b".encode(), FORM)
    name = json.dumps(chance.choice([*good.json, "x"]))
    return Sent(f"{{{name}:1,{name}:[],{name}:{{}}}}")


def surrogates(chance: random.Random, good: Good) -> Sent:
    if chance.random() < 0.5:
        return Sent(good.text + "\ud800", kind=good.kind)
    return within(good, chance.choice(('"\\ud800"', '{"\\udfff": 1}', '"\\udc00\\ud800"', '["\\ud83d"]')))


def controls(chance: random.Random, good: Good) -> Sent:
    sign = chance.choice([*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\U000e0041"])
    return within(good, chance.choice((json.dumps(sign), f'"{sign}"', f'"a{sign}b"')))


def placed(chance: random.Random, good: Good) -> Sent:
    """One of the odd texts in one of the members that are asked for."""
    changed = mutated(good.json, chance, lambda _: chance.choice(TEXTS))
    return Sent(json.dumps(changed), kind=JSON)


def huge(chance: random.Random, good: Good) -> Sent:
    size = chance.choice((200_000, LIMIT - 2, LIMIT + 1, LIMIT * 4 // 3 + 5, 3_000_000))
    filler = chance.choice(("x", " ", "0", "€", "&", "[", '"', "%"))
    return chance.choice((within(good, f'"{filler * (size // 4)}"'), Sent(filler * size, kind=good.kind)))


def wrong_type(chance: random.Random, good: Good) -> Sent:
    return Sent(json.dumps(mutated(good.json, chance, lambda _: chance.choice(WRONG))))


def no_object(chance: random.Random, _good: Good) -> Sent:
    return Sent(json.dumps(chance.choice(([], [{}], None, True, 1, "x", "{}", [[[]]]))))


def strangers(chance: random.Random, good: Good) -> Sent:
    more = {chance.choice(("__proto__", "version", "state", "id", "a.b", "", "$ref", "PK", "x" * 3_000)): 1}
    return Sent(
        json.dumps({**good.json, **more, **{str(each): each for each in range(chance.choice((0, 5_000)))}})
    )


def cut(chance: random.Random, good: Good) -> Sent:
    return Sent(good.text[: chance.randrange(len(good.text) + 1)], kind=good.kind)


def other_syntax(chance: random.Random, good: Good) -> Sent:
    text = chance.choice(SYNTAX)
    return Sent(text, kind=chance.choice((JSON, good.kind)))


def other_encoding(chance: random.Random, good: Good) -> Sent:
    return raw(
        good.text.encode(chance.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7", "cp037"))), good.kind
    )


def broken_percent(chance: random.Random, good: Good) -> Sent:
    rest = chance.choice(PERCENT)
    return raw(f"{good.form}&{rest}".encode(), FORM)


def odd_form(chance: random.Random, good: Good) -> Sent:
    rest = chance.choice(FORMS)
    return raw(f"{good.form}&{rest}".encode(), FORM)


def odd_fields(chance: random.Random, good: Good) -> Sent:
    """Inputs that our forms have, with odd texts."""
    names = chance.sample(INPUTS, chance.randrange(1, 20))
    fields = "&".join(
        f"{quote_plus(name)}={quote_plus(chance.choice(TEXTS), errors='replace')}" for name in names
    )
    return raw(f"{good.form}&{fields}".encode(), FORM)


def multipart(chance: random.Random, good: Good) -> Sent:
    part = 'Content-Disposition: form-data; name="csrf_token"\r\n\r\nx\r\n'
    body = f"--b\r\n{part}--b{chance.choice(('--', '', chr(13)))}"
    return raw(body.encode(), f"multipart/form-data{chance.choice(('; boundary=b', '', '; boundary='))}")


def other_kind(chance: random.Random, good: Good) -> Sent:
    return raw(good.text.encode(), chance.choice(KINDS))


def nothing(chance: random.Random, good: Good) -> Sent:
    return Sent(chance.choice((None, "")), base64=chance.random() < 0.5, kind=good.kind)


def in_order(_chance: random.Random, good: Good) -> Sent:
    """Nothing wrong with the body: the oddity is elsewhere in the request."""
    return raw(good.text.encode(), FORM) if good.page else Sent(good.text)


def mutated(value: Any, chance: random.Random, other: Callable[[Any], Any]) -> Any:
    """The value with one thing in it replaced, at any level."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(sorted(value))
        return {**value, name: mutated(value[name], chance, other)}
    if isinstance(value, list) and value and chance.random() < 0.7:
        place = chance.randrange(len(value))
        return [*value[:place], mutated(value[place], chance, other), *value[place + 1 :]]
    return other(value)


MAKERS = (
    not_utf8, lying_flag, nested, number, no_number, twice, surrogates, controls, placed, huge, wrong_type,
    no_object, strangers, cut, other_syntax, other_encoding, broken_percent, odd_form, odd_fields, multipart,
    other_kind, nothing, in_order,
)  # fmt: skip
BODIES: Mapping[str, Maker] = {make.__name__: make for make in MAKERS}
