# SPDX-License-Identifier: Apache-2.0
"""Private httpd and PostgreSQL servers for the tests.

How to write a test
-------------------
Fixtures (conftest.py):

    database    the session's database with the schema in it; .rows(sql, args) .value(sql, args) .run(sql, args)
                as superuser, .connect(user='cocreate_web') for a session of your own
    site        the name of a fresh, empty site, one per test file
    httpd       httpd(**options) starts a private httpd, which lives until the end of the test file
    server      the httpd of most tests: event MPM, product at server.base = /a/b/cocreate, Basic auth optional
    php         the socket of a private PHP-FPM (see test_harness.py for the configuration)

Options of httpd(), all with a default:

    site        the site's name (None: the file's fresh site)
    base        '/a/b/cocreate'
    mpm         'event' or 'prefork'
    modules     more modules, by name: 'proxy proxy_fcgi'
    server      configuration text at server level
    location    configuration text inside the product's <Location>
    conninfo    what CocreateDatabase says instead, e.g. to point at a dead server
    users       more sign-ins, for tests with many members
    files       {'shell.html': '...', 'cms/.htaccess': '...'} made in the document root; server.write_files() makes more
    product     False: httpd without our module
    members     False: without the rewrite rules that name the members, which would switch off those of an .htaccess;
                {sign-in: (name, group, firm)}: these people instead of the usual ones, who then cannot sign in
    env         more variables of httpd's environment
    options     directives that replace the default of the same name inside <Location>: {'CocreateTheme': '/x'};
                None as the value leaves the directive out
    In every text @root@ @docroot@ @base@ @repo@ @site@ are filled in.

The server answers through methods that return requests' Response (redirects are not followed):

    server.get(path, user='ada', headers={...})     path is below the server, server.base + '/ideas' for the product's
    server.post(path, {...}, user='ada')            sends Sec-Fetch-Site: same-origin; headers={'Sec-Fetch-Site': None}
                                                    leaves a default header out; data may be bytes
    server.request(method, path, ...)               any other method
    server.raw(b'GET / HTTP/1.0\\r\\n\\r\\n')           bytes to the socket, all bytes of the answer back
    server.propose(user='ada', title=..., ...)      proposes an idea in the usual way, returns its number

and document(response) gives the lxml tree of an XML answer, validated by schema/xml/cocreate.rng; page(response) that of HTML.

The error log is part of the verdict. After each test every new line at warn or above, every line that is not of httpd's
form (a sanitizer's report) and every 'exit signal' fails the test, unless it was announced before:

    server.expect_log('CC0203')          a regular expression; must come within this test, once or more
    server.expect_log('AH01617', optional=True)

Sign-ins: ada (customer), ben (distributor), cleo (staff), mod and admin (staff, moderators); password 'demo'.

Environment: MOD_COCREATE names another module file (build/asan/mod_cocreate.so); COCREATE_TEST_DIR the folder in which
everything lives (default: a new one below /tmp, removed at the end).
"""

import base64
import hashlib
import os
import pathlib
import re
import secrets
import signal
import socket

import lxml.etree
import lxml.html
import requests

from servers import (DEADLINE, REPO, ROOT, WEBGROUP, WEBUSER, Cluster, Database, PhpFpm, SteadyCluster, apxs, children,
                     end, free_port, httpd_program, query, spawn, wait_until)

__all__ = ['Cluster', 'Database', 'Httpd', 'PhpFpm', 'SteadyCluster', 'document', 'page', 'wait_until']

MODULE = pathlib.Path(os.environ.get('MOD_COCREATE', REPO / 'build/mod_cocreate.so')).resolve()

MEMBERS = {  # sign-in: name, group
    'ada': ('Ada Lindqvist', 'customer'),
    'ben': ('Ben Okafor', 'distributor'),
    'cleo': ('Cleo Marchetti', 'staff'),
    'mod': ('Mona Dahl', 'staff'),
    'admin': ('Adrian Voss', 'staff'),
}
MODERATORS = ('mod', 'admin')


# --- httpd --------------------------------------------------------------------------------------------------------------

# Modules of every server. One that is compiled into this httpd is not loaded.
MODULES = '''authn_core authn_file authz_core authz_user authz_host auth_basic mime dir alias env setenvif headers filter
deflate include rewrite socache_shmcb watchdog'''.split()

SERVER = '''\
ServerRoot "@root@"
ServerName 127.0.0.1
DefaultRuntimeDir "@root@"
PidFile "@root@/httpd.pid"
Mutex "file:@root@" default
@loads@
@user@
Listen 127.0.0.1:@port@
ErrorLog "@root@/error.log"
LogLevel info
LogFormat "%h %u \\"%r\\" %>s %B %D" common
CustomLog "@root@/access.log" common
KeepAlive On
MaxKeepAliveRequests 0
TraceEnable Off
@mpm_conf@
TypesConfig /dev/null
AddType text/html .html .shtml
AddType text/css .css
AddType text/javascript .js
AddOutputFilter INCLUDES .shtml
AddDefaultCharset UTF-8
DocumentRoot "@docroot@"
<Directory "@docroot@">
    Options +Includes
    AllowOverride All
    Require all granted
</Directory>
'''

MPM = {
    'event': 'StartServers 1\nServerLimit 2\nThreadsPerChild 24\nMaxRequestWorkers 48\nMinSpareThreads 1\nMaxSpareThreads 48',
    'prefork': 'StartServers 2\nMinSpareServers 1\nMaxSpareServers 8\nMaxRequestWorkers 8',
}

# The members' names and groups come from rewrite rules, which run after the authentication.
PRODUCT = '''\
LoadModule cocreate_module "@module@"
CocreateDatabase "@conninfo@"
LogLevel cocreate:debug
@members@
<Location "@base@">
@directives@
@location@
</Location>
'''

LINE = re.compile(r'^\[[^\]]+\] \[[\w-]*:(\w+)\] ')
LOUD = ('warn', 'error', 'crit', 'alert', 'emerg')


def module_lines(names, mpm):
    folder = pathlib.Path(apxs('LIBEXECDIR'))
    names = [f'mpm_{mpm}'] + [n for n in names if (folder / f'mod_{n}.so').exists()]
    return '\n'.join(f'LoadModule {n}_module "{folder}/mod_{n}.so"' for n in names)


def member_rules(people):
    lines = ['RewriteRule ^ - [E=MEMBER_NAME:%{REMOTE_USER},E=MEMBER_GROUP:customer]']
    for user, said in people.items():
        told = zip(('NAME', 'GROUP', 'FIRM'), (text.replace(' ', '\\ ') for text in said))
        lines += [f'RewriteCond %{{REMOTE_USER}} ={user}',
                  'RewriteRule ^ - [%s]' % ','.join(f'E=MEMBER_{what}:{text}' for what, text in told)]
    return '<Location "/">\n    RewriteEngine On\n' + ''.join(f'    {line}\n' for line in lines) + '</Location>'


def environment():
    """httpd's: little, so that nothing of the caller's gets in; what a build for coverage or with sanitizers needs."""
    env = {name: value for name, value in os.environ.items() if name == 'PATH' or name.startswith('GCOV_')}
    if not MODULE.exists() or b'libasan.so' not in MODULE.read_bytes():
        return env
    # httpd itself is built without sanitizers, so their libraries must be there before the module.
    libraries = [query('gcc', f'-print-file-name={name}') for name in ('libasan.so', 'libubsan.so')]
    return {**env, 'LD_PRELOAD': ' '.join(libraries), 'ASAN_OPTIONS': 'detect_leaks=0:halt_on_error=1',
            'UBSAN_OPTIONS': 'print_stacktrace=1:halt_on_error=1'}


class Httpd:
    running = []  # all that run now: conftest.py looks into their error logs after each test

    def __init__(self, root, database, site, *, base='/a/b/cocreate', mpm='event', modules='', server='', location='',
                 files=None, product=True, options=None, users=(), conninfo=None, members=True, env=None):
        self.base, self.database, self.site = base, database, site
        self.root, self.docroot = root, root / 'docroot'
        self.expected, self._read_to, self._env = [], 0, env or {}
        self._places = {'root': root, 'docroot': self.docroot, 'base': base, 'repo': REPO, 'site': site}
        self.docroot.mkdir(parents=True)
        self.write_files({'index.html': '<!DOCTYPE html><title>static</title>\n', **(files or {})})
        people = members if isinstance(members, dict) else MEMBERS
        self.write_users([*people, *users])
        self._text = self.fill(SERVER + (PRODUCT if product else '') + server, {
            'loads': module_lines(dict.fromkeys(MODULES + modules.split()), mpm),
            'mpm_conf': MPM[mpm],
            'user': f'User {WEBUSER}\nGroup #{WEBGROUP}' if ROOT else '',
            'module': MODULE,
            'conninfo': conninfo or (database.web_conninfo if product else ''),
            'members': member_rules(people) if members else '',
            'directives': self.directives(options or {}),
            'location': location,
        })
        self.start()

    # configuration

    def fill(self, text, more=None):
        for name, value in {**(more or {}), **self._places}.items():
            text = text.replace(f'@{name}@', str(value))
        return text

    def write_files(self, files):
        """Files of the document root. Tests may write more, or others, while the server runs."""
        for name, content in files.items():
            path = self.docroot / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.fill(content))

    def write_users(self, users):
        digest = base64.b64encode(hashlib.sha1(b'demo').digest()).decode()
        (self.root / 'users').write_text(''.join(f'{u}:{{SHA}}{digest}\n' for u in users), errors='surrogateescape')

    def directives(self, options):
        moderators = ', '.join(f"'{m}'" for m in MODERATORS)
        table = {
            'CocreateSite': self.site,
            'CocreateTheme': '"@repo@/conf/theme"',
            'CocreateOptionalLogin': 'on',
            'CocreateMemberName': '"%{reqenv:MEMBER_NAME}"',
            'CocreateMemberGroup': '"%{reqenv:MEMBER_GROUP}"',
            'CocreateModerator': f'"%{{REMOTE_USER}} in {{ {moderators} }}"',
            'AuthType': 'Basic',
            'AuthName': 'test',
            'AuthBasicProvider': 'file',
            'AuthUserFile': '"@root@/users"',
            'Require': 'all granted',
            'CocreateCache': 'off',     # tests write into the database behind its back; test_kept.py has it on
            **options,
        }
        return '\n'.join(f'    {name} {value}' for name, value in table.items() if value is not None)

    # life

    def start(self):
        """Starts httpd and waits until it listens. A configuration that httpd refuses is an AssertionError with its words."""
        for attempt in range(3):
            self.port = free_port()
            self.origin = f'http://127.0.0.1:{self.port}'
            self.conf = self.root / 'httpd.conf'
            self.conf.write_text(self._text.replace('@port@', str(self.port)))
            with open(self.root / 'console.log', 'w') as console:
                self.process = spawn([httpd_program(), '-f', str(self.conf), '-DFOREGROUND'], stdout=console, stderr=console,
                                     cwd='/', env={**environment(), **self._env})
            self.leaving = False
            wait_until('httpd listens', lambda: self.process.poll() is not None or self.answers())
            if self.process.poll() is None:
                Httpd.running.append(self)
                return
            said = (self.root / 'console.log').read_text() + self.log_text()
            if 'Address already in use' not in said:
                break
        raise AssertionError(f'httpd did not start:\n{said}')

    def answers(self):
        with socket.socket() as s:  # httpd's file is there once the port is its own, and not somebody else's
            return (self.root / 'httpd.pid').exists() and s.connect_ex(('127.0.0.1', self.port)) == 0

    def stop(self):
        if self in Httpd.running:
            Httpd.running.remove(self)
            self.leave()
            wait_until('the children end', lambda: self.process.poll() is not None or not children(self.process))
            end(self.process)
            self.check_log()

    def leave(self):
        """Asks for the end, once; stop() waits for it. Gracefully: where SIGTERM meets a connection that is just being
        closed, httpd 2.4's event MPM may crash in a function of its own (close_worker_sockets), and the log would tell of a
        fault that is not ours."""
        if self.process.poll() is None and not self.leaving:
            self.leaving = True
            self.process.send_signal(signal.SIGWINCH)

    def graceful(self):
        """A graceful restart; returns when the new generation runs."""
        before = self.log_text().count('resuming normal operations')
        self.process.send_signal(signal.SIGUSR1)
        wait_until('graceful restart', lambda: self.log_text().count('resuming normal operations') > before)

    # the error log

    def log_text(self):
        path = self.root / 'error.log'
        return path.read_text(errors='replace') if path.exists() else ''

    def expect_log(self, pattern, optional=False):
        self.expected.append([re.compile(pattern), optional])

    def check_log(self):
        """Fails for lines that nobody announced, and for announced ones that did not come; then forgets both."""
        new, expected = self.log_text()[self._read_to:], self.expected
        new = new[:new.rfind('\n') + 1]  # a line may be half written
        self._read_to += len(new)
        self.expected = []
        bad, seen = [], set()
        for line in new.splitlines():
            level = LINE.match(line)
            if level and level[1] not in LOUD and 'exit signal' not in line:
                continue  # quiet
            hits = [i for i, (pattern, _) in enumerate(expected) if pattern.search(line)]
            seen.update(hits)
            if not hits:
                bad.append(line)
        for i, (pattern, optional) in enumerate(expected):
            # An announced line may be at info: look at all of them.
            if i not in seen and not optional and not pattern.search(new):
                bad.append(f'announced, but never came: {pattern.pattern}')
        assert not bad, 'error log:\n' + '\n'.join(bad)

    # requests

    def url(self, path):
        return self.origin + path

    def request(self, method, path, user=None, headers=None, data=None, **options):
        auth = (user, 'demo') if isinstance(user, str) else user
        defaults = {}
        if method not in ('GET', 'HEAD'):
            defaults['Sec-Fetch-Site'] = 'same-origin'
        if isinstance(data, (bytes, str)):
            defaults['Content-Type'] = 'application/x-www-form-urlencoded'
        sent = {k: v for k, v in {**defaults, **(headers or {})}.items() if v is not None}
        with requests.Session() as session:
            session.trust_env = False  # no proxy of the caller's
            return session.request(method, self.url(path), headers=sent, data=data, auth=auth,
                                   allow_redirects=False, timeout=DEADLINE, **options)

    def get(self, path, **options):
        return self.request('GET', path, **options)

    def post(self, path, data=None, **options):
        return self.request('POST', path, data=data if data is not None else {}, **options)

    def raw(self, request):
        with socket.create_connection(('127.0.0.1', self.port), timeout=DEADLINE) as s:
            s.sendall(request)
            s.shutdown(socket.SHUT_WR)
            answer = b''
            while chunk := s.recv(65536):
                answer += chunk
            return answer

    def propose(self, user='ada', **fields):
        form = {'title': 'A quieter motor for mornings', 'body': 'The neighbours sleep.', 'kind': 'better', 'stage': 'use',
                'token': secrets.token_urlsafe(24), **fields}
        reply = self.post(self.base + '/ideas', form, user=user)
        assert reply.status_code == 303, (reply.status_code, reply.text)
        return int(re.search(r'/ideas/(\d+)', reply.headers['Location'])[1])

    def vote(self, number, value=1, user='ben'):
        return self.post(f'{self.base}/ideas/{number}/vote', {'value': value}, user=user)


# --- documents ----------------------------------------------------------------------------------------------------------

_grammar = None


def document(response):
    """The tree of an XML answer, valid by the published grammar."""
    global _grammar
    assert response.headers['Content-Type'].split(';')[0] in ('application/xml', 'text/xml'), response.headers
    tree = lxml.etree.fromstring(response.content)
    if _grammar is None:
        _grammar = lxml.etree.RelaxNG(lxml.etree.parse(str(REPO / 'schema/xml/cocreate.rng')))
    assert _grammar.validate(tree), f'{_grammar.error_log}\n{response.text}'
    return tree


def page(response):
    """The tree of an HTML answer."""
    assert response.headers['Content-Type'].split(';')[0] == 'text/html', response.headers
    return lxml.html.fromstring(response.content.decode('utf-8'))
