"""Keeping: what do the tables mean that the book keeps about itself?"""

from __future__ import annotations

ROWS = {
    "about": "a fact about the book itself: that it is one, and of which edition",
    "contact": "one distinct combination of handles, as a record told them",
    "identity": "which person a contact belongs to, as resolved now",
    "handle": "a cleaned handle of a contact",
    "tie": "whom a person knows: person, other, kind, weight, since, until",
    "revision": "a key that has more than one version",
    "rejected": "a row of a file that could not be taken in, and why",
    "batch": "a file taken in: all of it, or nothing",
    "mapping": "how to read a kind of file, as told by hand and saved",
}
"""What one row of each table is."""

MEANINGS = {
    "account": "account name on a network, as told",
    "batch": "number of the import, from 1",
    "contact": "64-bit identifier, a hash of the handles; facts carry it",
    "customer_id": "the source's own number of the customer",
    "digest": "hash of the file's bytes",
    "dropped": "rows that are no records, such as totals",
    "email": "e-mail address, as told",
    "fault": "code of the reason",
    "field": "the field that could not be read",
    "file": "the file, as its owner calls it",
    "key": "its name within (source, kind)",
    "kind": "what kind it is",
    "known": "records that the book held already",
    "line": "physical line in the file; NULL where the format has no lines",
    "name": "its name",
    "network": "the network of an account",
    "normalised": "the handle cleaned until equal means the same",
    "other": "the other person of the tie",
    "person": "number of a person, dense from 0, made anew at each resolution",
    "phone": "telephone number, as told",
    "raw": "the row as it stood in the file",
    "realm": "inside what it is unique: source of a customer id, network of an account",
    "recipe": "how the file was read",
    "record": "the table of records it is about",
    "rejected": "rows refused",
    "rows_read": "rows of the file",
    "seen_at": "when the book learnt it (UTC)",
    "since": "from which day",
    "source": "who told it",
    "told": "which field is filled by which column, as JSON",
    "until": "until which day; NULL: still",
    "value": "its value",
    "weight": "how strong the tie is",
    "written": "records that were new",
}
"""What each column means, wherever it stands."""
