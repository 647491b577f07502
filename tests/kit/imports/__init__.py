import pytest

pytest.register_assert_rewrite("tests.kit.imports.interrupted", "tests.kit.imports.planted")
