"""From a synonym to the subject that it means, with how sure it is."""

from qa.normalise import name_key
from qa.plan import Subject
from qa.vocabulary import Target, measures

WEAK = frozenset({"支出", "收入", "预算", "资金", "经费", "费用", "开支"})
SHOWN = ("everyday", "set", "part", "misspelt")
"""Registers whose readings are guesses to be shown."""


def synonym_subject(target: Target, piece: str) -> Subject:
    """The subject that a synonym means."""
    together, weak = target.register == "set", target.register == "weak" or piece in WEAK
    part, unsure = target.register == "part", target.register == "ambiguous"
    if target.kind == "measure":
        name = measures()[target.target]["name"]
        return Subject("measure", target.target, piece, name, guess=target.register in SHOWN and name not in piece, together=together, weak=weak, part=part, ambiguous=unsure)
    guess = name_key(piece) != name_key(target.target) and target.register in SHOWN
    return Subject(target.kind, name_key(target.target), piece, target.target, guess=guess, together=together, weak=weak, part=part, ambiguous=unsure)
