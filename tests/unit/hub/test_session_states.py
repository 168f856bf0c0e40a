"""States that the terminals of a session share."""

from __future__ import annotations

import gc

from webmux.hub.session_states import SessionStates


def test_a_state_is_one_for_a_session_and_ends_with_its_last_user() -> None:
    states = SessionStates()
    first, other = states.sizing_of("1-2", "$0"), states.sizing_of("3-4", "$0")
    assert first is states.sizing_of("1-2", "$0")
    assert first is not other
    typed = states.typed_in("$0")
    assert typed is states.typed_in("$0")
    del first, other, typed
    gc.collect()
    assert (0, 0) == (len(states._sizings), len(states._typed))
