"""Types of packages are named in every language, each by a name of its own."""

from collections import Counter

import pytest
from django.utils import translation

from clearance import clock
from clearance.forms import choices
from clearance.validation import lists


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_type_of_package_has_a_name_of_its_own(language: str) -> None:
    names = [row[f"name_{language}"] for row in lists.rows("package_types", clock.now().date()).values()]
    assert all(names)
    # A sheet may name a type instead of giving its code: two types of one name could not be told apart.
    assert not [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]


def test_packages_are_told_in_words_in_the_reader_s_language() -> None:
    item = {"packages": [{"count": "10", "type": "CT"}, {"count": "2", "type": "8A"}, {"count": "0", "type": "VS"}]}
    assert choices.packages_text(item) == "10 × Carton; 2 × Pallet, wooden; Bulk, scrap metal"
    with translation.override("ru"):
        assert choices.packages_text(item) == "10 × Коробка картонная; 2 × Поддон деревянный; Навалом, металлолом"
    with translation.override("kk"):
        assert choices.packages_text({"packages": [{"count": "1", "type": "BX"}]}) == "1 × Қорап"
    assert choices.packages_text({"packages": [{"count": "3", "type": "Q?"}]}) == "3 × Q?", "an unknown code stays"
