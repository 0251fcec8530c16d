"""How does a book become a page to print and pass on?"""

from __future__ import annotations

from rapport.faces.report.html import render
from rapport.faces.report.writing import write_report

__all__ = ["render", "write_report"]
