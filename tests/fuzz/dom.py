"""The skeleton of a page: its elements and attributes as a parser sees them, and all that it says, apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

ADDRESSES = frozenset(
    {"action", "cite", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"}
)
Attributes = Sequence[tuple[str, str | None]]


@dataclass
class Skeleton:
    """Elements with the names of their attributes in order; what could run or lead away is named in `unsafe`."""

    bones: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Skeleton()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.found.bones.append(f"{tag} {' '.join(name for name, _ in attrs)}")
        self.found.said.extend(value for _, value in attrs if value)
        if tag == "script" and not any(name == "src" for name, _ in attrs):
            self.found.unsafe.append("a script in the page")
        for name, value in attrs:
            if name.startswith("on") or name == "style" or (name in ADDRESSES and not inside(value or "")):
                self.found.unsafe.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self.found.bones.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.found.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.unsafe.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.found.bones.append(f"!{decl}")

    def handle_pi(self, data: str) -> None:
        self.found.unsafe.append(f"instruction {data}")

    def unknown_decl(self, data: str) -> None:
        self.found.unsafe.append(f"declaration {data}")


def inside(address: str) -> bool:
    """Whether a link stays on the page or the site."""
    return address.startswith(("#", "?")) or (
        address.startswith("/") and not address.startswith(("//", "/\\"))
    )


def skeleton(html: str) -> Skeleton:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
