// The floor: the sum of the one question that is measured, without any Python, exact to the cent. It
// knows no birth date, no exemption, no limit, no open question and no explanation.
// What stands above comes from figures.toml: LAW, by name the days and the value since then, in hundredths.

const DAY = 86_400_000; // milliseconds

function hundredths(typed) {
  const [whole, part = ""] = typed.replace(",", ".").split(".");
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
}

function figure(name, day) {
  return BigInt(LAW[name].findLast(([since]) => since <= day)[1]);
}

const least = (one, other) => (one < other ? one : other);
const most = (one, other) => (one > other ? one : other);

function price(cost, day) {
  const share = (cost * figure("copayment_rate", day) + 5000n) / 10_000n; // half a cent upwards
  const atMost = least(share, figure("copayment_maximum", day));
  return least(cost, most(figure("copayment_minimum", day), atMost));
}

function answer({ pairs }) {
  const given = Object.fromEntries(pairs);
  const [year, month, day] = ["year", "month", "day"].map((part) => given[`first_day.${part}`]);
  const first = Date.UTC(year, month - 1, day);
  const cost = hundredths(given.cost_per_day);
  let total = 0n;
  for (let number = 0; number < given.appointments; number++) {
    const later = Math.floor((7 * number) / (given.days_per_week ?? 1));
    total += price(cost, new Date(first + later * DAY).toISOString().slice(0, 10));
  }
  return `<p>Zuzahlung: ${total / 100n},${String(total % 100n).padStart(2, "0")} €</p>`;
}

show(answer);
