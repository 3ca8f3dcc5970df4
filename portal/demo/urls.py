"""Addresses that only a demo has: its mail, and a receiver for the webhook of its largest company."""

from django.urls import path

from portal.demo import hook
from portal.demo.mail import views

urlpatterns = [
    path("mail/", views.mail, name="demo_mail"),
    path("mail/<slug:name>/", views.letter, name="demo_letter"),
    path("mail/<slug:name>/html/", views.letter_html, name="demo_letter_html"),
    path("hook/", hook.receive, name="demo_hook"),
]
