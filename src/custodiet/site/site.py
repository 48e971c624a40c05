"""What every page and file of a site is made from: a register, open for reading, and the definitions of the rooms."""

from dataclasses import dataclass
from pathlib import Path

from custodiet.site.definitions import Definitions
from custodiet.site.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """One register as a site; `address` is where it is published, without a slash at its end."""

    folder: Path
    store: Store
    definitions: Definitions
    address: str = "http://127.0.0.1:8000"

    @property
    def seal(self) -> str:
        """The first digits of the seal of the register: what tells its state from others."""
        return self.store.manifest.seal[:12]
