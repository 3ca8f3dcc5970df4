"""The sample in docs/webhooks.md does what it says."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal.notices.models import Webhook
from portal.notices.webhooks import signing

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"


def sample() -> Any:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)
    return found["is_genuine"]


def test_the_sample_takes_what_is_genuine_and_nothing_else() -> None:
    webhook, is_genuine = Webhook(), sample()
    secret, body = signing.secret_of(webhook), '{"type":"тест"}'.encode()
    headers = signing.headers(webhook, "msg_1", body, at=datetime.now(UTC))
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(secret, {**headers, "webhook-id": "msg_2"}, body)
    assert not is_genuine(signing.secret_of(Webhook()), headers, body)
    old = {**headers, "webhook-timestamp": str(int(time.time()) - 600)}
    assert not is_genuine(secret, old, body)
    webhook.secret_number, webhook.old_secret_until = 2, datetime(2100, 1, 1, tzinfo=UTC)
    both = signing.headers(webhook, "msg_1", body, at=datetime.now(UTC))
    assert is_genuine(secret, both, body)
    assert is_genuine(signing.secret_of(webhook), both, body)
