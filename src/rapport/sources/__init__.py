"""The door: how does what companies export come in?"""

from rapport.sources.catalog import SOURCES
from rapport.sources.mapping import SavedMapping, by_hand, by_saved, saved_mapping, signature
from rapport.sources.recognise import recognise
from rapport.sources.sheets import Folder, files_in, open_sheets

__all__ = [
    "SOURCES",
    "Folder",
    "SavedMapping",
    "by_hand",
    "by_saved",
    "files_in",
    "open_sheets",
    "recognise",
    "saved_mapping",
    "signature",
]
