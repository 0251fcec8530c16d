"""Pipeline: how do named steps of SQL become one statement that runs once?"""

from __future__ import annotations

from collections.abc import Callable

from rapport.core.errors import ContractError
from rapport.core.measure import Step


class Pipeline:
    """Named steps glued into one WITH … SELECT; may be composed once only.

    A shared half-built query is the bug it is made to prevent: a second use raises
    ContractError.
    """

    def __init__(self, relation: Callable[[str], Step]) -> None:
        self._relation = relation
        self._names: list[str] = []
        self._texts: list[str] = []
        self._used = False

    def add(self, step: Step) -> None:
        """Add a step after the relations that it reads; each name stands once."""
        for name in step.reads:
            if name not in self._names:
                self.add(self._relation(name))
        if step.name in self._names:
            raise ContractError(f"two steps are called {step.name}")
        self._names.append(step.name)
        self._texts.append(f"{step.name} AS (\n{step.sql.strip()}\n)")

    def compose(self) -> str:
        """The whole statement; the last step's rows are its answer."""
        if self._used or not self._names:
            raise ContractError("a pipeline is used once, with a step in it")
        self._used = True
        return "WITH " + ",\n".join(self._texts) + f"\nSELECT *\nFROM {self._names[-1]}"
