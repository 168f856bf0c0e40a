"""Output of git as records."""

from __future__ import annotations

from webmux.changes.status_text import ChangedFile, parse_counts, parse_status, with_counts

ZERO = "0" * 40


def test_each_kind_of_entry_is_read() -> None:
    output = (
        f"# branch.head main\0"
        f"1 M. N... 100644 100644 100644 {ZERO} {ZERO} a b\0"
        f"2 R. N... 100644 100644 100644 {ZERO} {ZERO} R100 new\0old\0"
        f"u UU N... 100644 100644 100644 100644 {ZERO} {ZERO} {ZERO} both\0"
        f"1 .D SC.. 160000 160000 000000 {ZERO} {ZERO} module\0"
        "? new\nfile\0! ignored\0"
    )
    assert [
        ChangedFile("a b", "M"),
        ChangedFile("new", "R"),
        ChangedFile("both", "U", "U", conflict=True),
        ChangedFile("module", "", "D"),
        ChangedFile("new\nfile", untracked=True),
    ] == parse_status(output.encode())


def test_a_cut_or_broken_entry_is_left_out() -> None:
    assert [ChangedFile("a", untracked=True)] == parse_status(b"? a\0? b")
    assert [] == parse_status(b"")
    assert [] == parse_status(b"1 M.\0x\0\0")


def test_counts_belong_to_their_files() -> None:
    counts = parse_counts(b"1\t2\ta\tb\0-\t-\tpicture\0broken\0" + b"9" * 20 + b"\t1\thuge\0")
    assert {"a\tb": (1, 2), "picture": (None, None), "huge": (None, 1)} == counts
    [file] = with_counts([ChangedFile("a\tb", "M")], counts)
    assert (1, 2) == (file.added, file.removed)
