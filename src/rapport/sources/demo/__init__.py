"""A company with a known truth: what would Rapport see if we knew the answers?"""

from rapport.sources.demo.simulation import process_parameters, simulate
from rapport.sources.demo.truth import Truth
from rapport.sources.demo.world import World

__all__ = ["Truth", "World", "process_parameters", "simulate"]
