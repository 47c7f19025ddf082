"""Moments as RSS writes them.

In: aware datetimes. Out: text that never depends on the locale or the machine's zone.
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING

from voicebuilder.text.dates import whole

if TYPE_CHECKING:
    from datetime import datetime


def rfc822(moment: datetime) -> str:
    """With the year in four digits: `Sun, 22 Nov 2026 15:30:00 +0100` (RFC 822, section 5.1)."""
    return format_datetime(whole(moment))
