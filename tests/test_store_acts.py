"""A decree leads to the acts that it names, and to the documents that name it."""

from dataclasses import replace

from extract.document import Location
from extract.facts import LegalReference
from store.acts import named_by, references_of
from store.documents import find_document
from tests.archives import archive, put, report, server  # noqa: F401


def test_acts_are_followed_both_ways(archive):
    decree = report([("Северный колледж", "1")], name="decree.docx", dated="2021-03-05")
    metadata = replace(decree.document.metadata, number="12-РП")
    decree = replace(decree, document=replace(decree.document, metadata=metadata))
    where = Location(3, start=4, end=9)
    references = (
        LegalReference("распоряжение", "Министерство", "2021-03-05", "12-рп", None, "based_on", where),
        LegalReference("закон", None, "2019-01-01", "7-оз", "О семье", "mentions", where),
        LegalReference("приказ", None, "2020-03-05", "12-рп", None, "mentions", where),
    )
    put(archive, decree)
    put(archive, replace(report([("Северный колледж", "2")], name="plan.docx"), references=references))
    with archive.reading() as connection:
        plan, act = (find_document(connection, name) for name in ("plan.docx", "decree.docx"))
        named = references_of(connection, plan)
        naming = named_by(connection, act)
        assert named_by(connection, plan) == []
    assert [(item.relation, item.known_as) for item in named] == [
        ("based_on", "decree.docx"),
        ("mentions", None),
        ("mentions", None),
    ]
    assert [(item.document, item.relation) for item in naming] == [("plan.docx", "based_on")]


def test_an_act_without_number_and_date_is_no_document_of_the_archive(archive):
    reference = LegalReference(
        "приказ", "управление образования", None, None, None, "based_on", Location(0, start=0, end=6)
    )
    put(archive, replace(report([("Северный колледж", "2")], name="plan.docx"), references=(reference,)))
    with archive.reading() as connection:
        (named,) = references_of(connection, find_document(connection, "plan.docx"))
    assert named.known_as is None
