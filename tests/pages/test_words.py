"""No code word of the portal's inside is shown as it is: readers get words of their own language."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


def test_what_became_of_the_rules_is_told_in_the_readers_language(signed: Callable[[str], Client], cast: Cast) -> None:
    declaration = file(cast, imports(APPLES))
    auditor = signed("auditor")
    auditor.cookies["django_language"] = "ru"
    page = auditor.get(f"/desk/declarations/{declaration.reference}/").text
    assert re.search(r"<td>Решение ведомства</td>\s*<td>Применено</td>", page)
    assert not re.search(r"<td>(sign_off|step|visit_check|matched|unknown|dry_run|waived)</td>", page)
