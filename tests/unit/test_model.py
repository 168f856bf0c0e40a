"""Sizes are limited for every caller, and only whole numbers are accepted."""

from __future__ import annotations

import pytest

from webmux.errors import BadField
from webmux.model import COLS_MAX, COLS_MIN, ROWS_MAX, ROWS_MIN, Size


@pytest.mark.parametrize("size", [(COLS_MIN, ROWS_MIN), (80, 24), (COLS_MAX, ROWS_MAX)])
def test_sizes_within_the_limits_are_accepted(size: tuple[int, int]) -> None:
    assert size == (Size.checked(*size).cols, Size.checked(*size).rows)


@pytest.mark.parametrize("cols", [0, -1, COLS_MIN - 1, COLS_MAX + 1, 20000, 10**9, 1.5, True, "80", None])
def test_invalid_columns_are_refused_by_name(cols: object) -> None:
    with pytest.raises(BadField, match="cols") as caught:
        Size.checked(cols, 24)
    assert ("cols", "bad_size") == (caught.value.field, caught.value.code)


@pytest.mark.parametrize("rows", [0, -1, ROWS_MAX + 1, 20000, 10**9, 1.5, False, "24", None])
def test_invalid_rows_are_refused_by_name(rows: object) -> None:
    with pytest.raises(BadField, match="rows") as caught:
        Size.checked(80, rows)
    assert ("rows", "bad_size") == (caught.value.field, caught.value.code)
