"""Catalog: which measures are there?"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import cast

from rapport.core.errors import UnknownName
from rapport.core.measure import Measure
from rapport.core.phrase import say
from rapport.measures.advocacy.referral_share import ReferralShare
from rapport.measures.care.answered_publicly import AnsweredPublicly
from rapport.measures.care.constancy import Constancy
from rapport.measures.care.courtesy import Courtesy
from rapport.measures.care.first_response_time import FirstResponseTime
from rapport.measures.care.hand_off_time import HandOffTime
from rapport.measures.care.help_requests import HelpRequests
from rapport.measures.care.message_states import MessageStates
from rapport.measures.care.non_commercial_share import NonCommercialShare
from rapport.measures.care.reopen_rate import ReopenRate
from rapport.measures.care.reply_wait import ReplyWait
from rapport.measures.care.resolution_time import ResolutionTime
from rapport.measures.care.response_rate import ResponseRate
from rapport.measures.care.unheard import Unheard
from rapport.measures.lift.answer_effect import AnswerEffect
from rapport.measures.lift.connection_effect import ConnectionEffect
from rapport.measures.lift.connection_effect_by_kind import ConnectionEffectByKind
from rapport.measures.lift.connection_trajectory import ConnectionTrajectory
from rapport.measures.lift.experiment_effect import ExperimentEffect
from rapport.measures.lift.raw_connection_gap import RawConnectionGap
from rapport.measures.trust.customer_satisfaction import CustomerSatisfaction
from rapport.measures.trust.net_promoter_score import NetPromoterScore
from rapport.measures.trust.signed_replies import SignedReplies
from rapport.measures.value.average_order_value import AverageOrderValue
from rapport.measures.value.connected_contrast import ConnectedContrast
from rapport.measures.value.customer_equity import CustomerEquity
from rapport.measures.value.customers import Customers
from rapport.measures.value.earned_growth import EarnedGrowth
from rapport.measures.value.expected_orders import ExpectedOrders
from rapport.measures.value.lifetime_value import LifetimeValue
from rapport.measures.value.probability_active import ProbabilityActive
from rapport.measures.value.purchase_frequency import PurchaseFrequency
from rapport.measures.value.repeat_rate import RepeatRate
from rapport.measures.value.repurchase import Repurchase
from rapport.measures.value.retention import Retention
from rapport.measures.value.revenue import Revenue
from rapport.measures.voice.complaint_groups import ComplaintGroups
from rapport.measures.voice.complaints import Complaints
from rapport.measures.voice.content_loyalty import ContentLoyalty
from rapport.measures.voice.engagement_rate import EngagementRate
from rapport.measures.voice.hashtags import Hashtags
from rapport.measures.voice.interests import Interests
from rapport.measures.voice.message_volume import MessageVolume
from rapport.measures.voice.needs import Needs
from rapport.measures.voice.praise import Praise
from rapport.measures.voice.questions import Questions
from rapport.measures.voice.sentiment import Sentiment
from rapport.measures.voice.share_of_voice import ShareOfVoice
from rapport.measures.voice.topics import Topics

CATALOG: tuple[Measure, ...] = (
    Customers(),
    Revenue(),
    AverageOrderValue(),
    PurchaseFrequency(),
    RepeatRate(),
    Repurchase(),
    Retention(),
    EarnedGrowth(),
    ProbabilityActive(),
    ExpectedOrders(),
    LifetimeValue(),
    CustomerEquity(),
    ConnectedContrast(),
    RawConnectionGap(),
    ConnectionEffect(),
    ConnectionEffectByKind(),
    ConnectionTrajectory(),
    AnswerEffect(),
    ExperimentEffect(),
    ReferralShare(),
    MessageVolume(),
    Sentiment(),
    Complaints(),
    Praise(),
    Questions(),
    Topics(),
    Needs(),
    ComplaintGroups(),
    Interests(),
    Hashtags(),
    ShareOfVoice(),
    EngagementRate(),
    ContentLoyalty(),
    ResponseRate(),
    FirstResponseTime(),
    ReplyWait(),
    ResolutionTime(),
    ReopenRate(),
    Unheard(),
    Constancy(),
    MessageStates(),
    HelpRequests(),
    AnsweredPublicly(),
    HandOffTime(),
    Courtesy(),
    NonCommercialShare(),
    NetPromoterScore(),
    CustomerSatisfaction(),
    SignedReplies(),
)
"""Every measure with its default settings, in the order in which a reader meets them."""


def measure_named(key: str, by: str | None = None, per: str | None = None) -> Measure:
    """The measure of a key, cut by a segment and a period; raises UnknownName with near matches.

    >>> measure_named("revenue", per="month").per
    'month'
    """
    for measure in CATALOG:
        if measure.card.key == key:
            make = cast("Callable[[str | None, str | None], Measure]", type(measure))
            return make(by, per)
    keys = [measure.card.key for measure in CATALOG]
    near = ", ".join(get_close_matches(key, keys) or keys)
    raise UnknownName(say("there is no measure “{key}”: try {near}", key=key, near=near))
