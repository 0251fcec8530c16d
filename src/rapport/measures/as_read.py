"""As read: what must be known of a number that counts what a program read, errors and all?"""

from __future__ import annotations

from rapport.core.estimate import Caveat, Weight
from rapport.core.phrase import say

AS_READ = Caveat(
    "as-read",
    say("told as the reader read it: how often it errs here is not known"),
    Weight.WARNING,
)
