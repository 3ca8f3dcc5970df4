"""Addresses of people's own pages and of companies."""

from django.urls import path

from portal.accounts.views import company, delegating, own

urlpatterns = [
    path("settings/", own.own_settings, name="settings"),
    path("tokens/", own.tokens, name="tokens"),
    path("tokens/<int:token_id>/end/", own.end_token, name="end_token"),
    path("settings/sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("company/", company.own_companies, name="company"),
    path("company/register/", company.register, name="register_company"),
    path("company/invitations/<int:membership_id>/", company.answer_invitation, name="answer_invitation"),
    path("company/<uuid:company>/", company.company_page, name="company_page"),
    path("company/<uuid:company>/invite/", company.invite, name="invite_colleague"),
    path("company/<uuid:company>/leave/", company.leave, name="leave_company"),
    path("company/<uuid:company>/people/<int:user_id>/", company.change_colleague, name="change_colleague"),
    path("company/<uuid:company>/people/<int:user_id>/remove/", company.remove_colleague, name="remove_colleague"),
    path("company/<uuid:company>/delegate/", delegating.delegate, name="delegate"),
    path("company/<uuid:company>/correct/", company.correct, name="correct_company"),
    path("company/<uuid:company>/ask/", delegating.ask_client, name="ask_client"),
    path("company/<uuid:company>/requests/<int:request_id>/", delegating.answer_broker, name="answer_broker"),
    path(
        "company/<uuid:company>/delegations/<int:delegation_id>/revoke/",
        delegating.revoke_delegation,
        name="revoke_delegation",
    ),
]
