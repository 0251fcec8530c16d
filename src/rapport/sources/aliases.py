"""Aliases: under which English column names do files tell each field of each kind?

One text a field: names parted by commas, the surest first. Case, accents, spaces and punctuation
do not count. The keys of a kind are all the fields a file can fill.
"""

from __future__ import annotations

from collections.abc import Mapping

HANDLES: dict[str, str] = {
    "customer_id": "customer id, customer, client id, user id, buyer id, member id, account id, "
    "contact id, household id, person id, requester id, cust id, customer number, customer no",
    "email": "email, e-mail, email address, customer email, billing email, contact email, "
    "user email, buyer email, requester email, respondent email, contact email address, "
    "review user email, mail",
    "phone": "phone, phone number, mobile, telephone, tel, billing phone, customer phone, "
    "contact phone number, cell phone, mobile number",
    "account": "account, username, user name, handle, account name, screen name, instagram, "
    "twitter handle, profile, account username, review username",
    "network": "network, social network, platform",
    "name": "name, customer name, full name, billing name, contact name, buyer name",
}
"""How a row says whom it names."""

_SPEAKERS: Mapping[str, str] = HANDLES | {
    "account": HANDLES["account"] + ", author id, author",
}
"""How a message or a review names who speaks."""

_FRIEND: Mapping[str, str] = {
    "friend_customer_id": "friend id, friend customer id, referred id, referred customer id, "
    "referee id, invitee id",
    "friend_email": "friend email, referred email, referee email, invitee email, "
    "referred customer email, friends email, new customer email",
    "friend_phone": "friend phone, referred phone, referee phone, invitee phone",
    "friend_account": "friend account, referred account",
    "friend_name": "friend name, referred name, referee name, invitee name",
}
"""How a row names the second person."""

_CAMPAIGN = "campaign, campaign name, utm campaign"
_CHANNEL = "channel, sales channel, via, medium, inbox"
_CODE = "discount code, coupon, coupon code, promo code, code, voucher, referral code, coupons"
_CURRENCY = "currency, currency code"
_ORDER = "order id, order number, order no, order, invoice, invoice no, invoice number, order ref"
_POST = "post id, post"
_PROGRAMME = "programme, program"
_THREAD = "thread, thread id, conversation id, conversation, ticket id, ticket"
_UPDATED = "updated at, last updated, modified at, update time, last modified, last changed"

ENGLISH: Mapping[str, Mapping[str, str]] = {
    "purchase": {
        "order_id": "order id, order number, order no, order ref, order reference, invoice, "
        "invoice no, invoice number, invoice id, transaction id, receipt number, receipt no, "
        "sale id, purchase id, basket id, order, order name, reference, number, key, id",
        "happened_at": "ordered at, order date, purchase date, purchased at, invoice date, "
        "transaction date, order timestamp, order purchase timestamp, transaction timestamp, "
        "order created at, sale date, paid at, created at, date, timestamp, at, day, time",
        "updated_at": _UPDATED,
        **HANDLES,
        "amount": "amount, total, order total, total amount, order amount, grand total, "
        "total price, total paid, net amount, price, value, order value, revenue, sales, "
        "payment total, payment value, invoice amount, order total amount, sales amount, spend",
        "margin": "margin, gross margin, profit, gross profit",
        "discount": "discount, discount amount, total discount",
        "currency": _CURRENCY,
        "channel": _CHANNEL,
        "campaign": _CAMPAIGN,
        "code": _CODE,
        "country": "country, billing country, shipping country, customer country, country code",
        "first_touch": "first touch, first touch source, source, utm source, acquisition source, "
        "referrer source, attribution",
        "promised_at": "promised at, estimated delivery, estimated delivery date, promised date, "
        "order estimated delivery date, delivery promised, expected delivery date",
        "delivered_at": "delivered at, delivery date, delivered, delivered date, "
        "order delivered customer date",
    },
    "purchase_line": {
        "order_id": "order id, order number, order no, invoice, invoice no, invoice number, "
        "transaction id, receipt number, basket id, order",
        "happened_at": "ordered at, order date, invoice date, purchase date, transaction date, "
        "transaction timestamp, created at, date, timestamp, at, day",
        "updated_at": _UPDATED,
        **HANDLES,
        "product": "sku, stock code, product id, product code, item id, item sku, item number, "
        "article, product, lineitem sku, upc, ean",
        "description": "description, product name, item name, product description, "
        "lineitem name, item, title",
        "quantity": "quantity, qty, item quantity, units, lineitem quantity, count",
        "unit_price": "unit price, price, item price, price each, lineitem price, item cost",
        "amount": "line total, line amount, sales value, item total, amount, total, subtotal, "
        "extended price",
        "currency": _CURRENCY,
        "channel": _CHANNEL,
        "campaign": _CAMPAIGN,
        "code": _CODE,
        "country": "country, billing country, shipping country",
    },
    "refund": {
        "key": "refund id, credit note, credit note number, return id, credit memo",
        "order_id": _ORDER,
        "happened_at": "refunded at, refund date, returned at, return date, credited at, "
        "created at, date, timestamp, at, day",
        "updated_at": _UPDATED,
        **HANDLES,
        "amount": "refund amount, refunded amount, amount refunded, refund total, amount, total",
        "currency": _CURRENCY,
        "reason": "reason, refund reason, return reason, cause",
        "kind": "kind, refund type, refund kind, type",
        "channel": _CHANNEL,
    },
    "message": {
        "key": "message id, tweet id, comment id, msg id, mail id, id",
        "thread": _THREAD,
        "happened_at": "sent at, message date, created at, posted at, received at, date, "
        "timestamp, at, time, created, day",
        "updated_at": _UPDATED,
        **_SPEAKERS,
        "direction": "direction, message type, incoming",
        "author": "author type, sender type, author role, author",
        "agent": "agent, agent name, assignee, staff, operator, handled by",
        "channel": "channel, via, inbox, medium, platform",
        "visibility": "visibility, public private, privacy, is private",
        "text": "text, message, body, content, message text, tweet text, comment, full text",
        "reply_to": "reply to, in reply to, in reply to tweet id, in reply to status id, "
        "parent id, reply to id, in reply to id",
        "post_id": _POST,
        "language": "language, lang, locale",
    },
    "reaction": {
        "key": "reaction id, like id",
        "happened_at": "reacted at, reaction date, liked at, shared at, created at, date, "
        "timestamp, at, time",
        **HANDLES,
        "kind": "kind, reaction, reaction type, type, action",
        "post_id": _POST,
        "message_id": "message id, comment id",
        "channel": "channel, network, platform",
    },
    "follow": {
        "key": "follow id, subscription id, membership id",
        "happened_at": "followed at, subscribed at, joined at, follow date, subscription date, "
        "membership start, optin time, since, start date, date, timestamp, started at, "
        "member since",
        "updated_at": _UPDATED,
        **HANDLES,
        "email": "email address, email, e-mail, customer email",
        "kind": "kind, follow type, type, connection",
        "ended_at": "unfollowed at, unsubscribed at, left at, ended at, end date, until, "
        "unsub time, cancelled at, membership end",
        "channel": "channel, network, platform, list",
    },
    "answer": {
        "key": "response id, answer id, submission id, review id, respondent id, survey response "
        "id, network id",
        "survey": "survey, survey name, survey id, form, questionnaire",
        "question": "question, question type, metric, survey type, kind",
        "happened_at": "submitted at, answered at, submit date (utc), submit date, "
        "response date, answer date, completed at, recorded date, review created (utc), "
        "review answer timestamp, review date, create time, created at, date, timestamp, at",
        "updated_at": _UPDATED,
        **_SPEAKERS,
        "scale_low": "scale low, scale min, min score, lowest",
        "scale_high": "scale high, scale max, max score, highest, scale",
        "score": "score, answer, value, response value",
        "comment": "comment, comments, feedback, feedback comment, review content, verbatim, "
        "review comment message, open answer, text, remarks",
        "order_id": _ORDER,
        "thread": _THREAD,
        "channel": _CHANNEL,
        "sent_at": "sent at, survey sent at, invited at, asked at, review creation date, "
        "invitation date",
    },
    "referral": {
        "key": "referral id, invitation id",
        "happened_at": "referred at, referral date, invited at, created at, date, timestamp, at",
        "updated_at": _UPDATED,
        "customer_id": "referrer id, referrer customer id, advocate id, ambassador id, sponsor id",
        "email": "referrer email, advocate email, ambassador email, sponsor email, "
        "referring customer email, inviter email",
        "phone": "referrer phone, advocate phone",
        "account": "referrer account, advocate account, ambassador",
        "network": "network, social network",
        "name": "referrer name, advocate name, ambassador name, referrer",
        **_FRIEND,
        "code": "code, referral code, discount code, coupon code, coupon",
        "order_id": _ORDER,
        "programme": _PROGRAMME,
    },
    "post": {
        "key": "post id, tweet id, publication id, post link, permalink, id",
        "happened_at": "posted at, published at, publish time, publication date, post date, "
        "published, created at, date, timestamp, at",
        "updated_at": _UPDATED,
        "channel": "channel, network, platform, account username",
        "type": "type, post type, format, media type, content type",
        "topic": "topic, theme, subject, category",
        "campaign": _CAMPAIGN,
        "sponsored": "sponsored, paid, boosted, is sponsored, promoted",
        "text": "text, caption, description, post title, content, body, message, title",
    },
    "spend": {
        "key": "spend id, expense id, cost id",
        "happened_at": "day, date, spent at, spend date, expense date, reporting starts, month",
        "amount": "amount, spend, cost, amount spent, expense, budget spent, media cost",
        "currency": _CURRENCY,
        "programme": _PROGRAMME,
        "campaign": _CAMPAIGN,
        "category": "category, spend type, expense type, type, cost type",
        "channel": "channel, platform, network, medium",
    },
    "effort": {
        "key": "effort id, timesheet id, entry id",
        "happened_at": "day, date, worked on, work date, week",
        "hours": "hours, time spent, duration hours, hours worked, hours spent",
        "programme": _PROGRAMME,
        "campaign": _CAMPAIGN,
        "agent": "agent, staff, employee, who, person, worker, name, user",
        "activity": "activity, task, work type, type",
    },
    "audience": {
        "happened_at": "day, date, at",
        "page": "page, account, page name, account name, account username, profile",
        "channel": "channel, network, platform",
        "followers": "followers, total followers, follower count, fans, subscribers",
        "new_followers": "new followers, followers gained, net followers, gained",
        "organic": "organic followers, organic",
        "sponsored": "sponsored followers, sponsored, paid followers, paid",
    },
    "moderation": {
        "key": "item id, moderation id",
        "happened_at": "moderated at, hidden at, deleted at, moderation date, date, at",
        "action": "action, moderation, moderation action, decision",
        "channel": "channel, network, platform",
        "message_id": "message id, comment id",
        "reason": "reason, cause, why",
    },
    "staff": {
        "key": "staff id, employee id",
        "happened_at": "since, start date, hired at, valid from, from, date",
        "agent": "name, agent, agent name, employee, staff",
        "role": "role, job, position, title",
        "team": "team, department",
        "hourly_cost": "hourly cost, cost per hour, hourly rate, cost hour",
        "currency": _CURRENCY,
        "advocate": "advocate, employee advocate, ambassador, opt in",
    },
    "rate": {
        "happened_at": "day, date, from, valid from, rate date",
        "base": "base, base currency, from currency, currency",
        "quote": "quote, quote currency, to currency, target currency",
        "rate": "rate, exchange rate, value",
    },
    "gesture": {
        "key": "gesture id",
        "happened_at": "given at, offered at, gesture date, date, at, day",
        **HANDLES,
        "text": "gesture, text, what, description",
        "amount": "cost, amount, value, price",
        "currency": _CURRENCY,
        "programme": _PROGRAMME,
    },
    "consent": {
        "key": "consent id",
        "happened_at": "consented at, given at, consent date, changed at, date, timestamp, at",
        **HANDLES,
        "purpose": "purpose, consent, consent purpose, topic",
        "granted": "granted, consented, opt in, status, given, agreed, value",
    },
    "experiment": {
        "key": "assignment id",
        "happened_at": "assigned at, drawn at, assignment date, date, at, day",
        **HANDLES,
        "experiment": "experiment, experiment name, test, ab test",
        "arm": "arm, group, variant, treatment",
        "stratum": "stratum, block, strata",
    },
    "note": {
        "key": "note id",
        "happened_at": "noted at, note date, written at, created at, date, at",
        **HANDLES,
        "text": "note, text, note text, comment",
    },
}
"""Kind → field → names."""

HINTS: Mapping[str, Mapping[str, str]] = {
    "purchase": {
        "cancelled": "is cancellation, cancelled, canceled, is cancelled, cancellation, "
        "is refund, is return",
        "status": "status, order status, financial status, payment status",
    },
    "answer": {
        "nps": "nps, nps score, net promoter score, likelihood to recommend, recommend score, "
        "recommendation score",
        "csat": "csat, csat score, satisfaction, satisfaction score, review score, "
        "customer satisfaction",
        "ces": "ces, ces score, effort score, customer effort score",
        "rating": "rating, stars, review stars, star rating, review rating",
    },
}
"""Columns that are no field of the book, but say how to read the others."""
