"""The unified social credit code of Chinese organisations (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters, without I, O, S, V and Z; a character's value is its place."""

PATTERN = f"^[{ALPHABET[1:]}][{ALPHABET[1:]}][0-9]{{6}}[{ALPHABET}]{{10}}$"
"""Authority, kind of body, GB/T 2260 division, organisation code and check character."""


def check_character(body: str) -> str:
    """The 18th character for the first 17: weights are powers of 3 modulo 31 (GB 32100-2015, 5.2)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(code: str) -> bool:
    """Whether a code of the right shape ends in its own check character."""
    return check_character(code[:17]) == code[17:]
