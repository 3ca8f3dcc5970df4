"""Addresses of agencies' administration; each agency's own lie under `/agencies/<code>/`."""

from django.urls import path

from agencies import views

urlpatterns = [
    path("agency/", views.grants, name="grants"),
    path("agency/companies/", views.companies_to_approve, name="companies_to_approve"),
    path("agency/companies/<int:company_id>/approve/", views.approve_company, name="approve_company"),
    path("agency/companies/<int:company_id>/reject/", views.reject_company, name="reject_company"),
    path("agency/days/", views.days, name="days"),
    path("agency/days/<int:day_id>/remove/", views.drop_day, name="drop_day"),
    path("agency/offices/<str:office>/days/", views.days, name="days_of_office"),
    path("agency/grants/<int:grant_id>/approve/", views.approve_grant, name="approve_grant"),
    path("agency/grants/<int:grant_id>/revoke/", views.revoke_grant, name="revoke_grant"),
    path("agency/people/<slug:agency>/", views.grants_of, name="grants_of"),
    path("agency/people/<slug:agency>/ask/", views.ask_grant, name="ask_grant"),
]
