"""Fristen: until when the insurer has to decide, and until when one can object or sue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from calculators.engine.form import ask
from calculators.engine.outcome import Event, Open, Outcome, Table, applying
from calculators.engine.picture.shapes import Stop, Timeline
from calculators.law.figures import Law, LawBook
from calculators.law.periods import MONTHS_IN_A_YEAR, months_later
from calculators.law.rule import norm_of, rule
from calculators.law.workdays import (
    NotInTable,
    has_table,
    next_working_day_as_known,
    next_working_day_everywhere,
    working_day_after,
)
from calculators.prescription import last_day_to_submit

ONE_DAY = timedelta(days=1)
NOTICE = 3  # days, so that there is time for a letter


class Kind(Enum):
    WAITING = "waiting"
    REFUSED = "refused"
    OBJECTED = "objected"
    OBJECTION_REFUSED = "objection_refused"
    PRESCRIPTION = "prescription"


class Land(Enum):
    """The sixteen, by the codes of the table of public holidays."""

    BADEN_WUERTTEMBERG = "BW"
    BAYERN = "BY"
    BERLIN = "BE"
    BRANDENBURG = "BB"
    BREMEN = "HB"
    HAMBURG = "HH"
    HESSEN = "HE"
    MECKLENBURG_VORPOMMERN = "MV"
    NIEDERSACHSEN = "NI"
    NORDRHEIN_WESTFALEN = "NW"
    RHEINLAND_PFALZ = "RP"
    SAARLAND = "SL"
    SACHSEN = "SN"
    SACHSEN_ANHALT = "ST"
    SCHLESWIG_HOLSTEIN = "SH"
    THUERINGEN = "TH"


HANDED_IN = [Kind.WAITING.value, Kind.OBJECTED.value]
SUITS = ("suit", "suit_year")  # time is left for them
LETTER = [Kind.REFUSED.value, Kind.OBJECTION_REFUSED.value]


@dataclass(frozen=True, kw_only=True)
class Case:
    kind: Kind = ask()
    handed_in: date = ask(today=True, when={"kind": HANDED_IN})
    medical_service: bool | None = ask(unknown=True, when={"kind": [Kind.WAITING.value]})
    letter_date: date = ask(today=True, when={"kind": LETTER})
    arrived: date | None = ask(unknown=True, when={"kind": LETTER})
    instructions: bool | None = ask(unknown=True, when={"kind": LETTER})
    issued: date = ask(today=True, when={"kind": [Kind.PRESCRIPTION.value]})
    land: Land | None = ask(unknown=True, more=True, default=None)
    on: date | None = ask(default=None, clock=True)

    def is_over(self, last_day: date) -> bool:
        """Whether that day has passed, as far as it is said what day it is."""
        return self.on is not None and last_day < self.on

    def is_near(self, last_day: date) -> bool:
        """Whether that day is so near that there is no time left for advice first."""
        return self.on is not None and (last_day - self.on).days <= NOTICE

    def may_have_missed(self, *last_days: date) -> bool:
        """Whether one of those days has passed, or may have, because nobody said what day it is."""
        return self.on is None or any(map(self.is_over, last_days))

    def has_come(self, first_day: date) -> bool:
        """Whether that day is today or has passed, as far as it is said what day it is."""
        return self.on is not None and first_day <= self.on

    def contradictions(self) -> dict[str, str]:
        # A prescription may be planned; whatever else is asked for has happened.
        past = {name: getattr(self, name) for name in ("handed_in", "letter_date", "arrived")}
        problems = {
            name: "after_today"
            for name, day in past.items()
            if day is not None and self.on is not None and day > self.on
        }
        if self.arrived is not None and self.arrived < self.letter_date:
            problems.setdefault("arrived", "arrived_before_letter")
        return problems


def assess(case: Case, book: LawBook) -> Outcome:
    found = _found(case, book)
    # What has passed stays in the answer as such, but nobody wants it in a calendar.
    return replace(found, events=tuple(e for e in found.events if not case.is_over(e.day)))


def _found(case: Case, book: LawBook) -> Outcome:
    land = case.land.value if case.land else None
    if case.kind is Kind.WAITING:
        return _waiting(case, land, book.on(case.handed_in))
    if case.kind is Kind.OBJECTED:
        return _objected(case, land, book.on(case.handed_in))
    if case.kind is Kind.PRESCRIPTION:
        return _prescription(case, land, book.on(case.issued))
    return _refused(case, land, book.on(case.letter_date))


@rule("§ 13 Abs. 3a SGB V")
def decision_due(handed_in: date, law: Law) -> date:
    """„Die Krankenkasse hat über einen Antrag auf Leistungen zügig, spätestens bis zum Ablauf von …
    Wochen nach Antragseingang … zu entscheiden.“"""
    return handed_in + timedelta(weeks=int(law.decision_weeks))


@rule("§ 13 Abs. 3a SGB V")
def decision_due_with_report(handed_in: date, law: Law) -> date:
    """„… oder in Fällen, in denen eine gutachtliche Stellungnahme, insbesondere des Medizinischen
    Dienstes, eingeholt wird, innerhalb von … Wochen nach Antragseingang …“"""
    return handed_in + timedelta(weeks=int(law.decision_weeks_with_report))


@rule("§ 26 Abs. 3 SGB X")
def decision_due_on_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    endet die Frist mit dem Ablauf des nächstfolgenden Werktages.“"""
    return next_working_day_everywhere(end, land)


@rule("§ 88 Abs. 1 SGG")
def wait_for_decision(handed_in: date, law: Law) -> date:
    """„… so ist die Klage nicht vor Ablauf von … Monaten seit dem Antrag auf Vornahme des
    Verwaltungsakts zulässig.“"""
    return months_later(handed_in, int(law.inaction_months))


@rule("§ 88 Abs. 2 SGG")
def wait_for_objection(handed_in: date, law: Law) -> date:
    """„Das gleiche gilt, wenn über einen Widerspruch nicht entschieden worden ist, mit der Maßgabe,
    daß als angemessene Frist eine solche von … Monaten gilt.“"""
    return months_later(handed_in, int(law.inaction_months_objection))


@rule("§ 64 Abs. 3 SGG")
def wait_until_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    so endet die Frist mit Ablauf des nächsten Werktages.“"""
    return next_working_day_everywhere(end, land)


@rule("§ 37 Abs. 2 SGB X")
def deemed_notified(letter_date: date, law: Law) -> date:
    """Sinngemäß: Ein schriftlicher Verwaltungsakt, der im Inland durch die Post übermittelt wird, gilt
    am … Tag nach der Aufgabe zur Post als bekannt gegeben, außer er ist nicht oder später
    zugegangen."""
    return letter_date + timedelta(days=int(law.notification_days))


@rule("§ 37 Abs. 2 Satz 3 SGB X")
def notified_later(arrived: date, deemed: date) -> date:
    """Sinngemäß: Die Vermutung gilt nicht, wenn der Verwaltungsakt nicht oder zu einem späteren
    Zeitpunkt zugegangen ist; im Zweifel hat die Behörde den Zugang und seinen Zeitpunkt
    nachzuweisen."""
    return max(arrived, deemed)


@rule("§ 84 Abs. 1 SGG")
def objection_due(notified: date, law: Law) -> date:
    """Sinngemäß: Der Widerspruch ist binnen … Monats einzureichen, nachdem der Verwaltungsakt bekannt
    gegeben worden ist."""
    return months_later(notified, int(law.objection_months))


@rule("§ 87 Abs. 1 SGG")
def suit_due(notified: date, law: Law) -> date:
    """Sinngemäß: Die Klage ist binnen … Monats nach Bekanntgabe zu erheben; nach einem Vorverfahren
    beginnt die Frist mit der Bekanntgabe des Widerspruchsbescheids."""
    return months_later(notified, int(law.suit_months))


@rule("§ 66 Abs. 2 SGG")
def due_without_instructions(notified: date, law: Law) -> date:
    """Sinngemäß: Ist die Belehrung unterblieben oder unrichtig erteilt, so ist der Rechtsbehelf
    innerhalb … Jahres zulässig."""
    return months_later(notified, MONTHS_IN_A_YEAR * int(law.uninformed_years))


@rule("§ 64 Abs. 3 SGG")
def due_on_working_day(end: date, land: str | None) -> date:
    """„Fällt das Ende einer Frist auf einen Sonntag, einen gesetzlichen Feiertag oder einen Sonnabend,
    so endet die Frist mit Ablauf des nächsten Werktages.“"""
    return next_working_day_as_known(end, land)


@rule("§ 9 Abs. 3 ST-RL")
def last_day_to_submit_in_land(issued: date, land: str, law: Law) -> date:
    """Sinngemäß: Die Krankenkasse trägt bis zur Entscheidung die Kosten, wenn ihr die Verordnung
    spätestens am … Arbeitstag nach der Ausstellung vorgelegt wird; die andere Lesart nimmt auch die
    Feiertage des Landes aus."""
    return working_day_after(issued, int(law.submission_working_days), land)


def _waiting(case: Case, land: str | None, law: Law) -> Outcome:
    rules = {
        True: [decision_due_with_report],
        False: [decision_due],
        None: [decision_due, decision_due_with_report],
    }[case.medical_service]
    ends = [due(case.handed_in, law) for due in rules]
    days = [_waited_for(end, land, decision_due_on_working_day) for end in ends]
    wait = wait_for_decision(case.handed_in, law)
    sue_from = _waited_for(wait, land, wait_until_working_day) + ONE_DAY
    ask_from = days[-1] + ONE_DAY
    result = {
        "last_day": days[-1],
        "earlier_day": days[0] if len(days) > 1 else None,
        "ask_from": ask_from,
        "sue_from": sue_from,
        "days": _table([*rules, wait_for_decision], [*days, sue_from]),
    }
    moved = [both for both in zip(days, ends, strict=True) if len(set(both)) > 1]
    over = case.is_over(days[-1])
    notes = {
        "earlier": len(days) > 1 and not case.is_over(days[0]),
        "earlier_over": case.is_over(days[0]) and not over,
        "overdue": not over,
        "was_overdue": over,
        "inaction": not case.has_come(sue_from),
        "inaction_now": case.has_come(sue_from),
    }
    return Outcome(
        "decision_over" if over else "decision",
        result,
        (*applying(notes), *_without_holidays(*ends, wait)),
        (Open("deemed_approval"), *(Open("decision_on_weekend", both) for both in moved[-1:])),
        record=("ask_decision",),
        next_step=_next_step_of_waiting(case, days[0], over=over),
        events=(
            Event("ask", ask_from, 0, about=case.handed_in),
            Event("inaction", sue_from, 0, about=case.handed_in),
        ),
        picture=Timeline.of(
            "days",
            Stop("handed_in", case.handed_in),
            *_stops(rules, days, days[-1]),
            Stop("wait_for_decision", sue_from),
        ),
    )


def _next_step_of_waiting(case: Case, earlier_day: date, *, over: bool) -> str:
    """What to do depends on whether the day has passed by which they had to answer without a report."""
    if over or case.on is None:
        return "next"
    return "next_earlier_over" if case.is_over(earlier_day) else "next_wait"


def _objected(case: Case, land: str | None, law: Law) -> Outcome:
    end = wait_for_objection(case.handed_in, law)
    sue_from = _waited_for(end, land, wait_until_working_day) + ONE_DAY
    return Outcome(
        "inaction_now" if case.has_come(sue_from) else "inaction",
        {"sue_from": sue_from},
        ("good_reason", *_without_holidays(end)),
        record=("ask_objection",),
        human="human_in_dispute",
        events=(Event("inaction", sue_from, 0, about=case.handed_in),),
        picture=Timeline.of(
            "days",
            Stop("objected", case.handed_in),
            Stop("wait_for_objection", sue_from, decisive=True),
        ),
    )


def _refused(case: Case, land: str | None, law: Law) -> Outcome:
    objection = case.kind is Kind.REFUSED
    month = objection_due if objection else suit_due
    rules = [month] if case.instructions else [month, due_without_instructions]
    notified = _notified(case, law)
    days = {due: _last_days(due, notified, land, law) for due in rules}
    decisive = rules[-1] if case.instructions is False else month
    safe = [days[due][0] for due in rules]
    last_day, otherwise = days[decisive][0], days[decisive][-1]
    came_late = otherwise < last_day
    name = "objection" if objection else "suit"
    over = case.is_over(last_day)
    # The safe day is over, but not the one by which the law presumes that the letter came.
    presumed = over and not case.is_over(otherwise)
    month_over, year_over = case.is_over(safe[0]), case.is_over(safe[-1])
    notes = {
        "came_late": came_late and not case.is_over(otherwise),
        "came_late_over": came_late and case.is_over(otherwise) and not over,
        f"any_authority_{name}": not case.is_over(max(last_day, otherwise)),
        f"form_{name}": True,
        "perhaps_year": case.instructions is None and not month_over,
        "perhaps_year_left": case.instructions is None and month_over and not year_over,
        "rather_month": case.instructions is False and not month_over,
        "month_over": case.instructions is False and month_over and not over,
        f"missed_{name}": case.may_have_missed(last_day, otherwise, safe[0]),
    }
    questions = {
        "notification": otherwise > last_day and not presumed,
        "late_arrival": came_late,
    }
    by_month = (Event(f"{name}_month", safe[0], NOTICE, about=case.letter_date),)
    verdict = name if decisive is month else f"{name}_year"
    if over:
        verdict = f"{name}_perhaps_over" if presumed else f"{name}_over"
    return Outcome(
        verdict,
        {
            "last_day": last_day,
            "month_day": safe[0],
            "year_day": safe[-1] if len(safe) > 1 else None,
            "presumed_day": otherwise if came_late else None,
            "later_day": otherwise if otherwise > last_day else None,
            "counted_from": notified[0],
            "days": _table(rules, safe) if len(safe) > 1 else {},
        },
        (*applying(notes), *_without_holidays(*safe)),
        tuple(Open(q, (last_day, otherwise)) for q, touched in questions.items() if touched),
        record=(("objection", *(["came_late"] if came_late else [])) if objection else ()),
        events=(
            *(by_month if case.instructions is False else ()),
            Event(name, otherwise if presumed else last_day, NOTICE, about=case.letter_date),
        ),
        next_step="next_near" if verdict in SUITS and case.is_near(last_day) else "next",
        human="human_in_dispute",
        picture=Timeline.of(
            "days",
            Stop("letter", case.letter_date),
            *(Stop("arrived", day) for day in (case.arrived,) if day and day > case.letter_date),
            *_stops(rules, safe, last_day, of_two="_of_two" if len(rules) > 1 else ""),
        ),
    )


def _notified(case: Case, law: Law) -> tuple[date, ...]:
    """The days on which the letter may count as notified, first the one that the answer follows.

    That is the day on which it came: if it came before the day on which it is deemed to have come,
    whoever keeps to it is on the safe side; if it came later, the law looks to it alone. Where that
    day is not known, the day on the letter is the safe one.
    """
    deemed = deemed_notified(case.letter_date, law)
    if case.arrived is not None and case.arrived > deemed:
        return notified_later(case.arrived, deemed), deemed
    return case.arrived or case.letter_date, deemed


def _last_days(
    due: Callable[[date, Law], date], notified: Sequence[date], land: str | None, law: Law
) -> list[date]:
    """The last day for each day on which the letter may have been notified, in their order."""
    ends = dict.fromkeys(due(day, law) for day in dict.fromkeys(notified))
    return [_acted_by(end, land) for end in ends]


def _prescription(case: Case, land: str | None, law: Law) -> Outcome:
    try:
        last_day = last_day_to_submit(case.issued, law)
        in_land = last_day_to_submit_in_land(case.issued, land, law) if land else last_day
    except NotInTable:
        return Outcome("submission_unknown", {"last_day": None}, ("submitted_late",))
    return Outcome(
        "submission_over" if case.is_over(last_day) else "submission",
        {"last_day": last_day},
        ("submitted_late",) if case.on is None else (),
        (Open("working_day", (last_day, in_land)),) if in_land > last_day else (),
        events=(Event("submission", last_day, 1, about=case.issued),),
        picture=Timeline.of(
            "days", Stop("issued", case.issued), Stop("last_day_to_submit", last_day, decisive=True)
        ),
    )


def _waited_for(end: date, land: str | None, move: Callable[[date, str | None], date]) -> date:
    """Where ``end`` is moved to for somebody who waits: the later day, wherever in the land that is."""
    return end if next_working_day_everywhere(end, land) == end else move(end, land)


def _acted_by(end: date, land: str | None) -> date:
    """Where ``end`` is moved to for somebody who must act: the earlier day where two are possible."""
    return end if next_working_day_as_known(end, land) == end else due_on_working_day(end, land)


def _without_holidays(*days: date) -> tuple[str, ...]:
    return () if all(has_table(day) for day in days) else ("no_holidays",)


def _table(rules: Sequence[Callable[..., date]], days: Sequence[date]) -> Table:
    return {
        due.__name__: {"day": day, "norm": norm_of(due)}
        for due, day in zip(rules, days, strict=True)
    }


def _stops(
    rules: Sequence[Callable[..., date]], days: Sequence[date], decisive: date, of_two: str = ""
) -> Iterator[Stop]:
    for due, day in zip(rules, days, strict=True):
        name = due.__name__
        yield Stop(name if due is due_without_instructions else name + of_two, day, day == decisive)
