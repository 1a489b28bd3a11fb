"""Decisions about names: applied to all documents at once, remembered, undone without loss."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from extract.document import Location, Paragraph
from messages.errors import NothingFound
from normalize.names import Matcher
from normalize.questions import question_key
from normalize.registry import DATA, Entity, Registry
from store.decisions import decide, decision_log, observed_names, undo_decision
from store.models import Entity as EntityTable
from store.models import NameMatch, Observation
from store.rematching import rematch_open
from store.resolve import RegistryResolver
from store.writing import table_of
from tests.archives import REGISTRY, opened, put, report

ENTITY, MATCH, OBSERVATION = table_of(EntityTable), table_of(NameMatch), table_of(Observation)
UNTIDY = "«Севернй» колледж"


@pytest.fixture
def archive(tmp_path):
    with opened(tmp_path) as archive:
        put(archive, report([(UNTIDY, "7"), ("Южный колледж", "5")], salt="1"))
        put(archive, report([("Севернй колледж", "9")], name="second.docx", salt="2"))
        yield archive


def states(archive):
    """(outcome, has an entity) of each match, and the entities of observations."""
    with archive.reading() as connection:
        matches = connection.execute(select(MATCH.c.outcome, MATCH.c.entity_id).order_by(MATCH.c.document_id)).all()
        values = connection.execute(select(OBSERVATION.c.entity_id).order_by(OBSERVATION.c.document_id)).scalars().all()
    return [(row.outcome, row.entity_id is not None) for row in matches], [value is not None for value in values]


def test_spellings_of_one_name_are_one_question():
    assert question_key("«Северный» колледж") == question_key("Северного колледжа") == question_key("СЕВЕРНЫЙ  КОЛЛЕДЖ")
    assert question_key("Училище № 5") != question_key("Училище № 6")


def test_a_decision_settles_the_question_in_every_document(archive):
    before = states(archive)
    with archive.writing() as connection:
        decision = decide(connection, UNTIDY, "college-north", "Иванова")
    matches, values = states(archive)
    assert [outcome for outcome, _ in before[0]].count("unknown") == 2
    assert matches == [("match", True)] * 3
    assert values == [True] * 3
    with archive.reading() as connection:
        (record,) = decision_log(connection)
    assert (record.id, record.entity, record.author, record.mentions) == (decision, "college-north", "Иванова", 2)
    assert [entity for entity, _name, _source in observed_names([record])] == ["college-north"]


def test_undoing_brings_back_what_the_matcher_had_said(archive):
    before = states(archive)
    with archive.writing() as connection:
        decision = decide(connection, UNTIDY, "college-north", "Иванова")
    with archive.writing() as connection:
        assert undo_decision(connection, decision, "Петров") == 2
    assert states(archive) == before
    with archive.reading() as connection:
        (record,) = decision_log(connection)
    assert (record.undone_by, record.mentions) == ("Петров", 0)
    assert observed_names([record]) == []
    with pytest.raises(NothingFound), archive.writing() as connection:
        undo_decision(connection, decision, "Петров")


def test_a_document_that_comes_later_follows_the_decision(archive):
    with archive.writing() as connection:
        decide(connection, UNTIDY, "college-north", "Иванова")
    put(archive, report([("Севернй  колледж", "3")], name="third.docx", salt="3"))
    matches, values = states(archive)
    assert matches[-1] == ("match", True)
    assert values[-1]


def test_no_entity_is_a_decision_too(archive):
    with archive.writing() as connection:
        decide(connection, UNTIDY, None, "Иванова")
    assert [outcome for outcome, _ in states(archive)[0]].count("none") == 2
    put(archive, report([(UNTIDY, "3")], name="third.docx", salt="3"))
    assert states(archive)[0][-1] == ("none", False)


def test_a_later_decision_goes_before_an_earlier_one(archive):
    with archive.writing() as connection:
        first = decide(connection, UNTIDY, "college-north", "Иванова")
    with archive.writing() as connection:
        undo_decision(connection, first, "Иванова")
        decide(connection, UNTIDY, "college-south", "Иванова")
    put(archive, report([(UNTIDY, "3")], name="third.docx", salt="3"))
    with archive.reading() as connection:
        latest, earlier = decision_log(connection)
    assert (latest.entity, latest.mentions, earlier.mentions) == ("college-south", 3, 0)


def test_an_entity_that_the_archive_lacks_is_refused(archive):
    with pytest.raises(NothingFound), archive.writing() as connection:
        decide(connection, UNTIDY, "nobody", "Иванова")
    with archive.reading() as connection:
        assert decision_log(connection) == []


def test_a_new_entity_of_the_registry_can_be_decided_for(archive):
    archive.copy_registry(Registry((*REGISTRY.entities, Entity("college-west", "college", "Западный колледж"))))
    with archive.writing() as connection:
        decide(connection, UNTIDY, "college-west", "Иванова")
    assert states(archive)[0] == [("match", True)] * 3


REGIONAL = "Органы опеки и попечительства Смоленской области"


def test_values_of_a_category_stay_apart_by_region(tmp_path):
    registry = Registry.load(DATA)
    resolver = RegistryResolver(registry)
    with opened(tmp_path) as archive:
        archive.copy_registry(registry)
        names = (REGIONAL, "Органы опеки и попечительства Иркутской области", "Органы опеки и попечительства")
        put(archive, report([(name, "7") for name in names]), resolver=resolver)
        with archive.reading() as connection:
            codes = connection.execute(
                select(ENTITY.c.code)
                .join(OBSERVATION, OBSERVATION.c.entity_id == ENTITY.c.id)
                .order_by(OBSERVATION.c.ordinal)
            )
            assert codes.scalars().all() == [
                "category-guardianship@ru-smo",
                "category-guardianship@ru-irk",
                "category-guardianship",
            ]
            name = connection.execute(select(ENTITY.c.name).where(ENTITY.c.code == "category-guardianship@ru-smo"))
            assert name.scalar_one() == "Органы опеки и попечительства (Смоленская область)"


def test_a_name_can_be_decided_for_a_category_of_a_region(archive):
    archive.copy_registry(Registry.load(DATA))
    with archive.writing() as connection:
        decide(connection, UNTIDY, "category-guardianship@ru-smo", "Иванова")
    with archive.reading() as connection:
        assert decision_log(connection)[0].entity == "category-guardianship@ru-smo"


@pytest.mark.parametrize(("defines", "settled"), [("(далее – ЧЛКИЕ)", 1), ("", 0)])
def test_a_name_that_the_document_abbreviates_is_settled_without_asking(tmp_path, defines, settled):
    """The registry comes to know the institution after the document was imported."""
    full = "Чунский лесной колледж имени Ершова"
    facts = report([("ЧЛКИЕ", "7")])
    head = Paragraph(f"Справку подготовил {full} {defines}.", Location(0))
    facts = replace(facts, document=replace(facts.document, blocks=(head, *facts.document.tables)))
    known = Registry.load(DATA)
    grown = known.merged(Registry((Entity("chunsky", "college", full),)))
    with opened(tmp_path) as archive:
        archive.copy_registry(known)
        put(archive, facts, resolver=RegistryResolver(known))
        assert states(archive)[1] == [False]
        archive.copy_registry(grown)
        with archive.writing() as connection:
            assert rematch_open(connection, Matcher(grown)) == settled
        assert states(archive)[1] == [bool(settled)]
