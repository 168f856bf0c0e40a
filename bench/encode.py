"""One 64 KiB piece of output as a frame: a record around the bytes, or JSON around text."""

from __future__ import annotations

import codecs
import timeit
from collections.abc import Callable

from bench.rows import Row, ratio
from webmux.events import Output
from webmux.wire import codec, messages

FRAME_BYTES = 64 * 1024
MIB = 1 << 20
ROUNDS = 7
DECODED_MB_S = 2500


def coloured(length: int) -> bytes:
    """Output as a build or a log prints it: a colour for each word."""
    line = "".join(f"\x1b[3{i % 8}mword{i:03d}\x1b[0m " for i in range(12)) + "\r\n"
    return (line.encode() * (length // len(line) + 1))[:length]


def best_s(action: Callable[[], object], loops: int) -> float:
    """Seconds of one `action`: the best of several rounds, because other work only ever adds."""
    return min(timeit.repeat(action, number=loops, repeat=ROUNDS)) / loops


def measure() -> list[Row]:
    data = coloured(FRAME_BYTES)
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def as_record() -> codec.Frame:
        return codec.encode(Output(0, data))

    def as_json() -> codec.Frame:
        return codec.text(messages.encode("output", data=decode(data)))

    record, message = as_record(), as_json()
    sizes = [sum(len(part) for part in frame) for frame in (message, record)]
    times = [best_s(as_json, 200), best_s(as_record, 20_000)]
    text = b"0123456789abcdef" * (MIB // 16)
    speed = MIB / best_s(lambda: decode(text), 200) / 1e6
    return [
        Row(
            "encode and frame 64 KiB of coloured output",
            f"{times[0] * 1e6:.1f} us",
            f"{times[1] * 1e6:.2f} us",
            ">= 16.7 x faster",
            times[0] / times[1] >= 16.7,
            ratio(times[0], times[1]),
        ),
        Row(
            "size of that message",
            f"{sizes[0]:,} bytes",
            f"{sizes[1]:,} bytes",
            "<= 75 %",
            sizes[1] <= 0.75 * sizes[0],
            f"{100 * sizes[1] / sizes[0]:.1f} %",
        ),
        Row(
            "the framed payload is the very object that was read",
            "no",
            "yes" if record[1] is data else "no",
            "no copy",
            record[1] is data,
        ),
        Row(
            "decode 1 MiB of ASCII, as /ws does",
            f"{speed:,.0f} MB/s",
            "not done",
            f">= {DECODED_MB_S:,} MB/s",
            speed >= DECODED_MB_S,
        ),
    ]
