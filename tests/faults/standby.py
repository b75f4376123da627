# SPDX-License-Identifier: Apache-2.0
"""A primary with a streaming standby.

    primary = Primary(folder)               a PostgreSQL that writes as in real life (fsync, synchronous_commit)
    standby = Standby(folder, primary)      made by pg_basebackup, streams from it; Database(standby) reads there
    pair = Pair(primary, standby, name)     pair.conninfo(...) names both; pair.caught_up() waits until all is replayed

    primary.wait_for_standby(True)          commits wait for the standby from now on; False: they do not
    primary.kill()                          kill -9 of the whole server, at once
    standby.promote()                       returns when it writes
    standby.cut_off()                       it hears no more of the primary; .join() ends that
    standby.pause(), .resume()              what it hears is kept, but not replayed
"""

import contextlib
import os
import pathlib
import signal
import subprocess
import types

import psycopg2

import harness
from harness import wait_until
from servers import ROOT, children, query

PROGRAMS = pathlib.Path(query('pg_config', '--bindir'))
AS_OWNER = {'user': 'postgres', 'group': 'postgres', 'extra_groups': []} if ROOT else {}


class Server(harness.Cluster):
    """One that keeps what it has acknowledged."""

    options = []

    def value(self, sql):
        connection = psycopg2.connect(host=self.host, dbname='postgres', user='postgres')
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def set(self, name, value):
        self.value(f"alter system set {name} = '{value}'")
        self.value('select pg_reload_conf()')

    def processes(self):
        postmaster = int((self.folder / 'pgdata/postmaster.pid').read_text().split()[0])
        return [postmaster, *children(types.SimpleNamespace(pid=postmaster))]


class Primary(Server):
    killed = False

    def __init__(self, folder):
        super().__init__(folder)
        with open(self.folder / 'pgdata/pg_hba.conf', 'a') as hba:
            hba.write('local replication postgres peer map=cocreate\n')
        self.value('select pg_reload_conf()')

    def wait_for_standby(self, yes):
        self.set('synchronous_standby_names', '*' if yes else '')
        if yes:
            wait_until('the standby is synchronous',
                       lambda: self.value("select count(*) from pg_stat_replication where sync_state = 'sync'"))

    def kill(self):
        """As if the machine lost power; its shared memory goes when the server is started once more."""
        self.killed = True
        pids = self.processes()
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until('nothing is left of it', lambda: not any(pathlib.Path(f'/proc/{pid}').exists() for pid in pids))

    def stop(self):
        if self.killed:
            self.start()
        super().stop()


class Standby(Server):
    def __init__(self, folder, primary):
        self.primary_conninfo = f'host={primary.host} port=5432 user=postgres'
        data = folder / 'pgdata'
        data.mkdir(parents=True)
        if ROOT:
            os.chown(data, *[int(query('id', option, 'postgres')) for option in ('-u', '-g')])
        data.chmod(0o700)
        subprocess.run([PROGRAMS / 'pg_basebackup', '--pgdata', data, '--dbname', self.primary_conninfo, '--write-recovery-conf',
                        '--checkpoint=fast', '--no-sync'], check=True, stdin=subprocess.DEVNULL, cwd='/', **AS_OWNER)
        with open(data / 'postgresql.auto.conf', 'a') as conf:
            conf.write("wal_retrieve_retry_interval = '200ms'\n")
        super().__init__(folder)
        self.wait_until_streaming()

    def streams(self):
        return self.value("select count(*) from pg_stat_wal_receiver where status = 'streaming'")

    def wait_until_streaming(self):
        wait_until('the standby streams', self.streams)

    def promote(self):
        self.value('select pg_promote(wait => false)')
        wait_until('the standby is promoted', lambda: not self.value('select pg_is_in_recovery()'))

    def cut_off(self):
        self.set('primary_conninfo', '')
        wait_until('the standby hears nothing', lambda: not self.value('select count(*) from pg_stat_wal_receiver'))

    def join(self):
        self.set('primary_conninfo', self.primary_conninfo)
        self.wait_until_streaming()

    def pause(self):
        self.value('select pg_wal_replay_pause()')
        wait_until('replay is paused', lambda: self.value('select pg_get_wal_replay_pause_state()') == 'paused')

    def resume(self):
        self.value('select pg_wal_replay_resume()')


class Pair:
    """A database on a primary, and its copy on the standby."""

    def __init__(self, folder):
        self.primary = Primary(folder / 'primary')
        self.database = harness.Database(self.primary)
        self.database.install()
        self.standby = Standby(folder / 'standby', self.primary)
        self.copy = harness.Database(self.standby)

    def conninfo(self, attributes):
        """Both servers; libpq takes the first that is as `attributes` says."""
        return (f'host={self.primary.host},{self.standby.host} dbname={self.database.name} user=cocreate_web '
                f'target_session_attrs={attributes}')

    def caught_up(self):
        """Waits until the standby has replayed all that the primary has written by now."""
        written = self.primary.value('select pg_current_wal_lsn()')
        wait_until('the standby has caught up', lambda: self.standby.value(f"select pg_last_wal_replay_lsn() >= '{written}'"))

    def stop(self):
        self.database.close()
        self.copy.close()
        self.standby.stop()
        self.primary.stop()
