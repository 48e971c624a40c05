"""Who published a process, told by the beginning of its ocid."""

from typing import Any

import ibis

_PREFIX = 11  # letters of a prefix that the Open Contracting Partnership registers for a publisher: ocds-abc123


def source_of(ocid: Any) -> Any:
    """The registered prefix (`ocds-b9fd99`), or the word before the colon of ids made here (`ted`); else null.

    A document is no source in this sense: some publishers give one file a notice.
    """
    registered = ocid.lower().re_search(r"^ocds-[0-9a-z]{6}-")
    named = ocid.re_search(r"^[a-z][a-z0-9_]*:")
    return ibis.cases(
        (registered, ocid.substr(0, _PREFIX).lower()),
        (named, ocid.re_extract(r"^([a-z][a-z0-9_]*):", 1)),
        else_=ibis.null("string"),
    )
