"""Python's search for cycles of garbage, which costs a tenth of the time and finds next to nothing in documents."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """What is made here does not refer back to itself; dictionaries are not searched through again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
