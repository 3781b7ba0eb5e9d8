"""How long an answer takes on this machine: ``python -m tools.speed``.

The largest plans that the forms take, and the first case of each calculator as a usual one. Each is
timed twice: the calculation alone, and with the words and HTML, as the browser gets it. They take
turns, round after round, so that a busy moment of the machine hits all alike. Fails if the best
time of a largest plan's calculation exceeds the target.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from calculators.engine.when import Answers
from calculators.registry import CALCULATORS, answer
from calculators.web import answer as web_answer
from calculators.web import pairs
from website.cases import cases, given

ROUNDS = 30
TARGET = 50  # milliseconds
PRESCRIPTIONS = 100
LARGEST = {
    "first_day": ["2026-12-01"],
    "appointments": ["10000"],
    "cost_per_day": ["62,35"],
    "annual_limit": ["100"],
    "already_paid": ["20"],
}


@dataclass(frozen=True)
class Plan:
    """What is asked, whether it has to keep the target, and the milliseconds that it took."""

    calculator: str
    name: str
    answers: Answers
    has_target: bool = False
    calculation: list[float] = field(default_factory=list)
    with_html: list[float] = field(default_factory=list)


def main() -> int:
    """Time every plan and print the table; returns the exit status."""
    plans = list(_plans())
    for _ in range(ROUNDS):
        for plan in plans:
            name, filled_in = plan.calculator, pairs(plan.answers)
            plan.calculation.append(_milliseconds(partial(answer, name, plan.answers)))
            plan.with_html.append(_milliseconds(partial(web_answer, name, "de", filled_in)))
    print(f"Best and median of {ROUNDS}, in milliseconds")
    print(f"{'calculator':<17}{'plan':<52}{'calculation':>17}{'with HTML':>17}  target")
    for plan in plans:
        kept = "" if not plan.has_target else f"{TARGET}: {'exceeded' if _slow(plan) else 'kept'}"
        times = f"{_best_and_median(plan.calculation):>17}{_best_and_median(plan.with_html):>17}"
        print(f"{plan.calculator:<17}{plan.name[:50]:<52}{times}  {kept}")
    return int(any(_slow(plan) for plan in plans))


def _plans() -> Iterator[Plan]:
    for days in ("1", "7"):
        name = f"largest, with a limit, days per week: {days}"
        yield Plan("copayment", name, {**LARGEST, "days_per_week": [days]}, has_target=True)
    yield Plan("remaining_hours", "largest record of prescriptions", _record(), has_target=True)
    for calculator in CALCULATORS:
        case = cases(calculator)[0]
        yield Plan(calculator, case["shows"], given(case))


def _record() -> Answers:
    answers = {"started": ["2025-01-01"], "on": ["2027-06-01"], "used_hours": ["unknown"]}
    for row in range(1, PRESCRIPTIONS + 1):
        day = date(2025, 1, 1) + timedelta(weeks=row)
        fields = {"day": day.isoformat(), "kind": "follow_up", "granted": "30", "used": "0,5"}
        answers |= {f"prescriptions.{row}.{name}": [value] for name, value in fields.items()}
    return answers


def _slow(plan: Plan) -> bool:
    return plan.has_target and min(plan.calculation) > TARGET


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def _best_and_median(times: list[float]) -> str:
    return f"{min(times):.2f} / {statistics.median(times):.2f}"


if __name__ == "__main__":
    sys.exit(main())
