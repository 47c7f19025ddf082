"""Bytes to disk, published as a whole: a failed or killed build changes nothing, foreign files are never touched.

In: an output folder, `keep` globs, and the output paths with their bytes. Out: the published folder.

    folder = guard(output, site, sources)             # a folder that may be replaced
    with claim(folder, keep, report) as claimed:      # locked, repaired, no strangers in it
        claimed.signature(path)                       # of the file published there last, if it still is that one
        laid = claimed.lay(path, content)             # the long work, in any process
        outcome = claimed.publish([(path, laid), …], same)  # all or nothing; the same are not read again

`publication` is the story; `guard` `names` `survey` say no, `laying` `stage` `contents` `exchange` `retire` do the
work, and `record` tells what changed since the last run, so that only that is looked at.
"""

from __future__ import annotations

from voicebuilder.output.guard import guard
from voicebuilder.output.laying import Laid, Layer
from voicebuilder.output.manifest import MANIFEST
from voicebuilder.output.publication import Claim, Outcome, claim

__all__ = ["MANIFEST", "Claim", "Laid", "Layer", "Outcome", "claim", "guard"]
