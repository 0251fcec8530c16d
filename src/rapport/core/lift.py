"""Lift picture: what does a face draw of the effect of a connection?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.plot import Plot


@dataclass(frozen=True, slots=True)
class LiftPicture:
    """One effect in pictures, each with its sentence; money a connected customer and month.

    `gap`: what was there already, and what the connection adds; `months`: the effect by months
    since connecting, with a band that holds all at once; `split`: by what it comes (None: one
    side bought nothing); `lifetime`: what was seen, and three scenarios of what follows (None:
    too few months were seen). `covered`: share of connected months it speaks of, 0 to 1.
    """

    gap: Plot
    months: Plot
    split: Plot | None
    lifetime: Plot | None
    covered: float

    @property
    def plots(self) -> tuple[Plot, ...]:
        """All pictures that there are, in the order in which they are read."""
        told = (self.gap, self.months, self.split, self.lifetime)
        return tuple(plot for plot in told if plot is not None)
