# SPDX-License-Identifier: Apache-2.0
"""People who read, vote and propose while something breaks, at a measured pace, and what each of them was told.

    server = httpd(database=database, users=load.MEMBERS, ...)
    with Load(server, numbers=range(1, 21)) as crowd:       numbers: the ideas that are voted on
        crowd.go_on(100)                                    waits until 100 more were answered
        ... break something ...
    crowd.settle()                                          sends again, once, what was not answered with 303
    crowd.check(database)                                   what was acknowledged is there, once; nothing is there twice

    readers, voters, proposers    how many people of each kind; rate: requests a second of all together
    crowd.answers                 a list of Answer, in the order of their ends; crowd.told('vote') the statuses of one kind
    crowd.reads() .writes()       the answers of readers, those of the others

A voter is one member who goes through `numbers`, first for each idea, in the next round against each, and so on; a
proposer sends each form with a token of its own, in its title, too. Who is not answered with 303 goes on to the next one,
or, with insist=True, sends the same again until it is. An Answer knows its kind, user, path, form, status (None: the
connection broke), whole (all of the body came, and it ends as a page does), text, headers, began and seconds.

ask(server, method, path, user, form) is one request and its Answer.
"""

import base64
import concurrent.futures
import dataclasses
import http.client
import secrets
import threading
import time
import urllib.parse

from servers import wait_until

MEMBERS = [f'm{n}' for n in range(60)]
MOST = 30000  # answers; a crowd ends by itself then, and after PATIENCE seconds
PATIENCE = 300
PAGES = ('/ideas', '/ideas?sort=new', '/overview', '/ideas/1')
DEADLINE = 60  # seconds for one answer


@dataclasses.dataclass
class Answer:
    kind: str
    user: str
    path: str
    form: dict
    status: int = None
    whole: bool = False
    text: str = ''
    headers: dict = dataclasses.field(default_factory=dict)
    began: float = 0
    seconds: float = 0
    why: str = ''

    def __str__(self):
        return f'{self.kind} {self.path} {self.user} {self.form}: {self.status} {self.why} {self.seconds:.2f} s'


def ask(server, method, path, user=None, form=None, kind='read'):
    answer = Answer(kind, user, path, form, began=time.monotonic())
    headers = {'Authorization': 'Basic ' + base64.b64encode(f'{user}:demo'.encode()).decode()} if user else {}
    if form is not None:
        headers |= {'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin'}
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=DEADLINE)
    try:
        connection.request(method, server.base + path, urllib.parse.urlencode(form) if form is not None else None, headers)
        reply = connection.getresponse()
        answer.headers = {name.lower(): value for name, value in reply.getheaders()}
        answer.text = reply.read().decode()  # raises when less comes than was promised
        answer.status = reply.status
        html = answer.headers.get('content-type', '').startswith('text/html')
        answer.whole = not html or reply.status == 303 or answer.text.rstrip().endswith('</html>')
    except (OSError, http.client.HTTPException) as problem:
        answer.why = repr(problem)
    finally:
        connection.close()
    answer.seconds = time.monotonic() - answer.began
    return answer


class Load:
    def __init__(self, server, readers=4, voters=2, proposers=1, rate=50, numbers=(1,), pages=PAGES, insist=False):
        self.server, self.numbers, self.pages, self.insist = server, list(numbers), pages, insist
        self.answers, self.again, self._salt = [], [], secrets.token_hex(8)
        self._stop = threading.Event()
        self._pause = (readers + voters + proposers) / rate
        self._people = ([(self._read, n) for n in range(readers)] + [(self._vote, n) for n in range(voters)] +
                        [(self._propose, voters + n) for n in range(proposers)])
        self._pool = concurrent.futures.ThreadPoolExecutor(len(self._people))

    def __enter__(self):
        self._end = time.monotonic() + PATIENCE
        self._running = [self._pool.submit(self._go, act, n) for act, n in self._people]
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it; everybody is answered first."""
        self._stop.set()
        self._pool.shutdown()
        for each in self._running:
            each.result()

    def go_on(self, count, kind=None, seconds=60):
        """Waits until so many more were answered (of one kind), well or not."""
        def done():
            return len([a for a in list(self.answers) if kind in (None, a.kind)])
        upto = done() + count
        wait_until(f'{count} answers', lambda: done() >= upto or self._ended(), seconds)

    def go_on_well(self, count, since=None, seconds=60):
        """Waits until so many more were answered well; answers how many seconds that took from `since`."""
        begun = time.monotonic() if since is None else since
        wait_until('good answers', lambda: len([a for a in list(self.answers) if a.began > begun and a.status in (200, 303)])
                   >= count, seconds)
        return time.monotonic() - begun

    def told(self, kind):
        return [a.status for a in list(self.answers) if a.kind == kind]

    def reads(self):
        return [a for a in list(self.answers) if a.kind == 'read']

    def writes(self):
        return [a for a in list(self.answers) if a.kind != 'read']

    def settle(self):
        """Sends what was not acknowledged once more, in the order of the first time. All of it must succeed now."""
        last = {(a.user, a.path, a.form.get('token')): a for a in self.writes()}
        for each in [a for a in last.values() if a.status != 303]:
            again = ask(self.server, 'POST', each.path, each.user, each.form, each.kind)
            assert again.status == 303, str(again)
            self.answers.append(again)
            self.again.append(again)

    def check(self, database):
        """What the database must say of what was answered."""
        site = self.server.site
        wishes = {}
        for a in self.writes():  # one member's requests follow each other, so the last acknowledged wish counts
            if a.kind == 'vote':
                wishes.setdefault((a.user, int(a.path.split('/')[2])), []).append(a)
        there = set(database.rows('''
            select m.subject, v.idea from cocreate.vote v join cocreate.member m on (m.site, m.id) = (v.site, v.member)
            where v.site = %s''', (site,)))
        wrong = [str(asked[-1]) for key, asked in wishes.items()
                 if asked[-1].status == 303 and (asked[-1].form['value'] == '1') != (key in there)]
        wrong += [f'a vote that nobody cast: {key}' for key in there if key[0] in MEMBERS and not any(
            a.form['value'] == '1' for a in wishes.get(key, []))]
        titles = [t for t, in database.rows('select title from cocreate.idea where site = %s', (site,))]
        for token, told in self._proposals().items():
            count = len([t for t in titles if token in t])
            if count > 1 or 303 in told and count != 1:
                wrong.append(f'{count} ideas of the token {token}, which was told {told}')
        assert not wrong, '\n'.join(wrong)

    def _proposals(self):
        told = {}
        for a in self.writes():
            if a.kind == 'propose':
                told.setdefault(a.form['token'], []).append(a.status)
        return told

    # The people.

    def _ended(self):
        return self._stop.is_set() or len(self.answers) > MOST or time.monotonic() > self._end

    def _go(self, act, n):
        turn = 0
        while not self._ended():
            began = time.monotonic()
            answer = act(n, turn)
            self.answers.append(answer)
            if answer.kind == 'read' or answer.status == 303 or not self.insist:
                turn += 1
            self._stop.wait(max(0, self._pause - (time.monotonic() - began)))

    def _read(self, n, turn):
        return ask(self.server, 'GET', self.pages[(n + turn) % len(self.pages)], MEMBERS[n] if n % 2 else None)

    def _vote(self, n, turn):
        number, value = self.numbers[turn % len(self.numbers)], '10'[turn // len(self.numbers) % 2]
        return ask(self.server, 'POST', f'/ideas/{number}/vote', MEMBERS[n], {'value': value}, 'vote')

    def _propose(self, n, turn):
        token = f'load-{n}-{turn}-{self._salt}'
        form = {'title': f'Of the crowd {token}', 'body': 'It works while something breaks.', 'kind': 'better',
                'stage': 'use', 'token': token}
        return ask(self.server, 'POST', '/ideas', MEMBERS[n], form, 'propose')
