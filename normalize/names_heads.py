"""Nouns that head the names of institutions, and the kind of institution that each tells."""

from normalize.registry import EntityKind


def _kinds(**words: str) -> dict[str, EntityKind]:
    return {word: kind for kind, listed in words.items() for word in listed.split()}  # type: ignore[misc]


KIND_BY_HEAD = _kinds(
    college="техникум колледж училище",
    school="школа лицей гимназия интернат детсад сад",
    ministry="министерство департамент",
    institute="институт университет академия",
    agency="правительство администрация управление служба агентство инспекция центр больница поликлиника диспансер "
    "библиотека музей театр совет комиссия комитет палата отдел отделение бюро комиссариат дом приют аппарат дума "
    "уполномоченный учреждение орган подразделение собрание суд прокуратура",
    ngo="ассоциация союз отряд движение клуб",
    municipality="район округ",
)
# Heads that name something only with a name in quotes or a legal form («фонд заработной платы» is none).
QUOTED_HEADS = _kinds(ngo="фонд организация объединение партнерство", other="общество корпорация компания банк")
# Heads that name a category when plural («образовательные организации»), and an activity when singular.
PLURAL_HEADS = frozenset((*QUOTED_HEADS, "предприятие", "образование", "вуз", "муниципалитет"))
# Heads at which a name in running text can begin; those left out head phrases of every kind.
HEADS = frozenset((*KIND_BY_HEAD, *QUOTED_HEADS, *PLURAL_HEADS)) - {"район", "округ", "образование"}
