# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the fault tests: those of the HTTP tests (tests/http/harness.py tells what they give), on a database whose
address stays when it is restarted and whose commits are durable; and the proxy before it (proxy.py).

`quick` marks the few that run in `make check`; `make soak` runs all.
"""

import importlib.util
import os
import pathlib
import signal
import sys

import pytest

HTTP = pathlib.Path(__file__).resolve().parents[1] / 'http'
sys.path.insert(0, str(HTTP))

import harness  # noqa: E402
from proxy import Proxy  # noqa: E402
from servers import wait_until  # noqa: E402

_spec = importlib.util.spec_from_file_location('http_conftest', HTTP / 'conftest.py')
_shared = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_shared)
test_dir, site, httpd, error_logs = _shared.test_dir, _shared.site, _shared.httpd, _shared.error_logs


def pytest_configure(config):
    config.addinivalue_line('markers', 'quick: also in make check')


@pytest.fixture(scope='session')
def cluster(test_dir):
    cluster = harness.SteadyCluster(test_dir / 'cluster')
    yield cluster
    cluster.stop()


@pytest.fixture(scope='session')
def database(cluster):
    """An acknowledged commit survives an immediate restart: what one is told is compared with what is there."""
    database = harness.Database(cluster)
    database.install()
    database.run(f'alter database "{database.name}" set synchronous_commit = on')
    yield database
    database.close()


def stop_all_but(these):
    for server in [server for server in harness.Httpd.running if server not in these]:
        server.stop()


@pytest.fixture(autouse=True)
def end_with_the_test():
    """A server that a test started ends with it: what the next one breaks is not its business."""
    before = list(harness.Httpd.running)
    yield
    stop_all_but(before)


@pytest.fixture
def outage(cluster, database):
    """outage.begin() stops the server, or ends it on the spot (signal.SIGQUIT); outage.end(). Ended in any case."""
    class Outage:
        away = False

        def begin(self, how=signal.SIGINT):
            database.close()
            self.away = True
            lock = cluster.folder / 'pgdata/postmaster.pid'
            os.kill(int(lock.read_text().split()[0]), how)
            wait_until('PostgreSQL ends', lambda: not lock.exists())

        def end(self):
            cluster.start()
            self.away = False

    outage = Outage()
    yield outage
    if outage.away:
        outage.end()


@pytest.fixture
def proxy(cluster):
    proxy = Proxy(f'{cluster.host}/.s.PGSQL.5432')
    before = list(harness.Httpd.running)
    yield proxy
    stop_all_but(before)  # or their watchdogs find nobody there
    proxy.stop()
