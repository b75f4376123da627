# SPDX-License-Identifier: Apache-2.0
"""Ideas that read like ideas: phrases of the demo community, some said often and most seldom. The same for every run."""

import random
import re

import plan

SOURCES = sorted((plan.REPO / 'conf/demo/community/ideas').glob('*.md'))
KINDS = ['hurts', 'remove', 'keep', 'better', 'new']
STAGES = ['discover', 'buy', 'receive', 'use', 'help', 'return']


def words():
    """All words of the demo's ideas that are nothing but letters, in the order in which they come first."""
    text = ' '.join(path.read_text(encoding='utf-8') for path in SOURCES).lower()
    return list(dict.fromkeys(re.findall(r'\b[a-z]{3,12}\b', text)))


class Writer:
    def __init__(self):
        self.random = random.Random(4)
        known = words()
        pick = self.random.random
        # A word at a place n of the list is taken so often that a few are in every tenth idea and most in one of thousands.
        self.phrases = [' '.join(known[int(pick() ** 3 * len(known))] for _ in range(3)) for _ in range(20_000)]

    def phrase(self):
        return self.phrases[int(self.random.random() * 20_000)]

    def title(self, number):
        return f'{self.phrase()} {self.phrase()} {number}'.capitalize()[:120]

    def body(self):
        return f'{self.phrase()} {self.phrase()}, *{self.phrase()}*. {self.phrase()}.'.capitalize()


def different(text):
    """The words by which an idea is found, as words() of the schema has them: these texts have no others."""
    return set(re.findall(r'[a-z0-9]+', text.lower()))


def search_terms(count):
    """What people look for: pairs of words that were written, common and rare ones."""
    writer = Writer()
    return [' '.join(writer.phrase().split()[:2]) for _ in range(count)]


def titles(count):
    """What people are about to propose when the form looks for what is like it."""
    writer = Writer()
    return [f'{writer.phrase()} {writer.phrase()}'.capitalize() for _ in range(count)]
