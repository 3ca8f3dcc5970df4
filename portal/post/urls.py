"""Addresses of the postal desk and of the addressee's page."""

from django.urls import path

from portal.post.views import desk, items, lists, parcel, payments

_ITEM = "dispatches/<str:dispatch_id>/items/<str:reference>/"
_PARCEL = "parcel/<str:number>/<str:code>/"

urlpatterns = [
    path("dispatches/", desk.dispatches, name="dispatches"),
    path("dispatches/new/", lists.new_dispatch, name="new_dispatch"),
    path("dispatches/scan/", desk.scan, name="scan_items"),
    path("dispatches/<str:dispatch_id>/", desk.dispatch, name="dispatch"),
    path("dispatches/<str:dispatch_id>/arrived/", desk.arrived, name="dispatch_arrived"),
    path("dispatches/<str:dispatch_id>/notices.pdf", desk.dispatch_notices, name="dispatch_notices"),
    path("dispatches/<str:dispatch_id>/wrong-lines.csv", lists.wrong_lines, name="wrong_lines"),
    path(_ITEM, items.item, name="dispatch_item"),
    path(f"{_ITEM}answer/<uuid:uuid>/", items.answer, name="answer_for_addressee"),
    path(f"{_ITEM}pictures/", items.add_pictures, name="add_pictures"),
    path(f"{_ITEM}send-back/", items.send_back, name="send_item_back"),
    path(f"{_ITEM}notice.pdf", items.notice, name="parcel_notice"),
    path("cases/<str:reference>/pictures/<uuid:uuid>", items.picture, name="picture"),
    path("parcel/", parcel.parcel, name="parcel"),
    path("parcel/payments/<str:provider>/", payments.callback, name="parcel_callback"),
    path("parcel/test-payment/<uuid:uuid>/", payments.payment_page, name="parcel_test_payment"),
    path(_PARCEL, parcel.parcel_page, name="parcel_page"),
    path(f"{_PARCEL}pay/", parcel.pay, name="parcel_pay"),
    path(f"{_PARCEL}object/", parcel.object_to, name="parcel_object"),
    path(f"{_PARCEL}send-back/", parcel.send_back, name="parcel_return"),
]
