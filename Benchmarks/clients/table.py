"""The tables, in Markdown."""

import statistics

UNITS = {"memory": "MB"}


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


HEAD = ("| client | package | runtime | report | truth | said | rate, truth / said | named |\n"
        "|---|---|---|---|---|---|---|---|")


def line(soaked):
    """A row of the table of clients."""
    row = soaked.row
    said = soaked.said if soaked.right else f"**{soaked.said}**"
    named = f"{soaked.named_right}: `{soaked.named.replace('|', ' ')[:80]}`" if soaked.named_right else "–"
    return (f"| {row.name} | {row.package} | {row.runtime} | {_link(row)} | {row.truth} | {said} | {_rates(soaked)} "
            f"| {named} |")


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
            f"{sum(one == 'right' for one in named)} of {len(named)}"]


def summary(all_soaked):
    """Recall, false alarms, doubts, rate error and lines named, by length and by runtime."""
    text = ("| length | runtime | leaks found | healthy convicted | healthy doubted | rate error, median | line named |\n"
            "|---|---|---|---|---|---|---|\n")
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
    return not any(one.said == "leak" for one in all_soaked if not one.row.leaks) and found >= 0.95 * len(leaks)
