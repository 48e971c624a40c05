"""The page that teaches requests names what there is."""

from pathlib import Path

from custodiet.requests import load_texts
from custodiet.requests._draft import OPEN_STATES
from custodiet.safeguards import load_states


def test_the_page_names_the_languages_and_the_settled_states(project: Path) -> None:
    page = (project / "docs" / "how-to" / "request-information.md").read_text(encoding="utf-8")
    assert [words.name for words in load_texts().values() if words.name not in page] == []
    settled = [state for state in load_states() if state not in OPEN_STATES]
    assert [state for state in settled if f"`{state}`" not in page] == []
    assert [state for state in OPEN_STATES if f"`{state}`" in page] == []
