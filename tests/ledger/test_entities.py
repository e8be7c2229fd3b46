"""Which sources of several articles are one: on the real schema, without reading anything."""

import numpy as np
import pytest

from sayso.ledger import Ledger, entities
from sayso.ledger.schema import articles, inserted, pages, sources, statements, stories
from sayso.types import Source, SourceKind


class Articles:
    """Articles with sources, told one after another."""

    def __init__(self, connection):
        self.connection, self.count = connection, 0
        self.stories = [inserted(connection, stories.insert().values(title=str(n))) for n in range(4)]

    def tell(self, name, roles=(), story=0, kind=SourceKind.PERSON, topic=0, said=1):
        """The number of whoever is called so in a fresh article, and says so much there."""
        self.count += 1
        number, connection = self.count, self.connection
        vector = np.zeros(384, np.float16)
        vector[topic] = 1
        page = inserted(
            connection,
            pages.insert().values(
                sha256=str(number), name=str(number), content_type="text/plain", fetched_at="", content=b""
            ),
        )
        article = inserted(
            connection,
            articles.insert().values(
                page_id=page,
                address=str(number),
                version=1,
                text="",
                text_sha256="",
                model="",
                added_at="",
                story_id=self.stories[story],
                vector=vector.tobytes(),
                signature=b"",
            ),
        )
        source = Source(name, kind, (), tuple(roles), None)
        entity = entities.resolve(connection, article, self.stories[story], source)
        row = inserted(
            connection,
            sources.insert().values(
                article_id=article,
                number=0,
                entity_id=entity,
                name=name,
                kind=kind.value,
                roles=list(roles),
                mentions=[],
            ),
        )
        for n in range(said):
            connection.execute(
                statements.insert().values(
                    article_id=article,
                    number=n,
                    source_id=row,
                    entity_id=entity,
                    candidates=[],
                    chain=[],
                    act="state",
                    factuality="CT+",
                    relay="neutral",
                    score=1.0,
                    source_spans=[],
                    cue_spans=[],
                    content_spans=[],
                    cue="",
                    content="",
                    claim="",
                    vector=b"",
                )
            )
        return entity


@pytest.fixture
def told(tmp_path):
    with Ledger(tmp_path / "t.db") as ledger, ledger._writing() as connection:
        yield Articles(connection).tell


@pytest.mark.parametrize(
    "forms",
    [
        ("Dora Pell", "President Dora Pell"),
        ("Dora B. Pell", "Dora Pell"),
        ("Dora Anne Pell", "Dora Pell"),
        ("Ricardo Patiño", "Ricardo Patino"),
        ("Lech Wałęsa", "Lech Walesa"),
        ("Senators Dora Pell", "Dora Pell"),
    ],
)
def test_forms_of_one_name_in_two_stories_are_one_person(told, forms):
    first, second = forms
    assert told(first) == told(second, story=1, topic=1)


def test_offices_change_and_the_person_stays(told):
    assert told("Dora Pell", ["Sen."]) == told("Dora Pell", ["President"], story=1, topic=1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dora B. Pell", "Dora C. Pell"),
        ("Ivo H.W. Pell", "Ivo W. Pell"),
        ("J.D. Pell", "J.B. Pell"),
    ],
)
def test_two_middle_initials_are_two_people(told, first, second):
    assert told(first) != told(second, story=1)


def test_an_initial_that_was_once_seen_stays(told):
    dora = told("Dora Pell")
    assert told("Dora B. Pell") == dora
    assert told("Dora C. Pell") != dora


def test_a_full_name_is_whoever_has_it_in_the_story(told):
    told("Dora Pell", ["senator"])
    keeper = told("Dora Pell", ["goalkeeper"], story=1, topic=1)
    assert told("Dora Pell", story=1, topic=1) == keeper


def test_a_surname_gets_its_full_name_in_another_story_by_the_same_office(told):
    assert told("Pell", ["President"]) == told("Dora Pell", ["President"], story=1)
    assert told("Orlo", ["a suspect"], story=2) != told("Ivo Orlo", ["suspect"], story=3)


def test_a_namesake_of_another_walk_of_life_in_an_unlike_article_is_somebody_else(told):
    senator = told("Dora Pell", ["senator"])
    assert told("Dora Pell", ["the goalkeeper of Essaby"], story=1, topic=1) != senator
    assert told("Dora Pell", ["the goalkeeper of Essaby"], story=0, topic=1) == senator  # one story, one person
    assert told("Dora Pell", ["goalkeeper"], story=2, topic=0) == senator


def test_a_surname_alone_is_the_bearer_in_the_story(told):
    dora, ivo = told("Dora Pell", story=0, said=9), told("Ivo Pell", story=1)
    assert told("Pell", story=0) == dora
    assert told("Pell", story=1) == ivo


def test_a_surname_alone_is_the_foremost_bearer_or_nobody_known(told):
    dora = told("Dora Pell", story=0, said=10)
    told("Ivo Pell", story=1, said=2)
    assert told("Pell", story=2) == dora
    ivo = told("Ivo Pell", story=1, said=5)
    unknown = told("Pell", story=3)
    assert unknown not in (dora, ivo)
    assert told("Pell", story=3) == unknown


def test_a_surname_that_was_known_first_gets_its_full_name_within_the_story(told):
    assert told("Pell", story=0) == told("Dora Pell", story=0)
    assert told("Orlo", story=0) != told("Ivo Orlo", story=1)


def test_initials_mean_the_organisation_that_has_them(told):
    office = told("Essaby Harbour Office", kind=SourceKind.ORGANISATION)
    assert told("EHO", story=1, kind=SourceKind.ORGANISATION) == office
    early = told("PSA", story=2, kind=SourceKind.ORGANISATION)
    assert told("Port Safety Agency", story=2, kind=SourceKind.ORGANISATION) == early


def test_two_initials_mean_nothing_and_dots_do_not_matter(told):
    steel = told("United Steelworkers", kind=SourceKind.ORGANISATION)
    assert told("U.S.", kind=SourceKind.ORGANISATION) != steel
    assert told("F.B.I.", kind=SourceKind.ORGANISATION) == told("FBI", kind=SourceKind.ORGANISATION)


def test_a_department_is_not_what_its_name_begins_with(told):
    justice = told("Justice Department", kind=SourceKind.ORGANISATION)
    assert told("State Department", kind=SourceKind.ORGANISATION) != justice
    assert told("The Justice Department", kind=SourceKind.ORGANISATION) == justice


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("A spokesman", SourceKind.PERSON),
        ("Several of the ports he wrote to", SourceKind.PERSON),
        ("Essaby's harbour master", SourceKind.PERSON),
        ("Another agency", SourceKind.ORGANISATION),
        ("The company", SourceKind.ORGANISATION),
        ("Police", SourceKind.ORGANISATION),
        ("The President", SourceKind.PERSON),
        ("Mayor", SourceKind.PERSON),
        ("Two senior officials", SourceKind.ANONYMOUS),
        ("Critics", SourceKind.GROUP),
    ],
)
def test_descriptions_are_never_one(told, name, kind):
    assert told(name, kind=kind) != told(name, kind=kind)


@pytest.mark.parametrize("name", ["...", "the", "—"])
def test_marks_and_articles_mean_nobody(tmp_path, name):
    with Ledger(tmp_path / "t.db") as ledger:
        with ledger._writing() as connection:
            Articles(connection).tell("Dora Pell")
        assert ledger.sources(name) == []
