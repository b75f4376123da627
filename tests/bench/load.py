# SPDX-License-Identifier: Apache-2.0
"""wrk and pgbench: how they are called, and what they said. A run with a fault in it is no figure but an error."""

import collections
import os
import pathlib
import re
import subprocess

import plan
from servers import query

SCRIPTS = pathlib.Path(__file__).resolve().parent / 'wrk'
Load = collections.namedtuple('Load', 'rate requests bytes_each worst')     # worst: the 99th percentile, in milliseconds


class Fault(Exception):
    """What made a measurement worthless."""


def wrk(url, *, clients=plan.CLIENTS, seconds=plan.SECONDS, script='get', headers=None, arguments=()):
    sent = [item for name, value in (headers or {}).items() for item in ('-H', f'{name}: {value}')]
    command = ['wrk', '-t1', f'-c{clients}', f'-d{seconds}s', '--timeout', '10s', '-s', f'{script}.lua', *sent, url, '--',
               *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=SCRIPTS)
    said = re.search(r'^SAID (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$', done.stdout, re.M)
    if done.returncode != 0 or not said:
        raise Fault(f'wrk: {(done.stderr or done.stdout).strip().splitlines()[-1]}')
    requests, duration, transferred, refused, broken, worst = map(int, said.groups())
    if refused or broken or not requests:
        raise Fault(f'{url}: of {requests} requests {refused} were refused, {broken} had socket errors')
    return Load(requests * 1e6 / duration, requests, transferred / requests, worst / 1000)


def pgbench(database, script, *, clients, seconds=plan.SECONDS, given=None):
    """Calls a statement through the extended protocol, prepared, as the module does. The role is the module's, too."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith('PG')}
    told = [item for name, value in (given or {}).items() for item in ('-D', f'{name}={value}')]
    command = ['pgbench', '-n', '-M', 'prepared', '-c', str(clients), '-j', '1', '-T', str(seconds), *told, '-f', str(script),
               '-h', database.cluster.host, '-U', 'cocreate_web', database.name]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)
    rate = re.search(r'^tps = ([\d.]+)', done.stdout, re.M)
    count = re.search(r'^number of transactions actually processed: (\d+)', done.stdout, re.M)
    failed = re.search(r'^number of failed transactions: (\d+)', done.stdout, re.M)
    if done.returncode != 0 or not rate or not failed or int(failed[1]):
        said = (done.stderr.strip() or 'not one vote was done').splitlines()[-1]
        raise Fault(f'pgbench, {clients} clients: {said}')
    return Load(float(rate[1]), int(count[1]), 0, 0)


def in_turn(rounds, contestants):
    """{name: [what each round said]}: A B C A B C, so that whatever else the machine does meets all of them."""
    said = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, measure in contestants.items():
            said[name].append(measure())
    return said


def versions():
    httpd = query('apxs', '-q', 'SBINDIR') + '/' + query('apxs', '-q', 'PROGNAME')
    found = {
        'httpd': query(httpd, '-v').splitlines()[0].split(': ')[1],
        'PostgreSQL': query('pg_config', '--version'),
        'pgbench': query('pgbench', '--version'),
        'kernel': query('uname', '-sr').split('-')[0],
    }
    said = subprocess.run(['wrk', '-v'], capture_output=True, text=True).stdout    # which ends with 1
    return {**found, 'wrk': said.splitlines()[0].split(' Copyright')[0]}
