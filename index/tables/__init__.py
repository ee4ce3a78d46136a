"""From grids to budgets: recognise, repair, split, join. Knows budgets, not files."""

from index.tables.recognise import recognise

__all__ = ["recognise"]
