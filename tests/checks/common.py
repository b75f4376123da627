# SPDX-License-Identifier: Apache-2.0
"""What the source checks share: the files of the project, and how a check ends. A check prints each fault as FILE: words."""

import os
import pathlib
import re
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
NOT_OURS = {'.git', 'build', '__pycache__', 'node_modules', '.pytest_cache'}

faults = []


def fault(path, words):
    faults.append(f'{path}: {words}')


def files(*patterns, under='.'):
    """Paths relative to the project, of our files only."""
    found = []
    for folder, folders, names in os.walk(REPO / under):
        folders[:] = sorted(f for f in folders if f not in NOT_OURS)
        found += [(pathlib.Path(folder) / name).relative_to(REPO) for name in sorted(names)]
    return [p for p in found if not patterns or any(p.match(pattern) for pattern in patterns)]


def text(path):
    return (REPO / path).read_text(encoding='utf-8')


def code(path):
    """A C file without its comments; lines keep their numbers."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match[0]) if match[0].startswith('/') else match[0]
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text(path), flags=re.S)


def line_of(content, position):
    return content.count('\n', 0, position) + 1


def finish():
    for words in faults:
        print(words)
    sys.exit(1 if faults else 0)
