"""Commodity codes: prefixes and ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearance.commodity import prefixes_of, range_prefixes


def test_a_range_becomes_the_fewest_prefixes() -> None:
    assert prefixes_of("0201-0210;0301")[0] == (
        "0201", "0202", "0203", "0204", "0205", "0206", "0207", "0208", "0209", "0210", "0301",
    )  # fmt: skip
    assert range_prefixes("02", "05") == ["02", "03", "04", "05"]
    assert range_prefixes("0100000000", "0199999999") == ["01"]
    assert range_prefixes("0150", "0299") == ["015", "016", "017", "018", "019", "02"]


@pytest.mark.parametrize("text", ["020-0210", "0210-0201", "meat", "02 03", "1", "01234567891"])
def test_what_is_not_a_code_is_told(text: str) -> None:
    assert prefixes_of(text) == ((), [text])


@given(st.data(), st.integers(2, 4))
def test_prefixes_cover_exactly_the_range(data: st.DataObject, length: int) -> None:
    low, high = sorted(data.draw(st.lists(st.integers(0, 10**length - 1), min_size=2, max_size=2)))
    prefixes = tuple(range_prefixes(f"{low:0{length}}", f"{high:0{length}}"))
    for code in range(10**length):
        assert f"{code:0{length}}".startswith(prefixes) is (low <= code <= high)
