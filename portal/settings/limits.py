"""How often a program or an address may ask in a minute; 0 is without limit."""

import os

from portal.settings.environment import refuse


def _a_minute(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) > 1_000_000:
        refuse(name, f"is {value!r}; write a whole number of calls a minute, or 0 for no limit.")
    return int(value)


LIMITS = {
    "token_act": _a_minute("LIMIT_TOKEN_ACTS", 3000),
    "token_read": _a_minute("LIMIT_TOKEN_READS", 6000),
    "public": _a_minute("LIMIT_PUBLIC", 600),
    "guesses": _a_minute("LIMIT_GUESSES", 30),
    "lookups": _a_minute("LIMIT_LOOKUPS", 120),
    "searches": _a_minute("LIMIT_SEARCHES", 120),
    "suggestions": _a_minute("LIMIT_SUGGESTIONS", 300),
    "device": _a_minute("LIMIT_DEVICE_CALLS", 600),
    "gateway": _a_minute("LIMIT_GATEWAY_CALLS", 12_000),
    "enquiries": _a_minute("LIMIT_ENQUIRIES", 5),
}
