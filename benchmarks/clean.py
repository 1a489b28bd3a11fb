"""Clean reports: how many the checker accuses of anything. `python -m benchmarks clean [REPORTS]` (default 300).

The reports are those of the fixtures with other figures, as in `seeded`, written as DOCX, read and checked.
"""

import sys
import time
from collections import Counter
from itertools import islice

from benchmarks.seeded import clean_reports
from check.engine import check
from check.finding import SEVERITIES
from extract.interpret import interpret

DEFAULT_REPORTS = 300


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    raised: Counter[tuple[str, str]] = Counter()
    accused: Counter[str] = Counter()
    reports = figures = checked = 0
    spent = 0.0
    for clean in islice(clean_reports(), numbers[0] if numbers else DEFAULT_REPORTS):
        facts = interpret(clean.document)
        start = time.process_time()
        report = check(facts)
        spent += time.process_time() - start
        reports += 1
        figures += report.coverage.numbers
        checked += report.coverage.checked
        accused.update({finding.severity for finding in report.findings})
        raised.update((finding.severity, finding.rule) for finding in report.findings)
    for grade in SEVERITIES:
        print(f"clean reports with findings of severity {grade}: {accused[grade]} of {reports}")
    for (severity, rule), times in sorted(raised.items()):
        print(f"  {severity:8} {rule:16} {times:6}")
    print(f"numbers checked: {checked} of {figures}; CPU of a check: {spent / max(reports, 1):.3f} s")


if __name__ == "__main__":
    main()
