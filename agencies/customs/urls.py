"""Addresses of customs' own pages, under /agencies/customs/."""

from django.urls import path

from agencies.customs.arrival import views as arrival
from agencies.customs.carrier import views as carrier
from agencies.customs.control.views import answering, movement, shift, wall
from agencies.customs.corridors import views as drawing
from agencies.customs.gate import slot_views as slots
from agencies.customs.gate import views as gate
from agencies.customs.guarantees import views as guarantees
from agencies.customs.tracking import views as tracking
from agencies.customs.tracking.calls import device_calls
from agencies.customs.trains import views as trains
from agencies.customs.transit import on_the_way_views as on_the_way
from agencies.customs.transit import views as transit

urlpatterns = [
    path("guarantees/", guarantees.guarantees, name="guarantees"),
    path("guarantees/new/", guarantees.new_guarantee, name="new_guarantee"),
    path("guarantees/<uuid:uuid>/", guarantees.guarantee, name="guarantee"),
    path("guarantees/<uuid:uuid>/withdraw/", guarantees.withdraw_guarantee, name="withdraw_guarantee"),
    path("control/", wall.control, name="control"),
    path("control/positions/", wall.control_positions, name="control_positions"),
    path("control/lines/", wall.control_lines, name="control_lines"),
    path("control/handover/", shift.control_handover, name="control_handover"),
    path("control/handover/take/", shift.take_handover, name="take_handover"),
    path("control/movements/<uuid:uuid>/", movement.control_movement, name="control_movement"),
    path("control/movements/<uuid:uuid>/<slug:kind>/", movement.control_intervene, name="control_intervene"),
    path("control/alarms/<uuid:uuid>/acknowledge/", answering.acknowledge_alarm, name="acknowledge_alarm"),
    path("control/alarms/<uuid:uuid>/close/", answering.close_alarm, name="close_alarm"),
    path("control/stops/<uuid:uuid>/lift/", answering.lift_stop, name="lift_stop"),
    path("movements/<slug:reference>/", on_the_way.movement, name="movement"),
    path("movements/<slug:reference>/onward/", on_the_way.movement_onward, name="movement_onward"),
    path("movements/<slug:reference>/do/<slug:name>/", on_the_way.movement_affair, name="movement_affair"),
    path("movements/<slug:reference>/act/", transit.movement_act, name="movement_act"),
    path("movements/<slug:reference>/arrival/", arrival.arrival_act, name="arrival_act"),
    path("movements/<slug:reference>/links/", carrier.carrier_links, name="carrier_links"),
    path(
        "movements/<slug:reference>/links/<uuid:uuid>/revoke/", carrier.revoke_carrier_link, name="revoke_carrier_link"
    ),
    path("way/<str:token>/", carrier.carrier_page, name="carrier_page"),
    path("way/<str:token>/<slug:name>/", carrier.carrier_act, name="carrier_act"),
    path("movements/<slug:reference>/home-use/", arrival.declare_for_home_use, name="declare_for_home_use"),
    path("devices/", tracking.devices, name="devices"),
    path("devices/new/", tracking.new_device, name="new_device"),
    path("devices/<uuid:uuid>/", tracking.device, name="device"),
    path("devices/<uuid:uuid>/act/", tracking.device_act, name="device_act"),
    # No slash at the end: devices do not follow redirects.
    path("positions/osmand", device_calls, {"form": "osmand"}, name="osmand_positions"),
    path("positions/traccar", device_calls, {"form": "traccar"}, name="traccar_positions"),
    path("positions/seals", device_calls, {"form": "seals"}, name="seal_messages"),
    path("positions/frames", device_calls, {"form": "frames"}, name="frames"),
    path("positions/stations", device_calls, {"form": "stations"}, name="station_events"),
    path("positions/plates", device_calls, {"form": "plates"}, name="plate_reads"),
    path("movements/<slug:reference>/transfer/", trains.transfer, name="transfer"),
    path("trains/", trains.trains, name="trains"),
    path("trains/new/", trains.new_train, name="new_train"),
    path("trains/<uuid:uuid>/", trains.train, name="train"),
    path("trains/<uuid:uuid>/act/", trains.train_act, name="train_act"),
    path("corridors/", drawing.corridors, name="corridors"),
    path("corridors/draw/", drawing.draw_corridors, name="draw_corridors"),
    path("corridors/starter/", drawing.starter, name="corridors_starter"),
    path("gate/", gate.gate, name="gate"),
    path("gate/register/", gate.register_visit, name="register_visit"),
    path("gate/yard/", gate.yard, name="yard"),
    path("gate/fees/", gate.gate_fees, name="gate_fees"),
    path("gate/service/", gate.gate_service, name="gate_service"),
    path("gate/visits/<uuid:uuid>/", gate.visit, name="visit"),
    path("gate/visits/<uuid:uuid>/act/", gate.visit_act, name="visit_act"),
    path("gate/visits/<uuid:uuid>/weigh/", gate.visit_weigh, name="visit_weigh"),
    path("gate/visits/<uuid:uuid>/unload/", gate.visit_unload, name="visit_unload"),
    path("gate/visits/<uuid:uuid>/checks/<int:number>/", gate.visit_check, name="visit_check"),
    path("slots/", slots.slots, name="slots"),
    path("slots/new/", slots.new_slot, name="new_slot"),
    path("slots/<uuid:uuid>/", slots.slot, name="slot"),
    path("slots/<uuid:uuid>/cancel/", slots.cancel_slot, name="cancel_slot"),
]
