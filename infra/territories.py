"""Names of countries and regions: Babel's, but for those that the federation signs off (`territories.json`).

`python -m infra.territories` writes them into `shared/domain/regions.json`; codes are added and taken out there by hand.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

HERE = Path(__file__).parent
REGIONS = HERE.parent / "shared" / "domain" / "regions.json"
LOCALES = {"en": Locale("en"), "zh": Locale("zh", "CN", script="Hans")}


def names(code: str) -> dict[str, str]:
    """What a country or region (ISO 3166-1 alpha-2) is called in both languages; raises KeyError for no code."""
    ours: Mapping[str, str] = json.loads((HERE / "territories.json").read_text("utf-8"))["names"].get(
        code, {}
    )
    return {language: ours.get(language) or locale.territories[code] for language, locale in LOCALES.items()}


def main() -> None:
    text = REGIONS.read_text("utf-8")
    for code, words in json.loads(text)["regions"].items():
        before, after = (json.dumps({code: each}, ensure_ascii=False)[1:-1] for each in (words, names(code)))
        text = text.replace(f"  {before}", f"  {after}")
    REGIONS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
