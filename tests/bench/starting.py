# SPDX-License-Identifier: Apache-2.0
"""The row of the cold start: from the start of httpd to the first fragment, beside the first file of httpd without us."""

import http.client
import time

import plan
import reading
import web
from figures import Figure, middle
from load import Fault, in_turn
from servers import DEADLINE, end, query, spawn


def first_answer(port, path, until):
    """Asks until something answers; its status and bytes."""
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=DEADLINE)
            connection.request('GET', path)
            reply = connection.getresponse()
            return reply.status, reply.read()
        except ConnectionRefusedError:
            time.sleep(0.001)
    raise Fault('httpd does not answer')


def cold(server, path):
    def measure():
        httpd = query('apxs', '-q', 'SBINDIR') + '/' + query('apxs', '-q', 'PROGNAME')
        began = time.monotonic()
        with open(server.root / 'cold.log', 'w') as console:
            process = spawn([httpd, '-f', str(server.conf), '-DFOREGROUND'], stdout=console, stderr=console, cwd='/')
        try:
            status, content = first_answer(server.port, path, began + DEADLINE)
            took = time.monotonic() - began
        finally:
            end(process)
        if status != 200 or len(content) < 100:
            raise Fault(f'{path}: {status} with {len(content)} bytes')
        return 1000 * took
    return measure


def run(folder, database, results):
    with_us, without = web.server(folder / 'with', database), web.server(folder / 'without', database, product=False)
    for server in (with_us, without):
        server.stop()
    without.write_files({'files/page.html': '<p>Nothing else.</p>\n' * 10})
    said = in_turn(max(3, plan.ROUNDS), {'with': cold(with_us, web.MAIN + reading.LIST),
                                         'without': cold(without, '/files/page.html')})
    reference, value = middle(said['without']), middle(said['with'])
    results.add(Figure('start', 'httpd alone: to its first file', reference[0], 'ms', *reference[1:]))
    results.add(Figure('start', 'from the start of httpd to the first fragment', value[0], 'ms', *value[1:],
                       'httpd alone: to its first file', reference[0]))
