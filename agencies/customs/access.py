"""Who comes to customs' own pages; whose guarantee or movement it is, the services ask."""

from agencies.customs.control.roles import MAY, Right
from clearance.contract import access

KEEPING = frozenset({"cashier", "head"})
TRACKING = frozenset({"officer", "head", "dispatcher", "shift_head"})
DECIDING = frozenset({"officer", "head"})

PROGRAMS = frozenset({access.Audience.TRADER})
BOTH = frozenset({access.Audience.TRADER, access.Audience.OFFICER})
DRAWING = frozenset({"head", "shift_head"})
WORKING = frozenset({"officer", "head"})
_GATE = frozenset({access.Audience.OFFICER, access.Audience.OPERATOR})


def _gate(methods: frozenset[str] = access.GET, about: access.About = access.About.NOTHING) -> access.Rule:
    """A page of a gate: for officers who stand there, and for who runs the site."""
    return access.Rule(_GATE, methods, about=about, roles=WORKING)


ACCESS = {
    "api:ncts_messages": access.Rule(
        PROGRAMS,
        access.FORM,
        access.Door.API,
        scopes={"GET": frozenset({"read"}), "POST": frozenset({"file"})},
    ),
    "api:ncts_message": access.Rule(
        PROGRAMS,
        access.GET,
        access.Door.API,
        about=access.About.OTHER,
        scopes={"GET": frozenset({"read"})},
    ),
    "api:trains": access.Rule(PROGRAMS, access.POST, access.Door.API, scopes={"POST": frozenset({"file"})}),
    "api:train": access.Rule(
        PROGRAMS,
        access.GET,
        access.Door.API,
        about=access.About.OTHER,
        scopes={"GET": frozenset({"read"})},
    ),
    "guarantees": access.Rule(
        frozenset({access.Audience.TRADER, access.Audience.OFFICER}), access.GET, agency="customs"
    ),
    "guarantee": access.Rule(
        frozenset({access.Audience.TRADER, access.Audience.OFFICER}),
        access.FORM,
        about=access.About.OTHER,
        agency="customs",
    ),
    "new_guarantee": access.officer(access.FORM, roles=KEEPING, agency="customs"),
    "withdraw_guarantee": access.officer(access.POST, roles=KEEPING, agency="customs", about=access.About.OTHER),
    "movement": access.Rule(BOTH, access.GET, agency="customs", about=access.About.DECLARATION),
    "movement_affair": access.Rule(BOTH, access.POST, agency="customs", about=access.About.DECLARATION),
    "movement_onward": access.Rule(frozenset({access.Audience.TRADER}), access.POST, about=access.About.DECLARATION),
    "movement_act": access.officer(access.POST, agency="customs", about=access.About.DECLARATION),
    "arrival_act": access.both(access.POST, about=access.About.DECLARATION),
    "carrier_links": access.both(access.FORM, about=access.About.DECLARATION),
    "revoke_carrier_link": access.both(access.POST, about=access.About.DECLARATION),
    "carrier_page": access.public(limits={"GET": "lookups"}),
    "carrier_act": access.public(access.FORM, limits={"GET": "lookups", "POST": "lookups"}),
    "declare_for_home_use": access.trader(access.POST, about=access.About.DECLARATION),
    "devices": access.officer(agency="customs"),
    "new_device": access.officer(access.FORM, roles=TRACKING, agency="customs"),
    "device": access.officer(access.FORM, agency="customs", about=access.About.OTHER),
    "device_act": access.officer(access.POST, roles=TRACKING, agency="customs", about=access.About.OTHER),
    # Devices: OsmAnd's can only ask (GET), the others send.
    "osmand_positions": access.device(access.FORM),
    "traccar_positions": access.device(),
    "seal_messages": access.device(),
    "frames": access.device(),
    "station_events": access.device(),
    "plate_reads": access.device(),
    "control": access.officer(roles=MAY[Right.LOOK], agency="customs"),
    "control_positions": access.officer(roles=MAY[Right.LOOK], agency="customs"),
    "control_lines": access.officer(roles=MAY[Right.LOOK], agency="customs"),
    "control_handover": access.officer(access.FORM, roles=MAY[Right.LOOK], agency="customs"),
    "take_handover": access.officer(access.POST, roles=MAY[Right.HAND_OVER], agency="customs"),
    "control_movement": access.officer(roles=MAY[Right.LOOK], agency="customs", about=access.About.OTHER),
    "control_intervene": access.officer(access.FORM, roles=MAY[Right.NOTE], agency="customs", about=access.About.OTHER),
    "acknowledge_alarm": access.officer(
        access.POST, roles=MAY[Right.ANSWER_ALARMS], agency="customs", about=access.About.OTHER
    ),
    "close_alarm": access.officer(
        access.FORM, roles=MAY[Right.ANSWER_ALARMS], agency="customs", about=access.About.OTHER
    ),
    "lift_stop": access.officer(access.FORM, roles=MAY[Right.HOLD], agency="customs", about=access.About.OTHER),
    "trains": access.Rule(frozenset({access.Audience.TRADER, access.Audience.OFFICER}), access.GET, agency="customs"),
    "new_train": access.Rule(frozenset({access.Audience.TRADER}), access.FORM),
    "train": access.Rule(
        frozenset({access.Audience.TRADER, access.Audience.OFFICER}),
        access.GET,
        about=access.About.OTHER,
        agency="customs",
    ),
    "train_act": access.officer(access.POST, roles=DECIDING, agency="customs", about=access.About.OTHER),
    "transfer": access.officer(access.FORM, roles=DECIDING, agency="customs", about=access.About.DECLARATION),
    "corridors": access.officer(access.GET, agency="customs"),
    "draw_corridors": access.officer(access.FORM, roles=DRAWING, agency="customs"),
    "corridors_starter": access.officer(access.GET, roles=DRAWING, agency="customs"),
    "gate": _gate(),
    "register_visit": _gate(access.POST),
    "yard": _gate(),
    "gate_fees": _gate(),
    "gate_service": _gate(),
    "visit": _gate(about=access.About.OTHER),
    "visit_act": _gate(access.POST, access.About.OTHER),
    "visit_weigh": _gate(access.POST, access.About.OTHER),
    "visit_unload": access.officer(access.POST, roles=WORKING, agency="customs", about=access.About.OTHER),
    "visit_check": access.officer(access.POST, roles=WORKING, about=access.About.OTHER),
    "slots": access.trader(),
    "new_slot": access.trader(access.FORM),
    "slot": access.trader(access.FORM, about=access.About.OTHER),
    "cancel_slot": access.trader(access.POST, about=access.About.OTHER),
}
