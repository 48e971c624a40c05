"""Country profiles: currencies, registers, laws and terms, each statement with its source and how far it was seen.

A profile may ask for more care than the rest: see `withhold`.
"""

from custodiet.countries._profile import Access, Law, LeftOut, Profile, Publication, load_countries
from custodiet.countries._withhold import Withheld, withhold

__all__ = ["Access", "Law", "LeftOut", "Profile", "Publication", "Withheld", "load_countries", "withhold"]
