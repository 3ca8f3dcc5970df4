"""The control of a commodity code: a plain text field that suggests codes where scripts run, and links to the search."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode


class CodeInput(forms.TextInput):
    """Digits, or words of the goods; `whole` suggests only codes that goods are declared by."""

    template_name = "forms/code.html"

    def __init__(self, attrs: Any = None, *, whole: bool = True) -> None:
        self.whole = whole
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The field, where its suggestions come from, and the search with what was typed, when that were words."""
        context = super().get_context(name, value, attrs)
        words = str(value or "").strip()
        asked = "" if not words or re.fullmatch(r"[\d.\s]+", words) else "?" + urlencode({"q": words[:100]})
        context |= {
            "suggest_url": reverse("tariff_suggest"),
            "search_url": reverse("tariff") + asked,
            "whole": self.whole,
        }
        return context
