"""A bucket beside the table."""

from tests.functions.bucket import files

__all__ = ["files"]
