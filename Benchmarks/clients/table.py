"""The tables, in Markdown."""

import statistics

UNITS = {"memory": "MB"}
# Of all leaks, how many must be found.
LEAST_RECALL = 0.95


def _number(value, series):
    if value is None:
        return "–"
    return f"{value:+.3g}" if abs(value) < 1000 else f"{value:+,.0f}"


def _rates(soaked):
    parts = []
    for series, (truth, said) in soaked.rates.items():
        unit = f"{UNITS.get(series, series)} a storm" if soaked.row.grows == "storm" else f"{UNITS.get(series, series)}/h"
        parts.append(f"{_number(truth, series)} / {_number(said, series)} {unit}")
    return ", ".join(parts) or "–"


def _link(row):
    return f"[{row.issue.rstrip('/').split('/')[-1]}]({row.issue})" if row.issue else "–"


def _said(soaked):
    return soaked.said if soaked.right else f"**{soaked.said}**"


def leaks(all_soaked):
    """A row a soak of each client that leaks."""
    text = ("| leaking client | package | runtime | report | length | said | rate, truth / said | named |\n"
            "|---|---|---|---|---|---|---|---|\n")
    for one in all_soaked:
        if one.row.leaks:
            named = f"{one.named_right}: `{one.named.replace('|', ' ')[:60]}`" if one.named_right else "–"
            text += (f"| {one.row.name} | {one.row.package} | {one.row.runtime} | {_link(one.row)} | {one.minutes:g} min "
                     f"| {_said(one)} | {_rates(one)} | {named} |\n")
    return text


def healthy(all_soaked):
    """A row a healthy client, with a column for each length."""
    lengths = sorted({one.minutes for one in all_soaked})
    said = {(one.row.name, one.minutes): _said(one) for one in all_soaked}
    text = ("| healthy client | package | runtime |" + "".join(f" said in {length:g} min |" for length in lengths)
            + "\n|---|---|---|" + "---|" * len(lengths) + "\n")
    for row in dict.fromkeys(one.row for one in all_soaked):
        if not row.leaks:
            cells = "".join(f" {said.get((row.name, length), '–')} |" for length in lengths)
            text += f"| {row.name} | {row.package} | {row.runtime} |{cells}\n"
    return text


def _figures(some):
    leaks = [one for one in some if one.row.leaks]
    healthy = [one for one in some if not one.row.leaks]
    found = sum(one.said == "leak" for one in leaks)
    alarms = sum(one.said == "leak" for one in healthy)
    doubted = sum(one.said not in ("leak", "expected") for one in healthy)
    errors = [error for one in leaks for error in one.rate_errors]
    named = [one.named_right for one in leaks if one.named_right]
    return [f"{found} of {len(leaks)}", f"{alarms} of {len(healthy)}", f"{doubted} of {len(healthy)}",
            f"{statistics.median(errors) * 100:.1f} %" if errors else "–",
            f"{sum(one == 'right' for one in named)} of {len(named)}", f"{named.count('package')}"]


def summary(all_soaked):
    """Recall, false alarms, doubts, rate error and lines named, by length and by runtime."""
    text = ("| length | runtime | leaks found | healthy convicted | healthy doubted | rate error, median "
            "| client's line leads | package's alone |\n"
            "|---|---|---|---|---|---|---|---|\n")
    for minutes in sorted({one.minutes for one in all_soaked}):
        some = [one for one in all_soaked if one.minutes == minutes]
        groups = [("**all**", some)]
        for runtime in dict.fromkeys(one.row.runtime for one in some):
            groups.append((runtime, [one for one in some if one.row.runtime == runtime]))
        for name, group in groups:
            text += f"| {minutes:g} min | {name} | " + " | ".join(_figures(group)) + " |\n"
    return text


def wrong(all_soaked):
    """A sentence for each answer that is not right."""
    lines = []
    for one in all_soaked:
        if not one.right:
            more = f" ({one.hours_needed * 60:.0f} min more would tell)" if one.hours_needed else ""
            lines.append(f"- {one.row.name}, {one.minutes:g} min: {one.row.truth}, said {one.said}{more}: {one.reason}")
    return "\n".join(lines)


def holds(all_soaked):
    """No healthy client was convicted, and at least 95 in 100 leaks were found."""
    leaks = [one for one in all_soaked if one.row.leaks]
    found = sum(one.said == "leak" for one in leaks)
    return not any(one.said == "leak" for one in all_soaked if not one.row.leaks) and found >= LEAST_RECALL * len(leaks)
