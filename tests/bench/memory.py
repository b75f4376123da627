# SPDX-License-Identifier: Apache-2.0
"""The row of memory: what the children hold after a million mixed requests, beside what they held after the first 50,000."""

import pathlib
import random
import re
import time

import machine
import plan
import reading
import web
from figures import Figure, Series
from load import Fault, wrk
from servers import children

FIRST = plan.REQUESTS // 20     # after these everything is warm
STEP = 5                        # seconds between two looks
LONGEST = 300                   # seconds: whoever is slower than that has a shorter walk, and the report says so


def status(pid):
    """Kilobytes: private and shared memory that is resident; and how many files are open."""
    text = pathlib.Path(f'/proc/{pid}/status').read_text()
    kilobytes = {name: int(value) for name, value in re.findall(r'^(\w+):\s+(\d+) kB$', text, re.M)}
    return {'private': kilobytes['RssAnon'] + kilobytes['RssFile'], 'shared': kilobytes['RssShmem'],
            'open files': len(list(pathlib.Path(f'/proc/{pid}/fd').iterdir()))}


def segments(pids):
    """Kilobytes of shared memory that the children have mapped, each segment once: it is theirs together."""
    found = {}
    for pid in pids:
        for line in pathlib.Path(f'/proc/{pid}/maps').read_text().splitlines():
            fields = line.split(maxsplit=5)
            if 's' in fields[1] and fields[4] != '0':
                low, high = (int(edge, 16) for edge in fields[0].split('-'))
                found[(fields[3], fields[4], low)] = (high - low) // 1024
    return sum(found.values())


def mix(server):
    """A file of addresses as a community meets them: mostly lists and ideas, by many readers, and some searches."""
    pick = random.Random(7)
    ideas = [f'{web.MAIN}/ideas/{number}{suffix}' for number in range(1, web.IDEAS + 1) for suffix in ('', '.fragment', '.xml')]
    lists = [f'{place}/ideas{suffix}?sort={sort}&limit={limit}' for place in (web.MAIN, web.PAGE)
             for suffix in ('', '.fragment', '.xml', '.atom') for sort in ('top', 'new', 'trending') for limit in (10, 20, 50)]
    fronts = [f'{web.MAIN}/', f'{web.PAGE}/', f'{web.MAIN}/rounds', f'{web.MAIN}/promises', f'{web.PAGE}/promises.ics']
    rounds = [f'{web.MAIN}/rounds/{number}' for number in range(1, web.OPEN_ROUND + 1)]
    searches = web.addresses(server, 'search').read_text().split()
    path = server.root / 'mixed.txt'
    path.write_text(''.join(f'{pick.choice(pick.choices([ideas, lists, fronts, rounds, searches], [40, 35, 15, 5, 5])[0])}\n'
                            for _ in range(20_000)))
    return path


def look(pids):
    found = [status(pid) for pid in pids]
    return {name: [one[name] for one in found] for name in found[0]}


def run(server, results):
    pids = sorted(children(server.process))
    mixed, began, done = mix(server), time.monotonic(), 0
    signed = reading.basic(server, '')
    looks, first, turn = [], None, 0
    while done < plan.REQUESTS and time.monotonic() - began < LONGEST:
        done += wrk(server.origin + web.MAIN, headers=signed if turn % 2 else {}, seconds=1 if not first else STEP,
                    clients=64, arguments=[mixed]).requests
        turn += 1
        machine.wait_until_done(server)
        looks.append((done, look(pids)))
        if not first and done >= FIRST:
            first = looks[-1]
    if sorted(children(server.process)) != pids:
        raise Fault('children have come or gone meanwhile')
    if not first or done < plan.REQUESTS / 4:
        raise Fault(f'only {done} requests in {LONGEST} s')
    report(results, first, looks, pids)


def report(results, first, looks, pids):
    done, last = looks[-1]
    each = max(range(len(pids)), key=lambda child: last['private'][child] / first[1]['private'][child])
    early = f'after the first {first[0]:,}'
    results.add(Figure('memory', f'private memory of the child that grew most, after {done:,} mixed requests',
                       last['private'][each] / 1024, 'MB', reference=early, reference_value=first[1]['private'][each] / 1024,
                       goal=1.02, above=False))
    half = next(seen for count, seen in looks if count >= done / 2)
    results.add(Figure('memory', 'the same child, beside half of them', last['private'][each] / 1024, 'MB',
                       reference='after half of them', reference_value=half['private'][each] / 1024))
    results.add(Figure('memory', 'shared memory of the server, mapped', segments(pids) / 1024, 'MB'))
    results.add(Figure('memory', 'of it resident in a child', max(last['shared']) / 1024, 'MB',
                       reference=early, reference_value=max(first[1]['shared']) / 1024))
    results.add(Figure('memory', 'open files of a child', max(last['open files']), '',
                       reference=early, reference_value=max(first[1]['open files'])))
    lines = {f'child {n + 1}': [seen['private'][n] / 1024 for _, seen in looks] for n in range(len(pids))}
    results.series.append(Series('memory', 'Private memory of the children', 'MB', [count for count, _ in looks], lines,
                                 'requests'))
