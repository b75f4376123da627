# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL of the bench: durable, as for a real site, and kept between runs."""

import contextlib
import fcntl
import os
import subprocess
import sys

import plan  # noqa: F401  (finds the modules of the tests)
from servers import Cluster, Database

MEMORY = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2**20

# A quarter of the memory is the usual advice for shared_buffers. fsync, full_page_writes, synchronous_commit: on, as always.
SETTINGS = {
    'shared_buffers': f'{min(MEMORY // 4, 4096)}MB',
    'effective_cache_size': f'{MEMORY // 2}MB',
    'max_wal_size': '4GB',
    'checkpoint_timeout': '15min',
    'maintenance_work_mem': '512MB',
    'max_connections': '300',
    'synchronous_commit': 'on',
}
SHOWN = ['shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'max_connections', 'fsync', 'synchronous_commit',
         'full_page_writes', 'wal_level', 'autovacuum']


class DurableCluster(Cluster):
    def start(self):
        settings = [f'{name}={value}' for name, value in SETTINGS.items()]
        subprocess.run([self.script, 'start', self.folder, *settings], check=True, stdin=subprocess.DEVNULL)
        self.read_environment()

    def read_environment(self):
        said = subprocess.run([self.script, 'env', self.folder], check=True, capture_output=True, text=True).stdout
        self.env = dict(pair.split('=', 1) for pair in said.split())
        self.host = self.env['PGHOST']

    def names(self):
        with self.maintenance() as postgres:
            return [name for name, in postgres.rows('select datname from pg_database')]

    def drop(self, name):
        with self.maintenance() as postgres:
            postgres.run(f'drop database if exists "{name}" with (force)')

    def copy(self, name, template):
        """A database with the same content; nobody may be connected to the template."""
        self.drop(name)
        with self.maintenance() as postgres:
            postgres.run(f'create database "{name}" template "{template}" strategy file_copy')
            postgres.run('checkpoint')
        copied = Database(self, name)
        self.install(copied)    # settings of the role in a database are not copied
        return copied

    def install(self, database):
        """The schema as it is now: installed, or upgraded. True when that went well."""
        env = {k: v for k, v in os.environ.items() if not k.startswith('PG')}
        done = subprocess.run([plan.REPO / 'schema/install', '--site', plan.SITE, '--title', 'Quernby'], text=True,
                              env={**env, **self.env, 'PGDATABASE': database.name}, capture_output=True,
                              stdin=subprocess.DEVNULL)
        return done.returncode == 0, done.stdout + done.stderr

    @contextlib.contextmanager
    def maintenance(self):
        postgres = Database(self, 'postgres')
        try:
            yield postgres
        finally:
            postgres.close()


@contextlib.contextmanager
def running():
    """The cluster, while the block runs; for one run at a time."""
    plan.FOLDER.mkdir(parents=True, exist_ok=True)
    with open(plan.FOLDER / 'lock', 'w') as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f'another run has {plan.FOLDER}')
        cluster = DurableCluster(plan.FOLDER / 'postgres')
        try:
            yield cluster
        finally:
            cluster.stop()
