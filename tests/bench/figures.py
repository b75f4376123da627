# SPDX-License-Identifier: Apache-2.0
"""What was measured: figures with their references, as rows of tables; kept as JSON so that tables can be printed again."""

import dataclasses
import json
import statistics

import plan

FILE = plan.FOLDER / 'figures.json'


@dataclasses.dataclass
class Figure:
    """One line of a table. The goal is one of the ratio to the reference: at least (above) or at most."""
    row: str
    name: str
    value: float
    unit: str
    least: float = 0            # of the rounds
    most: float = 0
    reference: str = ''
    reference_value: float = 0
    goal: float = 0
    above: bool = True
    cost: float = 0             # what httpd's processors worked for one request, in microseconds

    @property
    def ratio(self):
        return self.value / self.reference_value if self.reference_value else None

    @property
    def verdict(self):
        if not self.goal or self.ratio is None:
            return ''
        return 'reached' if (self.ratio >= self.goal) == self.above or self.ratio == self.goal else 'not reached'


@dataclasses.dataclass
class Series:
    """A drawing: lines over the same places of an axis."""
    row: str
    title: str
    unit: str
    places: list
    lines: dict                 # name: a value for each place
    across: str = ''            # what the places are
    logarithmic: bool = False


@dataclasses.dataclass
class Results:
    about: dict = dataclasses.field(default_factory=dict)      # machine, versions, settings
    figures: list = dataclasses.field(default_factory=list)
    series: list = dataclasses.field(default_factory=list)
    tables: list = dataclasses.field(default_factory=list)     # [title, [headings], [[cells]]]
    failed: dict = dataclasses.field(default_factory=dict)     # row: why

    def add(self, figure):
        self.figures.append(figure)
        print(f'  {figure.name}: {shown(figure.value)} {figure.unit}' + (
            f' = {figure.ratio:.2f} x {figure.reference}' if figure.ratio is not None else ''), flush=True)

    def save(self):
        FILE.write_text(json.dumps(dataclasses.asdict(self), indent=1))


def load():
    kept = json.loads(FILE.read_text())
    kept['figures'] = [Figure(**figure) for figure in kept['figures']]
    kept['series'] = [Series(**series) for series in kept['series']]
    return Results(**kept)


def middle(values):
    """(median, least, most)"""
    return statistics.median(values), min(values), max(values)


def shown(value):
    """A number as people read it: three figures, thousands apart."""
    if value >= 100:
        return f'{value:,.0f}'
    return f'{value:.1f}' if value >= 10 else f'{value:.2f}' if value >= 0.1 else f'{value:.3f}'
