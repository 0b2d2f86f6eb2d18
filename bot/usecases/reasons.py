"""Why a post should not be seen: what people report it for, and what moderators refuse it for."""

from enum import StrEnum


class Reason(StrEnum):
    """The words for each are texts."""

    ADULT = "adult"
    VIOLENCE = "violence"
    PERSON = "person"
    COPYRIGHT = "copyright"
    SPAM = "spam"
    OTHER = "other"
