"""Tables of the documentation that are made from the code."""

from __future__ import annotations

import pytest

from scripts.generate_docs import BEGIN, END, PAGES, ROOT, table, with_table


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_table_of_today(page: str) -> None:
    text = (ROOT / page).read_text()
    assert with_table(text, PAGES[page]()) == text


def test_a_table_that_differs_is_written_again() -> None:
    page = f"above\n{BEGIN}\n| old |\n{END}\nbelow\n"
    made = table(("a",), [("x | y",)])
    assert f"above\n{BEGIN}\n| a |\n|---|\n| x \\| y |\n{END}\nbelow\n" == with_table(page, made)


def test_a_page_without_a_place_for_its_table_is_a_fault() -> None:
    with pytest.raises(ValueError):
        with_table("nothing here", "| a |")
