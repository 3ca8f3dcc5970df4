"""The stories: every kind of declaration, way of transport and end, each told by what people do."""

from datetime import timedelta
from typing import Any

from tests.api.test_dispatches import line, listed
from tests.goods import APPLES, CERAMICS, LAMB
from tests.scenarios.goods import (
    DISINFECTANT,
    FELT,
    GEARS,
    HIDES,
    PHONES,
    RADIOS,
    RIFLES,
    TIMBER,
    WHEAT,
    by_rail,
    by_truck,
    export,
    parcel,
    red_apples,
    transit,
    with_flag,
)
from tests.scenarios.player import Case, Scene
from tests.scenarios.steps import (
    amended,
    answers,
    approved,
    asked,
    asks,
    decided,
    disposed,
    held,
    inspected,
    lifted,
    nobody_is_asked,
    only_the_clock_moved_of,
    opened_together,
    paid,
    passes,
    presented,
    reads_every_reason,
    recalled,
    refused,
    registration_refused,
    scanned,
    sent_on,
    split,
    stands,
    withdrawn,
)

HOSPITAL = with_flag(DISINFECTANT, sgr_scope=True)
THREE = (LAMB, APPLES, HOSPITAL)


def other_apples(content: dict[str, Any]) -> None:
    content["items"][1]["description"] = "Fresh apples, Gala, packed in wooden boxes"


def other_lamb(content: dict[str, Any]) -> None:
    content["items"][0]["description"] = "Chilled lamb carcasses, in cloth"


def two_of_three_agreed(case: Case) -> None:
    """Before the change veterinary and health have agreed, and plant health too: only the money is missing."""
    case.kept["before"] = {row["agency"]: row for row in case.detail()["signoffs"] if row["decided_by"] == "officer"}
    assert sorted(case.kept["before"]) == ["health", "plant_health", "veterinary"]


def only_plant_health_is_asked_again(case: Case) -> None:
    before = case.kept["before"]
    after = {row["agency"]: row for row in case.detail()["signoffs"] if row["agency"] in before and row["version"] == 2}
    after = {agency: row for agency, row in after.items() if row["requirement"] == before[agency]["requirement"]}
    for agency in ("health", "veterinary"):
        assert (after[agency]["verdict"], after[agency]["carried_from"]) == ("approved", before[agency]["id"])
    assert (after["plant_health"]["state"], after["plant_health"]["carried_from"]) == ("open", None)
    assert [one["fact"] for one in after["plant_health"]["difference"]] == ["description"]


def the_condition_was_carried(case: Case) -> None:
    (row,) = case.rows("plant_health", "decided", version=2)
    assert row["verdict"] == "approved_with_conditions"
    assert row["conditions"] == ["Fumigate within 3 days"]
    assert row["carried_from"]


def dispatch_filed(case: Case) -> None:
    """The operator files a list of four items in one act; one of them holds seeds."""
    seeds = {"description": "Flower seeds in paper bags", "commodity_code": "1209918000"}
    rows = listed(line(1), line(2), line(3, **seeds), line(4))
    told = case.call("postman", "POST", "dispatches", rows, kind="text/csv", gives=201)
    assert [item["errors"] for item in told["items"]] == [[], [], [], []]
    clean = [item["reference"] for item in told["items"]]
    case.filed(clean.pop(2), *clean)
    case.work()


def only_the_seeds_are_kept(case: Case) -> None:
    told = case.call("postman", "POST", "dispatches/CNBJSAKZALAAACA6000100001/present", {"office": "POST-ALA"})
    assert told["presented"] == 4
    assert (sorted(told["released"]), told["exceptions"]) == (sorted(case.references[1:]), case.references[:1])
    queue = case.call("postal_officer", "GET", "queue")["signoffs"]
    assert [row["reference"] for row in queue] == case.references[:1]


SCENES = (
    Scene(
        "tiles need no hand", by_truck(CERAMICS), (nobody_is_asked, paid(), presented(), stands("released")), "released"
    ),
    Scene("tiles are released on a security", by_truck(CERAMICS), (presented(), paid("secured")), "released"),
    Scene(
        "machine parts come by rail through Altynkol", by_rail(GEARS), (nobody_is_asked, paid(), presented()), "released"
    ),
    Scene(
        "the trader presents at its own authorised place",
        by_truck(CERAMICS, office="KZ-ALMATY-CENTRE"),
        (paid(), presented("trader", "KZ-ALMATY-CENTRE")),
        "released",
    ),
    Scene(
        "green apples need plant health",
        by_truck(APPLES),
        (asked("plant_health"), paid(), presented(), stands("accepted", "with_agency"), approved("plant_health")),
        "released",
    ),
    Scene(
        "red apples need two at one opening",
        red_apples,
        (
            paid(), asked("plant_health", "customs"), presented(), opened_together("plant_health", "customs"),
            approved("customs", "plant_health"),
        ),
        "released",
    ),
    Scene(
        "chance picks tiles for inspection",
        by_truck(CERAMICS),
        (paid(), presented(), asked("customs"), approved("customs")),
        "released",
        lane="red",
    ),
    Scene(
        "lamb comes by rail and the veterinarian looks",
        by_rail(LAMB),
        (paid(), presented(), asked("veterinary"), approved("veterinary")),
        "released",
    ),
    Scene(
        "radios are answered before they arrive",
        by_truck(with_flag(RADIOS, has_radio=True)),
        (asked("technical_regulation"), approved("technical_regulation"), paid(), presented()),
        "released",
    ),
    Scene(
        "rifles need the border guard, who looks into the boxes",
        by_truck(RIFLES),
        (
            asked("border_guard"), inspected("border_guard"), approved("border_guard"), paid(), presented(),
        ),
        "released",
    ),
    Scene(
        "timber from a broker, whose question is answered by the client",
        by_truck(TIMBER),
        (
            paid(), presented(), asks("plant_health", "Which sawmill?"), stands("accepted", "question"),
            passes(hours=3), answers("Omsk, no. 4"), approved("plant_health"),
        ),
        "released",
        by="broker",
    ),
    Scene(
        "a question stops its own clock only",
        by_truck(LAMB, APPLES),
        (
            paid(), presented(), asks("plant_health", "Which orchard?"), passes(hours=5), answers("Orchard 12, Yining"),
            only_the_clock_moved_of("plant_health", at_least=timedelta(hours=5)), approved("veterinary", "plant_health"),
        ),
        "released",
    ),
    Scene(
        "a hold stops the release until it is lifted",
        by_truck(APPLES),
        (
            held("plant_health", "Pest alert for the region"), stands("lodged", "held"), paid(), presented(),
            approved("plant_health"), stands("accepted", "held"), lifted("plant_health_second", "The alert has ended"),
        ),
        "released",
    ),
    Scene(
        "the wrong agency hands its question to the routing desk",
        by_truck(APPLES),
        (
            paid(), presented(), decided("not_competent", "plant_health"), stands("accepted"), sent_on("health"),
            approved("health"),
        ),
        "released",
    ),
    Scene(
        "three agencies refuse and the trader reads every reason in one trip",
        by_truck(*THREE),
        (
            paid(), presented(), refused("veterinary", "health", "plant_health"), stands("refused", "refused"),
            reads_every_reason("veterinary says no", "health says no", "plant_health says no"), disposed("re-export"),
        ),
        "closed",
    ),
    Scene(
        "the allowed items are released and the refused rest is destroyed",
        by_truck(APPLES, {**APPLES, "description": "Fresh apples, Aport"}, CERAMICS),
        (
            paid(), presented(),
            decided(
                "approved", "plant_health", verdicts_by_item={"1": "approved", "2": "refused"}, reason="Codling moth",
            ),
            stands("accepted", "split_choice"), split, disposed("destroy", place=1),
        ),
        "released",
    ),
    Scene(
        "a split that nobody chooses becomes a refusal of everything",
        by_truck(APPLES, CERAMICS),
        (
            paid(), presented(), refused("plant_health"), stands("accepted", "split_choice"), passes(days=2),
            stands("accepted", "split_choice"), passes(days=2), stands("refused"), disposed("forfeit"),
        ),
        "closed",
    ),
    Scene(
        "a change reopens one of three sign-offs",
        by_truck(*THREE),
        (
            presented(), approved("veterinary", "health", "plant_health"), two_of_three_agreed, amended(other_apples),
            only_plant_health_is_asked_again, paid(), stands("accepted", "with_agency"), approved("plant_health"),
        ),
        "released",
    ),
    Scene(
        "a condition stays with its goods after a change of others",
        by_truck(LAMB, APPLES),
        (
            presented(),
            decided("approved_with_conditions", "plant_health", conditions=["Fumigate within 3 days"]),
            amended(other_lamb), the_condition_was_carried, asked("veterinary"), paid(), approved("veterinary"),
        ),
        "released_with_conditions",
    ),
    Scene(
        "goods released with conditions are called back",
        by_truck(APPLES),
        (
            paid(), presented(),
            decided("approved_with_conditions", "plant_health", conditions=["Fumigate within 3 days"]),
            stands("released_with_conditions"), recalled("Not fumigated"), stands("refused"), disposed("destroy"),
        ),
        "closed",
    ),
    Scene(
        "wheat leaves by rail with a certificate of plant health",
        export(WHEAT, mode="20", office="KZ-ALTYNKOL", to="CN", flags={"destination_requires_phyto": True}),
        (asked("plant_health"), presented(), approved("plant_health")),
        "released",
    ),
    Scene(
        "felt leaves by road with no hand",
        export(FELT, mode="30", office="KZ-KONYSBAEV", to="UZ"),
        (nobody_is_asked, presented(), stands("released"), passes(days=31)),
        "closed",
    ),
    Scene(
        "phones travel under seal and arrive twice",
        transit(PHONES, mode="30", office="KZ-NURJOLY"),
        (
            presented(), stands("released"), approved("customs", requirement="customs.guarantee"),
            approved("customs", requirement="customs.sealing"), approved("transport"),
            presented(office="KZ-ASTANA-LC"), approved("customs", requirement="customs.transit_completion"),
            passes(days=31),
        ),
        "closed",
    ),
    Scene(
        "raw hides pass by rail",
        transit(HIDES, mode="20", office="KZ-ALTYNKOL"),
        (
            asked("customs", "customs", "veterinary"), presented(), approved("veterinary"),
            approved("customs", requirement="customs.sealing"), presented(office="KZ-ASTANA-LC"),
            approved("customs", requirement="customs.transit_completion"), passes(days=31),
        ),
        "closed",
    ),
    Scene(
        "a gift in the post is released and delivered",
        parcel("Cotton scarf, hand woven", commodity_code="6214900000"),
        (
            nobody_is_asked, presented("postman", "POST-ALA"), stands("released"), scanned("EDC", "EMG", "EMI"),
            passes(minutes=1),
        ),
        "closed",
        by="postman",
    ),
    Scene(
        "a dear parcel waits for its duty",
        parcel("Smartphone, new, in its box", "320.00", commodity_code="8517130000"),
        (presented("postman", "POST-ALA"), approved("customs"), stands("accepted", "payment_due"), paid()),
        "released",
        by="postman",
    ),
    Scene(
        "of a dispatch only the seeds are looked at",
        parcel("the dispatch is filed as a list"),
        (only_the_seeds_are_kept, approved("postal", "plant_health")),
        "released",
        by="postman",
        begins=dispatch_filed,
    ),
    Scene("the trader takes a declaration back", by_truck(APPLES), (withdrawn("Sold elsewhere"),), "cancelled"),
    Scene(
        "customs refuses to register, with both reasons",
        by_rail(APPLES),
        (registration_refused("The wagon list is missing", "The invoice is not legible"),),
        "cancelled",
    ),
    Scene("goods that never come expire", by_rail(GEARS), (paid(), passes(days=29), stands("lodged"), passes(days=2)),
          "expired"),
    Scene(
        "a draft that nobody files expires",
        by_truck(CERAMICS),
        (passes(days=31),),
        "expired",
        begins=lambda case: case.file(action="draft"),
    ),
)  # fmt: skip
