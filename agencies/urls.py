"""Addresses of agencies' administration; each agency's own lie under `/agencies/<code>/`."""

from django.urls import path

from agencies import views
from agencies.administration import coverage, deadlines, home, offices, people, reasons
from agencies.rulebooks.urls import urlpatterns as of_rulebooks

urlpatterns = [
    path("agency/", home.choose, name="grants"),
    path("agency/home/<slug:agency>/", home.overview, name="administration"),
    path("agency/companies/", views.companies_to_approve, name="companies_to_approve"),
    path("agency/companies/<int:company_id>/approve/", views.approve_company, name="approve_company"),
    path("agency/companies/<int:company_id>/reject/", views.reject_company, name="reject_company"),
    path("agency/days/", views.days, name="days"),
    path("agency/days/<int:day_id>/", views.edit_day, name="edit_day"),
    path("agency/days/<int:day_id>/remove/", views.drop_day, name="drop_day"),
    path("agency/offices/<str:office>/days/", views.days, name="days_of_office"),
    path("agency/grants/<int:grant_id>/approve/", views.approve_grant, name="approve_grant"),
    path("agency/grants/<int:grant_id>/revoke/", views.revoke_grant, name="revoke_grant"),
    path("agency/people/<slug:agency>/", people.people, name="grants_of"),
    path("agency/people/<slug:agency>/ask/", views.ask_grant, name="ask_grant"),
    path("agency/people/<slug:agency>/matrix/", people.matrix, name="who_may_what"),
    path("agency/people/<slug:agency>/<int:user_id>/leaves/", people.leaves, name="leaves_agency"),
    path("agency/places/<slug:agency>/", coverage.coverage, name="coverage_of"),
    path("agency/places/<slug:agency>/<slug:place>/<str:office>/", coverage.cover, name="cover"),
    path("agency/places/<slug:agency>/<int:row_id>/", coverage.drop, name="drop_coverage"),
    path("agency/deadlines/<slug:agency>/", deadlines.deadlines, name="deadlines_of"),
    path("agency/deadlines/<slug:agency>/new/", deadlines.deadline, name="new_deadline"),
    path("agency/deadlines/<slug:agency>/<slug:code>/", deadlines.deadline, name="deadline"),
    path("agency/reasons/<slug:agency>/", reasons.reasons, name="reasons_of"),
    path("agency/reasons/<slug:agency>/<slug:use>/", reasons.reason, name="new_reason"),
    path("agency/reasons/<slug:agency>/<slug:use>/<slug:code>/", reasons.reason, name="reason"),
    path("agency/where/<slug:agency>/", offices.offices, name="offices_of"),
    path("agency/where/<slug:agency>/<str:office>/", offices.office, name="office_of"),
    *of_rulebooks,
]
