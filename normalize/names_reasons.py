"""Why a mention is, or is not, taken for an entity: codes, and the reasons in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from messages import N_, _


class Code(StrEnum):
    """Why a mention is, or is not, taken for an entity."""

    SAME_NAME = "same_name"
    PART_OF_NAME = "part_of_name"
    ACRONYM = "acronym"
    FORMER_NAME = "former_name"
    LATER_NAME = "later_name"
    SLIPS = "slips"
    ABBREVIATION = "abbreviation"
    BRACKETS = "brackets"
    BY_CONTEXT = "by_context"
    BY_DATE = "by_date"
    PERSON_ADDED = "person_added"
    FORM_DIFFERS = "form_differs"
    PLACE_DIFFERS = "place_differs"
    NUMBER_DIFFERS = "number_differs"
    TYPE_DIFFERS = "type_differs"
    REGION_DIFFERS = "region_differs"
    PERSON_DIFFERS = "person_differs"
    BRANCH_DIFFERS = "branch_differs"
    IS_CATEGORY = "is_category"
    UNEXPLAINED = "unexplained"
    MISSING = "missing"
    NOT_DISTINCTIVE = "not_distinctive"
    REGION_MISSING = "region_missing"
    SEVERAL = "several"
    NOT_THEN = "not_then"
    NOTHING_ALIKE = "nothing_alike"


SENTENCES: Mapping[Code, str] = {
    Code.SAME_NAME: N_("the name agrees in every part"),
    Code.PART_OF_NAME: N_("the name is shortened, but only one entity has all its words"),
    Code.ACRONYM: N_("the acronym belongs to this entity alone"),
    Code.FORMER_NAME: N_("the entity was called so before"),
    Code.LATER_NAME: N_("the entity was called so only later"),
    Code.SLIPS: N_("misspelt: {detail}"),
    Code.ABBREVIATION: N_("the document defines the abbreviation as «{detail}»"),
    Code.BRACKETS: N_("without what stands in brackets: {detail}"),
    Code.BY_CONTEXT: N_("told by the surroundings: {detail}"),
    Code.BY_DATE: N_("the only one of this name at the time"),
    Code.PERSON_ADDED: N_("the person honoured is not in the registry: {detail}"),
    Code.FORM_DIFFERS: N_("the legal form differs: {detail}"),
    Code.PLACE_DIFFERS: N_("another place: {detail}"),
    Code.NUMBER_DIFFERS: N_("another number: {detail}"),
    Code.TYPE_DIFFERS: N_("another kind of institution: {detail}"),
    Code.REGION_DIFFERS: N_("another region: {detail}"),
    Code.PERSON_DIFFERS: N_("named after another person: {detail}"),
    Code.BRANCH_DIFFERS: N_("one is a branch, the other is not"),
    Code.IS_CATEGORY: N_("one is a category, the other a single institution"),
    Code.UNEXPLAINED: N_("words without a counterpart: {detail}"),
    Code.MISSING: N_("words of the name that are not in the text: {detail}"),
    Code.NOT_DISTINCTIVE: N_("nothing in the text tells it from namesakes"),
    Code.REGION_MISSING: N_("the region is not named"),
    Code.SEVERAL: N_("it fits several: {detail}"),
    Code.NOT_THEN: N_("the entity did not exist at the time"),
    Code.NOTHING_ALIKE: N_("nothing in the registry is like it"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, and the words it is about."""

    code: Code
    detail: str = ""

    def __str__(self) -> str:
        """The reason in words."""
        return _(SENTENCES[self.code], detail=self.detail) if self.detail else _(SENTENCES[self.code])
