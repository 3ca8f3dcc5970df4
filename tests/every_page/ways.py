"""What cannot be found by following links: pages that need an act first, and rows that are no pages, with the reason."""

# Forms that are sent empty, and on which of the pages found; the answer must hold the error summary.
SENT_EMPTY = dict.fromkeys(
    (
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_change_password",
        "mfa_activate_totp",
        "help",
        "track",
        "verify",
        "parcel",
        "register_company",
        "correct_company",
        "invite_colleague",
        "delegate",
        "new_declaration",
        "draft_section",
        "draft_item",
        "draft_documents",
        "question",
        "appeal",
        "arrival",
        "upload",
        "new_dispatch",
        "scan_items",
        "new_webhook",
        "new_deadline",
        "new_reason",
        "book_new_rule",
        "new_slot",
        "new_device",
        "new_train",
        "new_guarantee",
        "carrier_links",
        "close_alarm",
        "control_intervene",
    ),
    1,
) | {"announcements": 2}  # the first is of an administrator who only reads them

# Rows of the access table that answer no page of their own.
# Pages for those who build or try the portal: they speak English, or show letters in their reader's language.
ONLY_ENGLISH = frozenset({"components", "api:docs", "demo_mail", "demo_letter"})

FOR_PROGRAMS, A_FILE = "answers programs", "answers a file"
LEADS_ON, A_PART = "only leads on to another page", "a part of a page, fetched by a script"
NO_PAGE: dict[str, str] = {
    **dict.fromkeys(("healthz", "readyz", "portal.health.healthz", "portal.health.readyz"), FOR_PROGRAMS),
    **dict.fromkeys(
        ("api:declaration", "api:declarations", "api:events", "api:queue", "live_declaration", "live_topic"),
        FOR_PROGRAMS,
    ),
    **dict.fromkeys(("api:ncts_message", "api:ncts_messages", "api:train", "osmand_positions"), FOR_PROGRAMS),
    **dict.fromkeys(("control_lines", "control_positions"), A_PART),
    **dict.fromkeys(("document", "picture", "receipt", "wrong_lines", "mfa_download_recovery_codes"), A_FILE),
    **dict.fromkeys(("draft_items_corrected", "change_items_corrected"), A_FILE),
    **dict.fromkeys(("open_message", "grants", "carrier_act", "explain_before", "account_set_password"), LEADS_ON),
    "demo_letter_html": "a letter as it was sent: without scripts, in a frame of the page of the letter",
    "account_confirm_login_code": "codes by mail are off: the library leads to the sign-in page",
    **dict.fromkeys(("tariff_suggest", "draft_item_papers", "change_item_papers"), A_PART),
}
