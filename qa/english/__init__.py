"""English questions, written in Chinese before they are read, so that one reading serves both.

Names of bodies and places, subjects of budgets, words of project names, amounts and forms of asking are each put in Chinese in their place.
What no list knows stays in Latin letters; the reading then finds it unexplained and does not answer.
"""

from qa.english.translate import Translation, translate

__all__ = ["Translation", "translate"]
