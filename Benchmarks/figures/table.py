"""The table: what was aimed at, what was reached, said plainly."""

import statistics

import machine


class Table:
    """Rows in Markdown, printed as they come."""

    def __init__(self):
        self.missed = []
        self.wrong = []
        self.remarks = []

    def begin(self):
        print("| row | measured | aim | reached | |\n|---|---|---|---|---|", flush=True)

    def row(self, number, case, measured, aim, reached, is_reached):
        """A row; `is_reached` None when it was not measured."""
        verdict = "not measured" if is_reached is None else "yes" if is_reached else "**not reached**"
        if is_reached is False:
            self.missed.append(f"{number} {case}: {aim}, {reached}")
        print(f"| {number} {case} | {measured} | {aim} | {reached} | {verdict} |", flush=True)

    def at_least(self, number, case, measured, value, aim):
        self.row(number, case, measured, f"≥ {aim:g} ×", f"{value:.2f} ×", value >= aim)

    def at_most(self, number, case, measured, value, aim):
        self.row(number, case, measured, f"≤ {aim:g} ×", f"{value:.2f} ×", value <= aim)

    def remark(self, sentence):
        """A sentence that stands below the table."""
        self.remarks.append(sentence)

    def conclude(self):
        """What stands below the table; the exit status."""
        print(f"\nLoad average at the end: {machine.load_average():.1f}.")
        for sentence in self.remarks:
            print(sentence)
        print("Not reached: " + "; ".join(self.missed) + "." if self.missed else "Every aim that was measured was reached.")
        for sentence in self.wrong:
            print(f"WRONG: {sentence}")
        return 1 if any(sentence.startswith("twinsim") or "hostile" in sentence for sentence in self.wrong) else 0

    def check_replies(self, name, samples):
        """Notes replies that were wrong or missing; nothing counts that was not answered right."""
        wrong = sum(int(sample["wrong"]) for sample in samples)
        if wrong:
            self.wrong.append(f"{name}: {wrong} wrong or missing replies or connections")
        return wrong


def median(samples, figure):
    return statistics.median(sample[figure] for sample in samples)


def least(samples, figure):
    """The least of all rounds: for processor time, where every disturbance only adds."""
    return min(sample[figure] for sample in samples)


def paired(own, peer, figure):
    """The median over rounds of own figure / peer's figure in the same round."""
    return statistics.median(left[figure] / right[figure] for left, right in zip(own, peer))
