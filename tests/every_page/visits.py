"""What is visited: one page as one person, and the places from which pages are found."""

from __future__ import annotations

from dataclasses import dataclass

NOBODY = ""
FULLY_IN, HALF_IN = "nurlan", "timur"  # has a second factor; has given the password and not yet the code
SURE = frozenset({FULLY_IN, "saule"})  # have typed their password again, as pages of the second factor ask
# In this order: a page that several may see is visited as the first of them.
PEOPLE = (
    NOBODY,
    "aigul",
    "daulet",
    "olga",
    "marat",
    "saule",
    FULLY_IN,
    HALF_IN,
    "plant_health.nurjoly1",
    "plant_health.head",
    "customs.nurjoly1",
    "customs.head",
    "dispatcher",
    "shift.head",
    "operator.nurjoly",
    "postal.postala1",
    "cashier",
    "routing.desk",
    "auditor",
    "plant_health.admin1",
    "customs.admin2",
    "routing_desk.admin1",
)
NEEDS = "/what-will-i-need/?kind=import&commodity_code=0808108006&origin=CN&mode=30&net_mass_kg=18000&value=7500000"
# Addresses no link leads to, because a form or a letter does.
DOORS: dict[str, tuple[str, ...]] = {
    NOBODY: (
        "/",
        NEEDS,
        "/what-will-i-need/",
        "/tariff/?q=apples",
        "/tariff/?q=zzzz",
        "/parcel/",
        "/components/",
        "/components/?errors",
        "/no-such-page/",
        "/demo/mail/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/key/0-no-such-key/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/no-such-key/",
        "/accounts/inactive/",
        "/api/v1/docs/",
    ),
    "aigul": (
        "/home/",
        "/declarations/?tab=all",
        "/declarations/?q=zzzz",
        "/desk/queue/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ),
    "saule": ("/home/", "/accounts/2fa/totp/activate/"),
    HALF_IN: ("/accounts/2fa/authenticate/",),
    FULLY_IN: tuple(
        f"/accounts/2fa/{page}"
        for page in ("", "reauthenticate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/")
    ),
    "daulet": ("/home/", "/declarations/?tab=all"),
    "marat": ("/home/", "/dispatches/", "/dispatches/scan/"),
    "dispatcher": ("/agencies/customs/control/?wall=1",),
    "plant_health.nurjoly1": ("/desk/", "/desk/find/?q=Altyn", "/desk/find/?q=zzzz", "/desk/palette/"),
}


@dataclass(frozen=True)
class Visit:
    """One page to look at: `key` is its row in the access table, `name` its file name, `way` how it is reached."""

    key: str
    name: str
    person: str
    path: str
    status: int = 200
    way: str = "open"  # or "empty": the form on it is sent empty
