"""Operations of a Plan: one file a family, one entry each."""
