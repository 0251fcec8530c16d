"""Effects: what does the page say of what relations bring because of the connection?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.estimate import Refusal
from rapport.core.experiment import Experiment
from rapport.core.lift import LiftPicture
from rapport.core.result import Result
from rapport.faces.present.experiments import ToldExperiment, tell_experiment
from rapport.faces.present.language import Language, speak
from rapport.faces.present.lifts import ToldLift, covered_plot, tell_lift
from rapport.faces.present.sentences import sentence_case
from rapport.faces.report.pictures import Picture, picture_of


@dataclass(frozen=True, slots=True)
class Effects:
    """What the house tells of effects: the connection's picture and measure, and experiments.

    `tried` is the effect cut by experiment, `experiments` their register, oldest first.
    """

    picture: LiftPicture | Refusal
    connection: Result
    tried: Result
    experiments: tuple[Experiment, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldEffects:
    """The same in words and drawings; a refused effect carries reason and remedy."""

    words: ToldLift
    reason: str
    remedy: str
    pictures: tuple[Picture, ...]
    experiments: tuple[ToldExperiment, ...]
    none_tried: tuple[str, str]


def tell_effects(told: Effects, lang: Language) -> ToldEffects:
    """Tell effects in all the ways in which the page shows them."""
    picture, reason, remedy = told.picture, "", ""
    pictures: tuple[Picture, ...] = ()
    if isinstance(picture, Refusal):
        reason, remedy = _why(picture, lang)
    else:
        drawn = (*picture.plots, covered_plot(picture))
        pictures = tuple(picture_of(plot, lang) for plot in drawn)
    missing = told.tried.headline.answer
    return ToldEffects(
        tell_lift(picture, told.connection, lang),
        reason,
        remedy,
        pictures,
        tuple(tell_experiment(one, told.tried, lang) for one in told.experiments),
        _why(missing, lang) if isinstance(missing, Refusal) else ("", ""),
    )


def _why(refusal: Refusal, lang: Language) -> tuple[str, str]:
    """Reason and remedy of a refusal, in words."""
    reason, remedy = (speak(one, lang) for one in (refusal.reason, refusal.remedy))
    return sentence_case(reason), sentence_case(remedy)
