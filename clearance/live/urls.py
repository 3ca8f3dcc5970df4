"""Addresses of live updates."""

from django.urls import path

from clearance.live import views

urlpatterns = [
    path("declarations/<str:reference>", views.declaration, name="live_declaration"),
    path("topics/<slug:name>", views.topic, name="live_topic"),
]
