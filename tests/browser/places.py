# SPDX-License-Identifier: Apache-2.0
"""What the browser visits: the real demo, and a few places that the demo does not have."""

import contextlib
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys

import lxml.etree
import requests

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / 'tests/http'))
sys.path.append(str(REPO / 'tests/sql'))  # for travel.py alone
sys.path.append(str(REPO / 'tests/faults'))  # for proxy.py alone

from proxy import Proxy  # noqa: E402
from servers import DEADLINE, end, free_port, query, spawn, wait_until  # noqa: E402

NODE = pathlib.Path(os.environ.get('NODE_PATH', REPO / 'build/npm/node_modules'))  # where `make npm` puts the tools
COMMUNITY = '/community/cocreate'

# Fields of a good idea; a test changes what it is about.
IDEA = {'title': 'A hook for the crank', 'body': 'Mine falls off the shelf every *single* morning.', 'kind': 'better',
        'stage': 'use'}


class Place:
    """An address, and what a program can do there beside the browser."""

    def __init__(self, port):
        self.origin = f'http://127.0.0.1:{port}'
        self._sessions = {}

    def session(self, user=None):
        """A signed-in requests.Session; one per member, since checking a password is slow on purpose."""
        if user not in self._sessions:
            session = self._sessions[user] = requests.Session()
            session.trust_env = False
            session.headers['Sec-Fetch-Site'] = 'same-origin'
            if user:
                form = {'httpd_username': user, 'httpd_password': 'demo', 'httpd_location': '/'}
                reply = session.post(self.origin + '/sign-in/go', form, allow_redirects=False, timeout=DEADLINE)
                assert session.cookies.get('quernby'), (reply.status_code, reply.text)
        return self._sessions[user]

    def get(self, path, user=None, status=200):
        reply = self.session(user).get(self.origin + path, allow_redirects=False, timeout=DEADLINE)
        assert reply.status_code == status, (path, reply.status_code, reply.text)
        return reply

    def post(self, path, fields, user=None, status=303):
        reply = self.session(user).post(self.origin + path, fields, allow_redirects=False, timeout=DEADLINE)
        assert reply.status_code == status, (path, reply.status_code, reply.text)
        return reply

    def propose(self, user='ada', **fields):
        """The number of a new idea."""
        reply = self.post(f'{COMMUNITY}/ideas', {**IDEA, 'token': secrets.token_urlsafe(24), **fields}, user)
        return int(re.search(r'/ideas/(\d+)', reply.headers['Location'])[1])

    def edit(self, number, user='ada', **fields):
        version = self.idea(number).get('version')
        self.post(f'{COMMUNITY}/ideas/{number}/edit', {**IDEA, 'version': version, **fields}, user)

    def vote(self, number, user, value=1):
        self.post(f'{COMMUNITY}/ideas/{number}/vote', {'value': value}, user)

    def xml(self, path, user=None):
        return lxml.etree.fromstring(self.get(path, user).content)

    def idea(self, number):
        """As it is now: visitors may be shown the votes of a second ago."""
        return self.xml(f'{COMMUNITY}/ideas/{number}.xml', 'mod').find('idea')

    def titles(self, query=''):
        return [title.text for title in self.xml(f'{COMMUNITY}/ideas.xml{query}').iterfind('ideas/idea/title')]


class Demo(Place):
    """conf/demo/demo in a folder of its own."""

    script = REPO / 'conf/demo/demo'

    def __init__(self, folder):
        self.folder = folder
        for attempt in range(3):  # somebody may take the free port first
            self.port = free_port()
            done = subprocess.run([self.script, 'start', folder, str(self.port)], stdin=subprocess.DEVNULL, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode == 0 or 'taken' not in done.stdout:
                break
        assert done.returncode == 0, done.stdout
        super().__init__(self.port)

    def log(self):
        """What the server found worth a warning, wrong passwords (AH01807) aside."""
        quiet = re.compile(r'^\[[^\]]+\] \[[\w-]*:(notice|info|debug)\] |AH01807')
        return [line for line in (self.folder / 'error.log').read_text(errors='replace').splitlines() if not quiet.search(line)]

    def _database(self):
        return dict(pair.split('=', 1) for pair in query(REPO / 'conf/demo/cluster', 'env', self.folder).split())

    def socket(self):
        """The folder of its database's socket."""
        return self._database()['PGHOST']

    def as_superuser(self, *command):
        """Runs a program that finds the demo's database by PGHOST and the like."""
        env = {'PATH': os.environ['PATH'], 'PGDATABASE': 'cocreate', **self._database()}
        subprocess.run(command, check=True, capture_output=True, env=env)

    def sql(self, text):
        self.as_superuser('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', text)

    def add_site(self, name):
        self.as_superuser(REPO / 'schema/install', '--site', name, '--title', name)

    def stop(self):
        subprocess.run([self.script, 'remove', self.folder], check=True, stdin=subprocess.DEVNULL)


# The demo's own configuration with more places in it: a site without ideas, the built-in page, another language, a port
# whose database is not there, and one whose database goes and comes.
ANNEX = '''
<Location "/empty/">
    CocreateSite empty
    CocreateTheme "@theme@"
    CocreateShell /community/shell.shtml
    CocreateLogin "/sign-in/?return="
</Location>
<Location "/bare/">
    CocreateSite grind
    CocreateTheme "@theme@"
    CocreateLogin "/sign-in/?return="
    CocreateMemberName "%{reqenv:MEMBER_NAME}"
    CocreateMemberGroup "%{reqenv:MEMBER_GROUP}"
    # What the module says itself about its own page, without the words of the site.
    Header always unset Content-Security-Policy
</Location>
<Location "/deutsch/">
    CocreateSite grind
    CocreateTheme "@theme@"
    CocreateLanguage de
    CocreateShell /community/shell.shtml
    CocreateLogin "/sign-in/?return="
</Location>
Listen 127.0.0.1:@dead@
<VirtualHost 127.0.0.1:@dead@>
    ServerName 127.0.0.1
    CocreateDatabase "host=/nonexistent dbname=cocreate user=cocreate_web"
    <Location "/bare/">
        CocreateSite grind
        CocreateTheme "@theme@"
    </Location>
</VirtualHost>
Listen 127.0.0.1:@frail@
<VirtualHost 127.0.0.1:@frail@>
    ServerName 127.0.0.1
    CocreateDatabase "@proxied@"
</VirtualHost>
'''


class Frail(Place):
    """The demo as it is, with a database that can be away."""

    def __init__(self, port, proxy):
        super().__init__(port)
        self.proxy = proxy

    @contextlib.contextmanager
    def away(self):
        """The database is not there; at the end it is back, and everybody knows."""
        self.proxy.refuse()
        self.proxy.reset()
        try:
            yield
        finally:
            self.proxy.accept()
            wait_until('the database is back', lambda: self.session('ada').get(
                f'{self.origin}{COMMUNITY}/ideas/new', timeout=DEADLINE).ok)


class Annex(Place):
    """A second httpd on the demo's database."""

    def __init__(self, demo, folder):
        demo.add_site('empty')
        folder.mkdir(mode=0o755)
        port, dead, frail = free_port(), free_port(), free_port()
        self.proxy = Proxy(f'{demo.socket()}/.s.PGSQL.5432')
        text = (demo.folder / 'httpd.conf').read_text()
        changes = [(f'Listen 127.0.0.1:{demo.port}', f'Listen 127.0.0.1:{port}'),
                   (f'DefaultRuntimeDir "{demo.folder}"', f'DefaultRuntimeDir "{folder}"')]
        changes += [(f'"{demo.folder}/{file}"', f'"{folder}/{file}"') for file in ('httpd.pid', 'error.log', 'access.log')]
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        proxied = f'host=127.0.0.1 port={self.proxy.port} dbname=cocreate user=cocreate_web sslmode=disable gssencmode=disable'
        annex = ANNEX.replace('@theme@', str(REPO / 'conf/theme')).replace('@dead@', str(dead))
        annex = annex.replace('@frail@', str(frail)).replace('@proxied@', proxied)
        (folder / 'httpd.conf').write_text(text + annex)
        program = query('apxs', '-q', 'SBINDIR') + '/' + query('apxs', '-q', 'PROGNAME')
        self.process = spawn([program, '-f', str(folder / 'httpd.conf'), '-DFOREGROUND'], cwd='/')
        super().__init__(port)
        self.dead, self.frail = Place(dead), Frail(frail, self.proxy)
        self._sessions = self.frail._sessions = demo._sessions  # the same host, the same passphrase: the demo's cookies are good
        wait_until('the second httpd answers', self.answers)

    def answers(self):
        assert self.process.poll() is None, 'the second httpd did not start'
        try:
            return requests.get(self.origin + '/robots.txt', timeout=DEADLINE).ok
        except requests.ConnectionError:
            return False

    def stop(self):
        end(self.process)
        self.proxy.stop()


def as_document(fragment):
    """A fragment, inside the least that a page may be."""
    return (b'<!DOCTYPE html>\n<html lang="en"><head><title>Fragment</title></head><body>\n<h1>Around it</h1>\n'
            + fragment + b'\n</body></html>\n')


def validate(pages, folder):
    """{name: HTML} through the Nu validator in one run; what it found, one line each."""
    folder.mkdir()
    for name, text in pages.items():
        (folder / f'{re.sub("[^a-z0-9-]+", "-", name, flags=re.I)}.html').write_bytes(text)
    jar = NODE / 'vnu-jar/build/dist/vnu.jar'
    done = subprocess.run(['java', '-Xss2m', '-jar', str(jar), '--format', 'json', '--exit-zero-always', '--stdout', str(folder)],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    found = []
    for m in json.loads(done.stdout)['messages']:
        found.append(f"{pathlib.Path(m.get('url', '')).name}:{m.get('lastLine')}: {m.get('subType', m['type'])}: {m['message']}\n"
                     f"    {m.get('extract', '').strip()!r}")
    return found
