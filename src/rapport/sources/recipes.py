"""Recipes: how does a sheet, read as a kind, become records of the book?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapport.core.source import Recipe, constant
from rapport.sources.answer_recipes import answer_recipes
from rapport.sources.expressions import NO_CURRENCY, fingerprint, one_of, or_else
from rapport.sources.message_recipes import message_recipes
from rapport.sources.purchase_recipes import line_recipes, purchase_recipes
from rapport.sources.reading import Reading
from rapport.sources.words import WORDS

_PRICED = frozenset({"refund", "spend", "staff", "gesture"})
"""Kinds that carry money, hence a currency."""

_NETWORKED = frozenset({"reaction", "follow"})
"""Kinds whose channel is the network of the account."""

_ASSUMED = {("refund", "kind"): "refund", ("follow", "kind"): "follow"}
"""What a file means that says nothing: a refund is a refund, a follow a follow."""


def recipes_for(reading: Reading) -> tuple[Recipe, ...]:
    """The recipes of a reading, the kind it is named after first."""
    own: Mapping[str, Callable[[Reading], tuple[Recipe, ...]]] = {
        "purchase": purchase_recipes,
        "purchase_line": line_recipes,
        "message": message_recipes,
        "answer": answer_recipes,
    }
    recipes = own.get(reading.kind, _plain_recipes)(reading)
    return tuple(_keyed(recipe) if "key" in reading.cells else recipe for recipe in recipes)


def _keyed(recipe: Recipe) -> Recipe:
    """A row whose own name is empty is named by its content."""
    key, *contents = (recipe.fields[name] for name in ("key", *sorted({*recipe.fields} - {"key"})))
    named = or_else(key, fingerprint(*contents))
    return Recipe(recipe.kind, {**recipe.fields, "key": named}, recipe.where)


def _plain_recipes(reading: Reading) -> tuple[Recipe, ...]:
    """One record a row, each column as it stands."""
    fields = {field: sql for field in reading.cells if (sql := reading.sql(field)) is not None}
    for (kind, field), words in WORDS.items():
        if kind == reading.kind and field in fields:
            fields[field] = one_of(fields[field], words)
    for (kind, field), word in _ASSUMED.items():
        if kind == reading.kind:
            told = fields.get(field)
            fields[field] = or_else(told, constant(word)) if told else constant(word)
    if reading.kind in _PRICED:
        told = reading.currency()
        fields["currency"] = told or NO_CURRENCY
    if reading.kind in _NETWORKED and "account" in fields and "channel" in fields:
        fields.setdefault("network", fields["channel"])
    return (Recipe(reading.kind, fields),)
