"""What a file says, and where it says it: bytes → Document → facts."""

from extract.reading import read

__all__ = ["read"]
