"""Addresses of the inbox, of its settings and of a company's webhooks."""

from django.urls import path

from portal.notices.views import inbox, webhooks

_ONE = "company/<uuid:company>/webhooks/<uuid:uuid>/"

urlpatterns = [
    path("messages/", inbox.inbox, name="messages"),
    path("messages/mark/", inbox.mark, name="mark_messages"),
    path("messages/settings/", inbox.notice_settings, name="notice_settings"),
    path("messages/<uuid:uuid>/", inbox.open_notice, name="open_message"),
    path("company/<uuid:company>/webhooks/", webhooks.webhooks, name="webhooks"),
    path("company/<uuid:company>/webhooks/new/", webhooks.new_webhook, name="new_webhook"),
    path(_ONE, webhooks.webhook, name="webhook"),
    path(f"{_ONE}secret/", webhooks.change_secret, name="change_webhook_secret"),
    path(f"{_ONE}test/", webhooks.ping, name="ping_webhook"),
    path(f"{_ONE}end/", webhooks.end_webhook, name="end_webhook"),
    path(f"{_ONE}deliveries/<int:pk>/", webhooks.delivery, name="delivery"),
    path(f"{_ONE}deliveries/<int:pk>/again/", webhooks.send_again, name="send_delivery_again"),
]
