"""What people can do from the first filing to the last act, end to end."""

import pytest

pytest.register_assert_rewrite(
    "tests.scenarios.always", "tests.scenarios.player", "tests.scenarios.steps", "tests.scenarios.scenes"
)
