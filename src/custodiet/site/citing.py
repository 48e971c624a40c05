"""How a page is cited: as plain text, BibTeX and a template of Wikipedia."""

import re
from dataclasses import dataclass

from custodiet.site.links import key

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "#": r"\#",
        "&": r"\&",
        "$": r"\$",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_WIKI = re.compile(r"[|\[\]{}<>=']")
_PUBLISHER = "custodiet"


@dataclass(frozen=True, slots=True)
class Citation:
    """A page in three notations; each leaves the day of reading to the reader."""

    plain: str
    bibtex: str
    wikipedia: str


def cite(title: str, about: str, address: str, seal: str) -> Citation:
    """The citation of a page: its title, what it is, its permalink, and the state of the register that was read."""
    told = " ".join(title.split())
    return Citation(
        plain=f"“{told}”. {about}. {_PUBLISHER}, state {seal}. {address}",
        bibtex="\n".join(
            (
                f"@misc{{custodiet-{re.sub('[^A-Za-z0-9-]', '-', key(about))},",
                f"  title = {{{told.translate(_BIBTEX)}}},",
                f"  note = {{{about.translate(_BIBTEX)}; state {seal}}},",
                f"  publisher = {{{_PUBLISHER}}},",
                f"  url = {{{address.replace('{', '%7B').replace('}', '%7D')}}}",
                "}",
            )
        ),
        wikipedia=f"{{{{cite web |title={_wiki(told)} |website={_PUBLISHER} |id={_wiki(about)}, state {seal} "
        f"|url={_wiki(address)} |access-date=}}}}",
    )


def _wiki(text: str) -> str:
    """The text with signs that mean something in a template written as entities."""
    return _WIKI.sub(lambda sign: f"&#{ord(sign[0])};" if sign[0] != "=" else "=", text)
