# SPDX-License-Identifier: Apache-2.0
"""Drawings of figures as SVG, readable on light and on dark ground, without a library."""

import html
import math

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 46, 46
COLOURS = ['a', 'b', 'c', 'd']
STYLE = '''<style>
  svg { --ink: #222; --faint: #ccc; --a: #1b6ca8; --b: #b3541e; --c: #2e7d4f; --d: #7a4ca0; font: 13px system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6e6e6; --faint: #555; --a: #6db3e8; --b: #f0a06c; --c: #7fce9f; --d: #c79bec; }
  }
  text { fill: var(--ink); } .title { font-size: 16px; font-weight: 600; }
  .grid { stroke: var(--faint); stroke-width: 1; } .line { fill: none; stroke-width: 2.5; }
  .a { stroke: var(--a); fill: var(--a); } .b { stroke: var(--b); fill: var(--b); }
  .c { stroke: var(--c); fill: var(--c); } .d { stroke: var(--d); fill: var(--d); }
  .goal { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 4 3; }
  polyline.line { fill: none; } text.a, text.b, text.c, text.d { stroke: none; }
</style>'''


def text(x, y, words, kind='', anchor='start'):
    named = f' class="{kind}"' if kind else ''
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{html.escape(words)}</text>'


def drawing(title, parts, height=HEIGHT):
    return '\n'.join([
        '<?xml version="1.0" encoding="UTF-8"?>', '<!-- SPDX-License-Identifier: Apache-2.0 -->',
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(title)}">',
        STYLE, text(12, 24, title, 'title'), *parts, '</svg>', ''])


def steps(most):
    """Round numbers from 0 to above the greatest value, about five."""
    rough = most / 4 or 1
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)
    return [step * n for n in range(math.ceil(most / step) + 1)]


def short(value):
    for size, letter in ((1e6, 'M'), (1e3, 'k')):
        if value >= size:
            return f'{value / size:g} {letter}' if value / size != round(value / size) else f'{value / size:.0f} {letter}'
    return f'{value:g}'


def lines(series):
    """Lines over places that stand side by side, whatever their distance; each with its name at its end."""
    marks = steps(max(max(values) for values in series.lines.values()))
    high, wide = HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT
    count = max(1, len(series.places) - 1)

    def across(n):
        return LEFT + wide * n / count

    def down(value):
        return TOP + high * (1 - value / marks[-1])

    parts = [f'<path class="grid" d="M{LEFT} {down(mark):.1f}H{LEFT + wide}"/>' for mark in marks]
    parts += [text(LEFT - 8, down(mark) + 4, short(mark), '', 'end') for mark in marks]
    every = max(1, len(series.places) // 6)
    parts += [text(across(n), HEIGHT - BOTTOM + 20, short(place), '', 'middle')
              for n, place in enumerate(series.places) if n % every == 0]
    parts += [text(LEFT + wide / 2, HEIGHT - 8, series.across, '', 'middle'), text(12, TOP - 4, series.unit)]
    ends = []
    for colour, (name, values) in zip(COLOURS * 9, series.lines.items()):
        points = [(f'{across(n):.1f}', f'{down(value):.1f}') for n, value in enumerate(values)]
        parts.append(f'<polyline class="line {colour}" points="{" ".join(map(",".join, points))}"/>')
        parts += [f'<circle class="{colour}" cx="{x}" cy="{y}" r="3"/>' for x, y in points]
        ends.append([down(values[-1]) + 4, name, colour])
    for before, end in zip(sorted(ends), sorted(ends)[1:]):
        end[0] = max(end[0], before[0] + 16)
    return drawing(series.title, parts + [text(LEFT + wide + 10, y, name, colour) for y, name, colour in ends])


def bars(title, figures):
    """How often as fast as the reference: a bar for each figure, and a stroke where its goal is."""
    row, left = 30, 330
    most = steps(max(max(figure.ratio, figure.goal) for figure in figures))[-1]
    scale = (WIDTH - left - 60) / most
    parts = []
    for n, figure in enumerate(figures):
        y = TOP + n * row
        parts += [text(left - 10, y + 15, figure.name if len(figure.name) < 45 else figure.name[:43] + ' …', '', 'end'),
                  f'<rect class="a" x="{left}" y="{y}" width="{figure.ratio * scale:.1f}" height="20"/>',
                  text(left + max(figure.ratio, figure.goal) * scale + 8, y + 15, f'{figure.ratio:.2f}')]
        if figure.goal:
            x = left + figure.goal * scale
            parts.append(f'<path class="goal" d="M{x:.1f} {y - 4}v28"/>')
    return drawing(title, parts, TOP + len(figures) * row + 12)
