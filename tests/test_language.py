"""What counts as English."""

from __future__ import annotations

import pytest

from kg.articles import make_article
from kg.language import foreign_language
from kg.metadata import Metadata

_TEXTS = {
    None: "The company said on Tuesday that it had raised money from investors in Europe and that it would hire people in the coming year as the market for chips grows.",
    "German": "Das Unternehmen hat am Dienstag mitgeteilt, dass es von den Investoren in Europa Geld erhalten hat und im kommenden Jahr auch neue Leute einstellen wird, da der Markt wächst.",
    "French": "La société a annoncé mardi que les investisseurs européens ont été convaincus par le projet et que des emplois sont prévus pour les prochaines années dans le secteur des puces.",
    "Spanish": "La empresa dijo el martes que los inversores de Europa han puesto dinero en el proyecto y que el próximo año habrá más empleos para las personas que trabajan en la industria.",
    "Chinese or Japanese script": "公司周二表示,已从欧洲投资者那里筹集资金,并将在来年招聘更多员工,因为芯片市场正在增长,预计明年收入将达到十亿元。",
    "Cyrillic script": "Компания сообщила во вторник, что привлекла деньги инвесторов и в следующем году наймет новых сотрудников, потому что рынок растет.",
}  # fmt: skip


@pytest.mark.parametrize("language", list(_TEXTS))
def test_language_of_a_text(language: str | None) -> None:
    assert foreign_language(make_article(_TEXTS[language], "a")) == language


def test_what_the_metadata_say_counts_first() -> None:
    assert foreign_language(make_article(str(_TEXTS[None]), "a", Metadata(language="de-AT"))) == "'de-AT'"
    assert foreign_language(make_article(str(_TEXTS[None]), "a", Metadata(language="en-GB"))) is None


def test_a_short_text_is_not_judged() -> None:
    assert foreign_language(make_article("Nvidia: 3 Mrd. Umsatz", "a")) is None
