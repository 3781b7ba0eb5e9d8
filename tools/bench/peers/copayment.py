"""The sum of the one question that is measured, for MicroPython: it has no decimal, no dataclasses, no
enum. So it knows no birth date, no exemption, no limit, no open question and no explanation.

What stands above comes from figures.toml: LAW, by name the days and the value since then, in hundredths.
"""
# ruff: noqa: F821

import json
from datetime import date, timedelta


def answer(name, language, answers):
    """The answer as the calculators give it (calculators/web.py), but only the sum."""
    given = dict(json.loads(answers))
    first = date(*[int(given[f"first_day.{part}"]) for part in ("year", "month", "day")])
    cost, total = hundredths(given["cost_per_day"]), 0
    for number in range(int(given["appointments"])):
        later = 7 * number // int(given.get("days_per_week", 1))
        total += price(cost, (first + timedelta(days=later)).isoformat())
    return json.dumps({"html": f"<p>Zuzahlung: {total // 100},{total % 100:02} €</p>"})


def price(cost, day):
    share = (cost * figure("copayment_rate", day) + 5000) // 10_000  # half a cent upwards
    least, most = figure("copayment_minimum", day), figure("copayment_maximum", day)
    return min(cost, max(least, min(share, most)))


def figure(name, day):
    return [value for since, value in LAW[name] if since <= day][-1]


def hundredths(typed):
    whole, _, part = typed.replace(",", ".").partition(".")
    return int(whole) * 100 + int((part + "00")[:2])
