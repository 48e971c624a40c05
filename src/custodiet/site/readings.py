"""What the texts of a purchase state of the place watched and of what the technology does, in words for a reader."""

from collections.abc import Mapping
from typing import Any

from custodiet.site.languages import marked

PLACES = {
    "street": marked("street, road or public space"),
    "transport": marked("public transport or a station"),
    "school": marked("school, kindergarten or university"),
    "hospital": marked("hospital or clinic"),
    "prison": marked("prison or other place of detention"),
    "office": marked("office, court or other public building"),
    "border": marked("border or customs"),
}
"""The place watched, by its key in the table `readings`."""
CAPABILITIES = {
    "records_only": marked("keeps recordings"),
    "reads_plates": marked("reads number plates"),
    "recognises_faces": marked("recognises faces"),
    "analyses_behaviour": marked("analyses what people or things do in the picture"),
}
"""What the technology is stated to do, by its key there."""


def stated(row: Mapping[str, Any]) -> str:
    """What a row of `readings` states, in words; its key where the site has no words for it."""
    words = PLACES if row["kind"] == "scope" else CAPABILITIES
    value = str(row["value"])
    return words.get(value, value.replace("_", " "))
