"""Untidy spellings of a name, by kind of untidiness. Seeded: the same seed gives the same spellings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from normalize.lemmas import analyzer
from normalize.registry import Entity, LegalForm, Registry
from normalize.text import fold

CASES = ("gent", "datv", "ablt", "loct")
TYPE = re.compile(r"техникум|колледж|училище", re.IGNORECASE)
# What a scanner takes for what.
CONFUSED = {
    "о": "0", "О": "0", "з": "3", "З": "3", "б": "6", "и": "н", "н": "и", "ш": "щ", "щ": "ш", "ь": "ъ", "е": "с",
    "п": "л", "л": "п", "т": "г", "в": "з", "ц": "п", "ы": "ь", "м": "и", "й": "и",
}  # fmt: skip
LOOK_ALIKES = str.maketrans("асеорхуАСЕОРХКМТВН", "aceopxyACEOPXKMTBH")
LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюя"
SHORTENED = {
    "техникум": "тех-м", "профессиональное училище": "ПУ", "технический": "техн.", "промышленн": "пром.",
    "железнодорожн": "ж/д", "педагогическ": "пед.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A spelling and the entity it stands for (None: none of the registry, or more than one)."""

    text: str
    entity_id: str | None
    category: str


class Untidy:
    """Writes the names of one registry untidily."""

    def __init__(self, registry: Registry, random: Random) -> None:
        self.random = random
        self.registry = registry
        self.forms = {form.short: form for form in registry.forms}
        self.kinds: dict[str, Callable[[Entity], str | None]] = {
            "official": self.official,
            "spelled out": self.spelled_out,
            "bare": self.bare,
            "inflected": self.inflected,
            "typo": self.typo,
            "two slips": self.two_slips,
            "scanned": self.scanned,
            "wrong quotes": self.wrong_quotes,
            "region dropped": self.region_dropped,
            "town dropped": self.town_dropped,
            "town added": self.town_added,
            "reordered": self.reordered,
            "acronym": self.acronym,
            "cut off": self.cut_off,
            "look-alikes": self.look_alikes,
            "upper case": self.upper_case,
            "abbreviated": self.abbreviated,
            "hyphens": self.hyphens,
            "person dropped": self.person_dropped,
            "form exchanged": self.form_exchanged,
        }

    def cases(self, entity: Entity, times: int = 2) -> Iterator[Case]:
        """Every kind of untidiness that applies to `entity`, each spelling once."""
        seen: set[str] = set()
        for category, write in self.kinds.items():
            for _ in range(times):
                text = write(entity)
                if text and text not in seen:
                    seen.add(text)
                    yield Case(text, entity.id, category)

    def place(self, entity: Entity) -> str:
        """The settlement as it follows a name, where the name itself has none («р.п. Юрты»)."""
        place = next((place for place in self.registry.places if place.name == entity.settlement), None)
        return f"{place.type} {place.name}" if place and "№" in entity.name else ""

    def official(self, entity: Entity) -> str:
        return f"{entity.form} ИО «{entity.name}» {self.place(entity)}".strip()

    def spelled_out(self, entity: Entity) -> str:
        form = self.forms.get(entity.form, LegalForm("", "Государственное учреждение")).full
        return f"{form} Иркутской области «{entity.name}» {self.place(entity)}".strip()

    def bare(self, entity: Entity) -> str:
        return (
            f"{self.random.choice(('', '«'))}{entity.name}{self.random.choice(('', '»'))} {self.place(entity)}".strip()
        )

    def inflected(self, entity: Entity) -> str | None:
        """The adjectives and the noun at the head in another case («Иркутского авиационного техникума»)."""
        head = TYPE.search(entity.name)
        if head is None:
            return None
        case = self.random.choice(CASES)
        words = [self._in_case(word, case) for word in entity.name[: head.end()].split()]
        return f"{' '.join(words)}{entity.name[head.end() :]}"

    def _in_case(self, word: str, case: str) -> str:
        first, hyphen, last = word.rpartition("-")
        parses = analyzer().parse(last)
        parse = next((p for p in parses if p.tag.POS in ("ADJF", "NOUN") and "nomn" in p.tag), parses[0])
        form = parse.inflect({case, "sing"})
        made = form.word if form else last.lower()
        return f"{first}{hyphen}{made.capitalize() if last[0].isupper() else made}"

    def typo(self, entity: Entity) -> str:
        return self._slip(self.official(entity))

    def two_slips(self, entity: Entity) -> str:
        return self._slip(self.typo(entity))

    def _slip(self, name: str) -> str:
        text = list(name)
        at = self._inside_word(text)
        match self.random.randrange(4):
            case 0:
                text[at] = self.random.choice(LETTERS)
            case 1:
                del text[at]
            case 2:
                text.insert(at, self.random.choice(LETTERS))
            case _:
                text[at], text[at + 1] = text[at + 1], text[at]
        return "".join(text)

    def _inside_word(self, text: list[str]) -> int:
        """A place inside a long word: slips in short ones and in acronyms make other words."""
        spans = [m.span() for m in re.finditer(r"[а-яё]{6,}", "".join(text))]
        start, end = self.random.choice(spans)
        return self.random.randrange(start, end - 1)

    def scanned(self, entity: Entity) -> str:
        text = list(self.official(entity))
        places = [i for i, letter in enumerate(text) if letter in CONFUSED and i > len(entity.form) + 4]
        for at in self.random.sample(places, k=min(len(places), self.random.choice((1, 1, 2)))):
            text[at] = CONFUSED[text[at]]
        return "".join(text)

    def wrong_quotes(self, entity: Entity) -> str:
        words = entity.name.split()
        at = self.random.randrange(1, len(words) + 1)
        quoted = f"{' '.join(words[:at])}» {' '.join(words[at:])}".strip()
        return self.random.choice(
            (f"{entity.form} ИО «{quoted}»", f'{entity.form} ИО "{entity.name}', f"{entity.form} ИО „{quoted}")
        )

    def region_dropped(self, entity: Entity) -> str:
        return f"{entity.form} «{entity.name}» {self.place(entity)}".strip()

    def town_dropped(self, entity: Entity) -> str | None:
        """Only what follows the name is dropped: without «Братский», a name is a stub."""
        without = re.sub(r",? г\. [\w-]+$", "", entity.name)
        told = len(without.split()) > 2 or "-" in without or "№" in without
        return f"{entity.form} ИО «{without}»" if told and (without != entity.name or "№" in without) else None

    def town_added(self, entity: Entity) -> str:
        return f"{entity.form} ИО «{entity.name}», {self.random.choice(('г. ', 'г.', ''))}{entity.settlement}"

    def reordered(self, entity: Entity) -> str:
        words = entity.name.split()
        if "№" in entity.name or "им." in entity.name:
            return f"«{entity.name}» {entity.form} ИО"
        head = next((i for i, word in enumerate(words) if TYPE.fullmatch(word)), 1)
        return " ".join(
            (
                words[head].capitalize(),
                *(word.lower() if "-" in word else word for word in words[:head]),
                *words[head + 1 :],
            )
        )

    def acronym(self, entity: Entity) -> str | None:
        listed = [name.text for name in self.registry.names_by_entity[entity.id] if name.type == "acronym"]
        if not listed:
            return None
        made = self.random.choice(listed)
        return made if self._alone(made, entity) else None

    def _alone(self, acronym: str, entity: Entity) -> bool:
        holders = {name.entity_id for name in self.registry.names if fold(name.text) == fold(acronym)}
        return holders == {entity.id}

    def cut_off(self, entity: Entity) -> str | None:
        """The end is missing, but a reader who knows all the names still knows which it is."""
        cut = entity.name[: -self.random.randrange(2, max(3, len(entity.name) // 4))].rstrip(" ,")
        namesakes = [other for other in self.registry.entities if other.name.startswith(cut[:-1])]
        kept = len(cut.split()) >= 3 or len(cut) > 0.75 * len(entity.name)
        return f"{entity.form} ИО «{cut}" if len(namesakes) == 1 and kept and "№" not in entity.name else None

    def look_alikes(self, entity: Entity) -> str:
        """Latin letters in some words, as in files typed with the wrong keyboard half of the time."""
        words = self.official(entity).split()
        return " ".join(w.translate(LOOK_ALIKES) if self.random.random() < 0.5 else w for w in words)

    def upper_case(self, entity: Entity) -> str:
        return self.official(entity).upper()

    def abbreviated(self, entity: Entity) -> str | None:
        name = entity.name
        for whole, short in SHORTENED.items():
            name = re.sub(
                rf"{whole}\w*" if short.endswith(".") or "/" in short else whole, short, name, flags=re.IGNORECASE
            )
        return f"{entity.form} ИО «{name}»" if name != entity.name else None

    def hyphens(self, entity: Entity) -> str | None:
        if "-" not in entity.name:
            return None
        return entity.name.replace("-", self.random.choice((" - ", "–", "- ", " – ", " ")))

    def person_dropped(self, entity: Entity) -> str | None:
        name = re.sub(r" им\. .*$", "", entity.name)
        return f"{entity.form} ИО «{name}»" if name != entity.name else None

    def form_exchanged(self, entity: Entity) -> str:
        other = self.random.choice(("ГБПОУ", "ГАПОУ", "ОГБПОУ", "ОГАОУ СПО", "ГБОУ СПО"))
        return f"{other} ИО «{entity.name}» {self.place(entity)}".strip()
