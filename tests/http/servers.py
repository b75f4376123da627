# SPDX-License-Identifier: Apache-2.0
"""Servers beside httpd that the tests run privately: PostgreSQL and PHP-FPM; and how any server is started and ended."""

import contextlib
import ctypes
import functools
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time

import psycopg2

REPO = pathlib.Path(__file__).resolve().parents[2]
ROOT = os.getuid() == 0
WEBUSER, WEBGROUP = next(((u.pw_name, u.pw_gid) for u in pwd.getpwall() if u.pw_name in ('www-data', 'apache')), ('nobody', 0))
DEADLINE = 60  # seconds that any server has to start or to stop


def wait_until(what, test, seconds=DEADLINE):
    """Polls test() until it is true; there is no other way of waiting in these tests."""
    end = time.monotonic() + seconds
    while not (value := test()):
        if time.monotonic() > end:
            raise AssertionError(f'{what}: not within {seconds} s')
        time.sleep(0.02)
    return value


def die_with_parent():
    """In a child before exec: SIGTERM comes when the test process is gone, however it went."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def spawn(arguments, **options):
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent,
                            **options)


def end(process):
    """Ends a server that we started, politely, then not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise AssertionError('a server did not stop and was killed') from None


def children(process):
    """The process ids of its children, without those that have ended already."""
    found = []
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(')')[2].split()[:2]
            if int(parent) == process.pid and state != 'Z':
                found.append(int(stat.parent.name))
    return found


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def query(name, *arguments):
    return subprocess.run([name, *arguments], check=True, capture_output=True, text=True).stdout.strip()


@functools.cache  # apxs is a slow program, and dozens of servers ask
def apxs(name):
    """What httpd was built with: a variable of apxs."""
    return query('apxs', '-q', name)


def httpd_program():
    return f"{apxs('SBINDIR')}/{apxs('PROGNAME')}"


# --- PostgreSQL ---------------------------------------------------------------------------------------------------------


class Cluster:
    """A private PostgreSQL (conf/demo/cluster), without fsync. It can be stopped and started again within a test."""

    script = REPO / 'conf/demo/cluster'
    options = ['--fast']

    def __init__(self, folder):
        self.folder = folder
        self.start()

    def start(self):
        subprocess.run([self.script, 'start', self.folder, *self.options], check=True, stdin=subprocess.DEVNULL)
        self.env = dict(pair.split('=', 1) for pair in query(self.script, 'env', self.folder).split())
        self.host = self.env['PGHOST']

    def stop(self):
        subprocess.run([self.script, 'stop', self.folder], check=True, stdin=subprocess.DEVNULL)


class SteadyCluster(Cluster):
    """One whose address stays: a restarted private cluster has another folder for its socket."""

    def start(self):
        super().start()
        link = self.folder.with_name(f'{self.folder.name}-pg')
        link.unlink(missing_ok=True)
        link.symlink_to(self.host)
        self.host = str(link)


class Database:
    def __init__(self, cluster, name='cocreate'):
        self.cluster, self.name, self._connection = cluster, name, None

    @property
    def web_conninfo(self):
        """What CocreateDatabase says."""
        return f'host={self.cluster.host} dbname={self.name} user=cocreate_web'

    def install(self):
        with contextlib.closing(Database(self.cluster, 'postgres').connect()) as connection:
            connection.cursor().execute(f'create database "{self.name}"')
        env = {k: v for k, v in os.environ.items() if not k.startswith('PG')}
        done = subprocess.run([REPO / 'schema/install', '--site', 'test', '--title', 'Test'], capture_output=True, text=True,
                              env={**env, **self.cluster.env, 'PGDATABASE': self.name}, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f'schema/install failed:\n{done.stdout}{done.stderr}'

    def connect(self, user='postgres'):
        connection = psycopg2.connect(host=self.cluster.host, dbname=self.name, user=user)
        connection.autocommit = True
        return connection

    def rows(self, sql, args=None):
        if self._connection is None or self._connection.closed:
            self._connection = self.connect()
        try:
            cursor = self._connection.cursor()
            cursor.execute(sql, args)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            self._connection.close()  # the server was restarted: the next call connects anew
            raise
        return cursor.fetchall() if cursor.description else []

    def value(self, sql, args=None):
        return self.rows(sql, args)[0][0]

    run = rows

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def add_site(self, prefix='t'):
        name = f'{prefix}{secrets.token_hex(5)}'
        self.rows('select cocreate.site_add(%s, %s)', (name, f'Site {name}'))
        return name


# --- PHP ----------------------------------------------------------------------------------------------------------------


class PhpFpm:
    """A private PHP-FPM; self.socket is for ProxyPass or SetHandler "proxy:unix:SOCKET|fcgi://php"."""

    def __init__(self, root):
        root.mkdir(parents=True)
        self.socket = root / 'fpm.sock'
        program = shutil.which('php-fpm8.2', path='/usr/sbin:' + os.environ['PATH']) or shutil.which('php-fpm')
        user = f'user = {WEBUSER}\n' if ROOT else ''
        (root / 'fpm.conf').write_text(
            f'[global]\nerror_log = {root}/fpm.log\ndaemonize = no\n'
            f'[www]\n{user}listen = {self.socket}\nlisten.mode = 0666\npm = static\npm.max_children = 2\n')
        self.process = spawn([program, '-n', '-F', '-y', str(root / 'fpm.conf')], cwd='/',
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until('PHP-FPM listens', lambda: self.process.poll() is not None or self.socket.exists())
        assert self.process.poll() is None, (root / 'fpm.log').read_text()

    def stop(self):
        end(self.process)
