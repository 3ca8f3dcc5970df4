"""The real declarations of another customs service through the API: drafts, back again, and checked in words."""

import pytest

from clearance import messages
from tests.api.programs import codes
from tests.messages.conformance import folder, index

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_each_becomes_a_draft_and_is_given_back_and_is_checked_in_words(program, settings) -> None:
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    examples = folder("hmrc-cds") / "examples"
    files = [examples / row["path"] for row in index("DECLARATION")]
    trader, wrong = program("trader"), []
    for path in files:
        data = path.read_bytes()
        draft = trader.post("declarations?action=draft", data, kind="application/xml")
        if draft.status_code != 201:
            wrong.append(f"{path.name}: {draft.status_code} {draft.content[:200]!r}")
            continue
        back = trader.get(f"declarations/{draft.json()['reference']}", accept="application/xml")
        if messages.read(back.content).content != messages.read(data).content:
            wrong.append(f"{path.name}: not given back whole")
        checked = trader.post("declarations?action=check", data, kind="application/xml")
        if checked.status_code == 422:
            codes(checked)
        elif checked.status_code != 200:
            wrong.append(f"{path.name}: check gives {checked.status_code}")
    assert wrong == []
    assert len(files) == 171
