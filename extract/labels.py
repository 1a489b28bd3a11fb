"""List labels typed by hand at the head of a paragraph: «1.», «2)», «3.1.», «а)», «IV.», «–», «•»."""

import re

_LABEL = re.compile(
    r"""(
        \d{1,3}(?:\.\d{1,3}){0,5}[.)]          # 1.  2)  3.1.
      | \d{1,2}(?:\.\d{1,2}){1,5}(?=\s+[А-ЯЁA-Z«"])  # 3.1 Текст
      | \(?[а-яёa-z]\)                          # а)  (b)
      | \(\d{1,3}\)                             # (1)
      | [IVXІХ]{1,7}[.)]                        # IV.
      | [•●▪■□◦‣⁃·]|[–—−\-](?!\s*\d)             # – текст, but not – 104
    )(?:\s+|(?<=[.)])(?=[А-ЯЁA-Z«"]))""",
    re.VERBOSE,
)


def split_label(text: str) -> tuple[str | None, str]:
    """The label typed at the head of `text`, and the rest; no label is found where nothing would be left."""
    match = _LABEL.match(text)
    if match is None or match.end() == len(text):
        return None, text
    return match.group(1), text[match.end() :]
