"""Whether two wordings inside one document speak of the same thing."""

from extract.likeness import content, name_words, same_name

__all__ = ["content", "name_words", "same_name"]
