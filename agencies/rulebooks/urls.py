"""Addresses of an agency's rulebook."""

from django.urls import path

from agencies.rulebooks import rules, sheets, trying, versions

BOOK = "agency/rulebooks/<slug:agency>/"
VERSION = f"{BOOK}<int:number>/"

urlpatterns = [
    path(BOOK, versions.versions, name="book_versions"),
    path(VERSION, versions.version, name="book_version"),
    path(f"{VERSION}act/", versions.act, name="book_act"),
    path(f"{VERSION}sign/", versions.sign, name="book_sign"),
    path(f"{VERSION}compare/", trying.compare, name="book_compare"),
    path(f"{VERSION}check/", trying.check, name="book_check"),
    path(f"{VERSION}rehearse/", trying.rehearse, name="book_rehearse"),
    path(f"{VERSION}rehearse/<int:rehearsal_id>/", trying.rehearse_on, name="book_rehearse_on"),
    path(f"{VERSION}rules.csv", sheets.export, name="book_export"),
    path(f"{VERSION}import/", sheets.bring, name="book_import"),
    path(f"{VERSION}rules/new/", rules.new_rule, name="book_new_rule"),
    path(f"{VERSION}rules/<int:row_id>/", rules.rule, name="book_rule"),
    path(f"{VERSION}rules/<int:row_id>/act/", rules.rule_act, name="book_rule_act"),
]
