"""Addresses of the notices between windows."""

from django.urls import path

from portal.neighbours import views

urlpatterns = [
    path("neighbours/notices/", views.take, name="take_neighbour_notice"),
    path("neighbours/arrivals/", views.take_arrival, name="take_neighbour_arrival"),
    path("pre-arrival/", views.notices, name="neighbour_notices"),
    path("pre-arrival/<str:number>/", views.notice, name="neighbour_notice"),
    path("pre-arrival/<str:number>/declare/", views.declare, name="declare_neighbour_notice"),
]
