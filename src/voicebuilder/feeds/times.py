"""Moments as feeds write them.

In: aware datetimes. Out: text that never depends on the locale or the machine's zone.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

_MINUTE = timedelta(minutes=1)


def whole(moment: datetime) -> datetime:
    """Cut to what both formats can say: whole seconds, and an offset in whole minutes.

    Before zones were standardised, offsets had seconds (Amsterdam: +00:19:32). The clock's reading is kept.
    """
    offset = moment.utcoffset() or timedelta()
    if offset % _MINUTE:
        moment = moment.replace(tzinfo=timezone(int(offset / _MINUTE) * _MINUTE))
    return moment.replace(microsecond=0)


def rfc3339(moment: datetime) -> str:
    """As Atom and JSON Feed want it: `2026-11-22T15:30:00+01:00` (RFC 3339, section 5.6)."""
    return whole(moment).isoformat()


def rfc822(moment: datetime) -> str:
    """As RSS wants it, the year in four digits: `Sun, 22 Nov 2026 15:30:00 +0100` (RFC 822, section 5.1)."""
    return format_datetime(whole(moment))
