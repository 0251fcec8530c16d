"""Pictures: which drawings stand on the page, each with a sentence in its place?"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from rapport.core.estimate import Estimate
from rapport.core.plot import Plot
from rapport.core.result import Result
from rapport.faces.present.charts import draw
from rapport.faces.present.language import Language, speak
from rapport.faces.present.plots import draw_plot, plot_table
from rapport.faces.present.sentences import sentence_case
from rapport.faces.present.tables import Cells
from rapport.faces.present.views import views_of

_MOST = 4
"""Pictures of one measure, beside its grids."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An inline drawing, its title, its sentence, and what it leaves out because refused.

    `table` holds its numbers, where the sentence and they are to be shown below it.
    """

    svg: Markup
    title: str
    description: str
    left_out: tuple[str, ...] = ()
    table: Cells | None = None


def pictures_of(results: tuple[Result, ...], lang: Language) -> tuple[Picture, ...]:
    """Draw the views of the results of one measure, each view once: those of its headline's unit
    first, so many that a reader can take them in; all numbers stand in the table.
    """
    views = dict.fromkeys(view for result in results for view in views_of(result, lang))
    answer = results[0].headline.answer
    unit = answer.unit if isinstance(answer, Estimate) else results[0].card.unit
    shown = sorted(views, key=lambda view: view.unit != unit)[:_MOST]
    return tuple(
        Picture(
            Markup(draw(view, lang, f"{results[0].card.key}-{number}")),
            view.title,
            view.description,
            view.left_out,
        )
        for number, view in enumerate(views, start=1)
        if view in shown
    )


def picture_of(plot: Plot, lang: Language) -> Picture:
    """Draw a plot; its sentence and its numbers go below it."""
    return Picture(
        Markup(draw_plot(plot, lang, f"plot-{plot.key}")),
        sentence_case(speak(plot.name, lang)),
        speak(plot.says, lang),
        table=plot_table(plot, lang),
    )
