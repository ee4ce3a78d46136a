"""What can go wrong while indexing. Every message is one sentence: what was asked, why not, what there is.

YusuanError
├── InputError          the user asked for something that cannot be (exit status 2)
│   ├── UnreadableFile  one file cannot be read; the others go on
│   └── NothingToIndex  no path given or found holds a document
└── StoreError          the database cannot be opened, is of another version, or failed its check
"""


class YusuanError(Exception):
    """Base of every error that is shown to a person as one sentence."""


class InputError(YusuanError):
    """Asked wrongly."""


class UnreadableFile(InputError):
    """A file that is damaged, encrypted, scanned without text, too large or of an unknown kind."""


class NothingToIndex(InputError):
    """No document under the given paths."""


class StoreError(YusuanError):
    """The database is missing, foreign or broken."""
