"""The table: what a thing may cost, what it cost, and whether that holds."""

import machine


class Limits:
    """Rows in Markdown, printed as they come; what the rows share beside."""

    def __init__(self, work, quick):
        self.work, self.quick = work, quick
        self.broken = []
        self.remarks = []

    def begin(self):
        print("| row | how | limit | measured | holds |\n|---|---|---|---|---|", flush=True)

    def row(self, number, what, how, limit, measured, holds):
        """A row; `holds` None for a figure that has no limit."""
        verdict = "–" if holds is None else "yes" if holds else "**no**"
        if holds is False:
            self.broken.append(f"{number} {what}: {limit}, measured {measured}")
        print(f"| {number} {what} | {how} | {limit} | {measured} | {verdict} |", flush=True)

    def remark(self, sentence):
        """A sentence that stands below the table."""
        self.remarks.append(sentence)

    def conclude(self):
        """What stands below the table; the exit status."""
        print(f"\nLoad average at the end: {machine.load_average():.1f}.")
        for sentence in self.remarks:
            print(sentence)
        print("Does not hold: " + "; ".join(self.broken) + "." if self.broken else "Every limit that was measured holds.")
        return 1 if self.broken else 0
