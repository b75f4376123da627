# SPDX-License-Identifier: Apache-2.0
"""The rows that read: how many requests a second, beside Apache's own file of the same bytes."""

import base64
import dataclasses
import typing

import machine
import plan
import web
from figures import Figure, middle
from load import Fault, in_turn, wrk

LIST = '/ideas.fragment?limit=20'
HEADERS = 1500      # bytes that the headers of a reply may have at most


def nobody(_server, _path):
    return {}


def basic(_server, _path):
    return {'Authorization': 'Basic ' + base64.b64encode(f'{web.READER}:demo'.encode()).decode()}


def session(server, _path):
    signed = server.request('POST', '/sess/sign-in', data={'httpd_username': web.READER, 'httpd_password': 'demo'})
    if 'Set-Cookie' not in signed.headers:
        raise Fault(f'mod_session_crypto: {signed.status_code} without a cookie')
    return {'Cookie': signed.headers['Set-Cookie'].split(';')[0]}


def known(server, path):
    return {'If-None-Match': server.get(path).headers['ETag']}


@dataclasses.dataclass
class Contestant:
    """One way of asking. headers: what is sent, as a function of server and path; many: a file of addresses, web.py's."""
    name: str
    path: str
    goal: float = 0
    headers: typing.Callable = nobody
    status: int = 200
    many: str = ''


ROWS = {
    'fragment': [
        Contestant('fragment of 20 ideas, anonymous', web.MAIN + LIST, 1.7),
        Contestant('the same, signed in by Basic with {SHA}', web.MAIN + LIST, 0.7, basic),
        Contestant('the same, signed in by mod_session_crypto', web.SESS + LIST, 0, session),
        Contestant('the same, rendered afresh each time', web.BARE + LIST, 0.15)],
    'page': [Contestant('page of 20 ideas in an SSI shell', web.PAGE + '/ideas?limit=20', 1.0)],
    'unchanged': [Contestant('fragment of 20 ideas, not modified', web.MAIN + LIST, 0, known, 304)],
    'xml': [Contestant('20 ideas as XML', web.MAIN + '/ideas.xml?limit=20')],
    'overview': [Contestant('front page of the community, fragment', web.MAIN + '/overview.fragment')],
    'idea': [Contestant('one idea, fragment', web.MAIN + '/ideas/500.fragment')],
    'round': [Contestant('an open round, fragment', f'{web.MAIN}/rounds/{web.OPEN_ROUND}.fragment')],
    'search': [Contestant('search, 2,000 different ones', '', many='search')],
    'similar': [Contestant('similar ideas, 2,000 different titles', '', many='similar')],
}
OWN = "Apache's own file of the same bytes"
REFERENCES = {
    'page': Contestant('the same shell around that file', '/plain.shtml'),
    'unchanged': Contestant("Apache's own file, not modified", '/files/unchanged.html', 0, known, 304),
}
TWINS = {'page': web.MAIN + LIST}   # whose bytes the file has; else those of the row's first


def addresses(server, contestant):
    return web.addresses(server, contestant.many) if contestant.many else None


def first_path(server, contestant):
    return addresses(server, contestant).read_text().split()[0] if contestant.many else contestant.path


def write_twin(server, row):
    """A file with the bytes of our page."""
    reply = server.get(TWINS.get(row) or first_path(server, ROWS[row][0]))
    if reply.status_code != 200 or len(reply.content) < 100:
        raise Fault(f'{reply.url} answered {reply.status_code}')
    path = server.docroot / f'files/{row}.html'
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(reply.content)


class Measurement:
    def __init__(self, server, contestant):
        self.server, self.name, self.status = server, contestant.name, contestant.status
        self.file = addresses(server, contestant)
        self.path = first_path(server, contestant)
        self.headers = contestant.headers(server, contestant.path)
        self.costs = []     # of httpd, in microseconds of a processor for each request; it is quiet about who else runs
        self.right = self.look()

    def look(self):
        """What is answered now, if that is a page at all."""
        paths = self.file.read_text().split()[:20] if self.file else [self.path]
        replies = [self.server.get(path, headers=self.headers) for path in paths]
        for reply in replies:
            if reply.status_code != self.status or self.status == 200 and len(reply.content) < 100:
                raise Fault(f'{self.name}: {reply.url} answered {reply.status_code} with {len(reply.content)} bytes')
        return [reply.content for reply in replies]

    def look_again(self):
        if self.look() != self.right:
            raise Fault(f'{self.name}: another answer afterwards than before')

    def __call__(self):
        before = machine.busy(self.server)
        load = wrk(self.server.origin + self.path, headers=self.headers, arguments=[self.file] if self.file else [])
        self.costs.append(1e6 * (machine.busy(self.server) - before) / load.requests)
        length = len(self.right[0])
        if not self.file and not 0.98 * length <= load.bytes_each <= length + HEADERS:
            raise Fault(f'{self.name}: {load.bytes_each:.0f} bytes each, where the page has {length}')
        return load.rate


def run(server, row, results):
    write_twin(server, row)
    reference = REFERENCES.get(row) or Contestant(OWN, f'/files/{row}.html')
    contestants = [reference, *ROWS[row]]
    measurements = {contestant.name: Measurement(server, contestant) for contestant in contestants}
    rates = in_turn(plan.ROUNDS, measurements)
    for measurement in measurements.values():
        measurement.look_again()
    first = middle(rates[reference.name])
    for contestant in contestants:
        value, least, most = middle(rates[contestant.name])
        beside = {} if contestant is reference else {'reference': reference.name, 'reference_value': first[0]}
        cost, _, _ = middle(measurements[contestant.name].costs)
        results.add(Figure(row, contestant.name, value, 'requests/s', least, most, goal=contestant.goal, cost=cost, **beside))
