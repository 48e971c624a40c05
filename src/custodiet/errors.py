"""The tree of errors: each says what was found, where, and what to do next.

CustodietError
├── UsageError               exit 2: wrong options, unknown settings, broken plugin or mapping files
│   └── DefinitionError      a TOML file of ours or of an outsider that cannot be understood
├── InputError               exit 3: an input that cannot be read, or in which nothing was understood
│   ├── NotUnderstoodError   no known format
│   ├── MalformedError       a known format, broken
│   ├── CutOffError          a document that ends in the middle; what was whole is kept
│   └── LimitError           a limit reached: sizes, ratio, members, depth, length
├── RegisterError            exit 3: a folder that is no register, or one that does not verify
└── DoorError                exit 4: what a room handed on does not add up; the old register stands
"""


class CustodietError(Exception):
    """Any error that custodiet raises on purpose; its text is written for the person at the terminal."""

    exit_code = 3


class UsageError(CustodietError):
    """The call cannot be carried out as it was given."""

    exit_code = 2


class DefinitionError(UsageError):
    """A definition file (technology, mapping, indicator, safeguard) has an unknown key or a wrong value."""


class InputError(CustodietError):
    """An input cannot be read."""


class NotUnderstoodError(InputError):
    """An input is in none of the known formats."""


class MalformedError(InputError):
    """An input is in a known format but broken."""


class CutOffError(MalformedError):
    """An input ends in the middle of a record; the whole records before are kept."""


class LimitError(InputError):
    """An input goes beyond a limit that protects the machine; the limit is named and can be raised."""


class RegisterError(CustodietError):
    """A folder is no register, or does not hold what its manifest says."""


class DoorError(CustodietError):
    """What a room handed on does not add up."""

    exit_code = 4
