# SPDX-License-Identifier: Apache-2.0
"""Results as a table on the terminal, and as build/bench/report.md with its drawings."""

import chart
import paper
import plan
from figures import shown

FILE = plan.FOLDER / 'report.md'
HEADINGS = ['what', 'figure', 'rounds', 'beside', 'ratio', 'goal', '', 'processor']


def goal_of(figure):
    return (f"{'≥' if figure.above else '≤'} {figure.goal:g}") if figure.goal else ''


def cells(figure):
    unit = f' {figure.unit}' if figure.unit else ''
    beside = f'{figure.reference}: {shown(figure.reference_value)}{unit}' if figure.reference else ''
    return [figure.name, f'{shown(figure.value)}{unit}', f'{shown(figure.least)} to {shown(figure.most)}' if figure.most else '',
            beside, f'{figure.ratio:.2f}' if figure.reference else '', goal_of(figure), figure.verdict,
            f'{figure.cost:.0f} µs' if figure.cost else '']


def markdown(headings, rows):
    lines = [headings, ['---'] * len(headings), *rows]
    return '\n'.join('| ' + ' | '.join(str(cell).replace('|', '\\|') for cell in line) + ' |' for line in lines)


def measured(results):
    """The figures as one Markdown table: those that have a reference, and those that stand alone."""
    referred = {figure.reference for figure in results.figures}
    return markdown(HEADINGS, [cells(figure) for figure in results.figures if figure.reference or figure.name not in referred])


def whole(results):
    """All figures and tables, as Markdown without headings above the third order."""
    parts = ['\n'.join(f'- {name}: {value}' for name, value in results.about.items())]
    parts += [f'**{row} could not be measured**: {why}' for row, why in results.failed.items()]
    parts.append(measured(results))
    for title, headings, rows in [*results.tables, *paper.tables(results)]:
        parts += [f'### {title}', markdown(headings, rows)]
    return '\n\n'.join(parts) + '\n'


def terminal(results):
    referred = {figure.reference for figure in results.figures}
    rows = [HEADINGS, *(cells(figure) for figure in results.figures if figure.reference or figure.name not in referred)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    lines = ['  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return '\n'.join(['', *lines, *(f'FAILED  {row}: {why}' for row, why in results.failed.items()), ''])


def drawings(results):
    """{file name: (title, SVG)}"""
    found = {}
    reading = [figure for figure in results.figures if figure.unit == 'requests/s' and figure.reference]
    if reading:
        title = 'Requests a second: how often as many as the reference'
        found['reading.svg'] = title, chart.bars(title, reading)
    for series in results.series:
        found[f'{series.row}.svg'] = series.title, chart.lines(series)
    return found


def write(results):
    made = drawings(results)
    for name, (_, svg) in made.items():
        (plan.FOLDER / name).write_text(svg)
    pictures = '\n\n'.join(f'![{title}]({name})' for name, (title, _) in made.items())
    FILE.write_text(f'# Bench\n\n{whole(results)}\n{pictures}\n')
