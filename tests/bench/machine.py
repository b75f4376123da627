# SPDX-License-Identifier: Apache-2.0
"""Which machine it was, which versions, how the servers were set: figures without these say nothing."""

import os
import pathlib
import re
import subprocess
import time

import load
import plan
import store
import web
from servers import children, query, wait_until


def processor():
    text = pathlib.Path('/proc/cpuinfo').read_text()
    names = re.findall(r'^model name\s*: (.*)$', text, re.M) or ['unknown']
    return f'{len(names)} x {names[0]}'


def disk():
    """What a commit waits for: one write of 8 kB that is certain, the median, in microseconds."""
    said = subprocess.run([f"{query('pg_config', '--bindir')}/pg_test_fsync", '-s', '1', '-f', str(plan.FOLDER / 'fsync.out')],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    found = re.search(r'fdatasync\s+[\d.]+ ops/sec\s+(\d+) usecs/op', said)
    return f'{found[1]} µs' if found else 'unknown'


def busy(server):
    """Seconds that the processors have worked for the children of a server."""
    ticks = 0
    for pid in children(server.process):
        ticks += sum(map(int, pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[11:13]))
    return ticks / os.sysconf('SC_CLK_TCK')


def wait_until_done(server):
    """Until no request is under way any more: those whose clients have gone hold their connections until they are done."""
    here, open_states = f'{server.port:04X}', ('01', '08')      # established; closed by the other side alone

    def nobody():
        lines = [line.split() for line in pathlib.Path('/proc/net/tcp').read_text().splitlines()[1:]]
        return not any(line[1].endswith(':' + here) and line[3] in open_states for line in lines)
    wait_until('all requests are done', nobody)


def about(cluster):
    with cluster.maintenance() as postgres:
        settings = {name: postgres.value('select current_setting(%s)', (name,)) for name in store.SHOWN}
    commit = subprocess.run(['git', 'rev-parse', '--short', 'HEAD'], cwd=plan.REPO, capture_output=True, text=True).stdout.strip()
    return {
        'at': time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime()),
        'commit': commit or 'unknown',
        'processor': processor(),
        'memory': f'{store.MEMORY / 1024:.0f} GB',
        'one write to the disk (fdatasync)': disk(),
        **load.versions(),
        'settings of PostgreSQL': ', '.join(f'{name} {value}' for name, value in settings.items()),
        'settings of httpd': ', '.join(web.MPM.splitlines()) + '; access log on; the module with its defaults',
        'load': f'wrk with one thread and {plan.CLIENTS} clients that keep their connections; pgbench with one thread, prepared, '
                'through the Unix socket; both on the same machine',
    }
