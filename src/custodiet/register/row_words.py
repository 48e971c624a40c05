"""Words that the expressions of this room and those who read their rows share."""

ADDRESS = ("party_country", "process_country", "locality", "party_region")
"""The columns of an address."""
UNTOLD = "untold"
"""The purpose of a process whose codes tell none."""
SEVERAL = "several"
"""The purpose of a process whose codes tell more than one."""
TOTAL = "total"
"""The stage of a price that follows from the total of an award."""
