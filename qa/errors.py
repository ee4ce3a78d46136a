"""What can go wrong while asking. Not knowing is a `Refusal`, never an exception.

YusuanError (index.errors)
└── QuestionError        asked wrongly: empty, too long, not text (exit status 2)
    └── PlanError        a Plan that the grammar does not allow
"""

from index.errors import InputError


class QuestionError(InputError):
    """A question that cannot be taken as one."""


class PlanError(QuestionError):
    """A Plan outside the grammar; the message names the field and what it may say."""
