"""Faults that are known: the example stays, and says what is wrong, until it passes."""

import pytest


def broken(reason: str) -> pytest.MarkDecorator:
    """Marks an example that fails today."""
    return pytest.mark.xfail(reason=reason)
