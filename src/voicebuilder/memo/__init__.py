"""What may be reused: results of the last run, kept with proof of what they were made from. Knows nothing of blogs.

In: values, keys made of content, facts read while something was made. Out: the same values later, or nothing at all
when the cache is gone, broken or of another version. Every answer is checked; a bad cache costs time, never truth.

    `fingerprint`   any plain value -> 16 bytes
    `encode`        any plain value -> bytes, and `decoder` back: how results come from worker processes
    `stamp`         a file on the disk -> 16 bytes, without reading it
    `Table`         one value, loaded and saved whole: small and needed at once
    `Pack`          many values by key, read one by one: large and seldom needed
    `Traces`        what was read while a result was made, so that the next run can tell whether it still holds
"""

from voicebuilder.memo.pack import Pack
from voicebuilder.memo.prints import decoder, encode, fingerprint, of_bytes
from voicebuilder.memo.stamps import stamp
from voicebuilder.memo.table import Table
from voicebuilder.memo.traces import Recorder, Traces
from voicebuilder.memo.version import code_version

__all__ = [
    "Pack",
    "Recorder",
    "Table",
    "Traces",
    "code_version",
    "decoder",
    "encode",
    "fingerprint",
    "of_bytes",
    "stamp",
]
