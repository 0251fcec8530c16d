"""Meter: what did each phase of a program cost, measured the same way for every program?

The standard library alone, so that it runs in every environment.
"""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path


def spent():
    """CPU seconds since the process began: user and system, finished children included."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in who]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Meter:
    """CPU and wall seconds of named phases; what was spent before is importing."""

    def __init__(self):
        self._cpu, self._wall = spent(), time.perf_counter()
        self.phases = {"import": (self._cpu, 0.0)}

    def mark(self, phase):
        """End a phase here."""
        cpu, wall = spent(), time.perf_counter()
        self.phases[phase] = (cpu - self._cpu, wall - self._wall)
        self._cpu, self._wall = cpu, wall

    def write(self, file, purchases, spends):
        """Write phases and parameters as JSON."""
        told = {"phases": self.phases, "purchases": purchases, "spends": spends}
        Path(file).write_text(json.dumps(told))
