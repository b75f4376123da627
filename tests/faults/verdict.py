# SPDX-License-Identifier: Apache-2.0
"""What must be so after every fault, whatever it was.

    with Verdict(server):                 one httpd or several; database=server.database
        ... break something, mend it ...

At its end: httpd and all its children run that ran before (children='replaced' where the test itself ends some); the
error log has what was announced by server.expect_log() and nothing else; nobody aborted or left a core; the console is
silent; no connection of the module does anything, and there are no more of them than the pools may hold (pool=4, the
default of CocreatePoolSize); the counters of the site equal a recount of its rows. A problem inside the block is told, not
hidden by those that follow from it.
"""

from harness import Httpd
from servers import children, wait_until

BACKENDS = "from pg_stat_activity where application_name = 'mod_cocreate'"
WATCHDOGS = 2  # connections of each httpd beside its pools: the watchdog's, and another's where there is a replica
ENDINGS = ('core dumped', 'coredump', 'Segmentation', 'Abort', 'abort')


class Verdict:
    def __init__(self, *servers, database=None, children='same', pool=4):
        self.servers, self.database = servers, database or servers[0].database
        self.children, self.pool = children, pool

    def __enter__(self):
        self.before = {server: set(children(server.process)) for server in self.servers}
        self.said = {server: self.words(server) for server in self.servers}
        return self

    def __exit__(self, kind, problem, trace):
        if kind is None:
            self.check()

    def check(self):
        for server in self.servers:
            self.check_processes(server)
            self.check_counters(server.site)
        self.check_connections()
        for server in self.servers:
            self.check_words(server)

    def check_processes(self, server):
        assert server.process.poll() is None, 'httpd is gone'
        now = set(children(server.process))
        gone = self.before[server] - now
        assert now and (self.children == 'replaced' or not gone), f'children are gone: {gone}; there are {now}'

    def check_words(self, server):
        server.check_log()
        log, console = (now[len(then):] for now, then in zip(self.words(server), self.said[server]))
        bad = [line for line in log.splitlines() if any(word in line for word in ENDINGS)]
        assert not bad and not console, f'log: {bad}, console: {console}'
        assert not (cores := list(server.root.rglob('core*'))), cores

    @staticmethod
    def words(server):
        return server.log_text(), (server.root / 'console.log').read_text()

    def check_counters(self, site):
        wrong = self.database.rows('select * from cocreate.recount(%s)', (site,))
        assert not wrong, f'recount of {site}: {wrong}'

    def check_connections(self):
        ours = [server for server in Httpd.running if server in self.servers or server.database is self.database]
        most = sum(len(children(server.process)) * self.pool + WATCHDOGS for server in ours)
        wait_until('the connections are back to base', lambda: self.base(most))

    def base(self, most):
        states = [state for state, in self.database.rows(f'select state {BACKENDS}')]
        return len(states) <= most and set(states) <= {'idle'}
