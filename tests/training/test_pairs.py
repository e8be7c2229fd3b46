"""Families of invented statements as pairs to train on."""

import re
from pathlib import Path

import pytest

FAMILIES = Path(__file__).parents[2] / "training" / "families.txt"


def test_what_repeats_a_statement_is_to_others_what_that_is(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from training.pairs import families

    file = tmp_path / "families.txt"
    file.write_text(
        "A remark.\n\n# P says: it rains\nrepeats | P says: rain\nconflicts | Q says: no rain\n", encoding="utf8"
    )
    assert families(file) == [
        ("P says: it rains", "P says: rain", (0,)),
        ("P says: it rains", "Q says: no rain", (2,)),
        ("P says: rain", "Q says: no rain", (2,)),
    ]


def test_every_line_of_the_families_is_a_statement_as_the_pair_model_sees_it():
    families = FAMILIES.read_text(encoding="utf8").split("\n# ")[1:]
    assert len(families) > 2000
    form = re.compile(r".+ (?:says|denies|leaves open|wants|asks|does not say): .+")
    for family in families:
        anchor, *others = family.strip().splitlines()
        assert form.fullmatch(anchor), anchor
        assert others, anchor
        for line in others:
            relation, _, statement = line.partition(" | ")
            assert relation in ("repeats", "agrees", "conflicts", "none"), line
            assert form.fullmatch(statement), line
