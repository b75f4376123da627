# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the HTTP tests; what they give is described in harness.py."""

import itertools
import os
import pathlib
import shutil
import tempfile

import pytest

import harness


@pytest.fixture(scope='session')
def test_dir():
    """The folder in which all servers of the run live; httpd's children must be able to enter it."""
    os.umask(0o022)
    given = os.environ.get('COCREATE_TEST_DIR')
    folder = pathlib.Path(given or tempfile.mkdtemp(prefix='cc-test-'))
    folder.chmod(0o755)
    yield folder
    if not given:
        shutil.rmtree(folder)


@pytest.fixture(scope='session')
def cluster(test_dir):
    cluster = harness.Cluster(test_dir / 'cluster')
    yield cluster
    cluster.stop()


@pytest.fixture(scope='session')
def database(cluster):
    database = harness.Database(cluster)
    database.install()
    yield database
    database.close()


@pytest.fixture(scope='module')
def site(database):
    return database.add_site()


_numbers = itertools.count(1)


@pytest.fixture(scope='module')
def httpd(request, test_dir):
    """The factory: httpd(**options). Servers without the product need no database, so it is asked for late."""
    servers = []

    def start(*, product=True, **options):
        database = options.pop('database', None)
        name = options.pop('site', None)
        if product:
            database = database or request.getfixturevalue('database')
            name = name or request.getfixturevalue('site')
        root = test_dir / f'httpd-{next(_numbers)}'
        servers.append(harness.Httpd(root, database, name, product=product, **options))
        return servers[-1]

    yield start
    problems = []
    for server in servers:
        server.leave()  # all of them at once: each takes its time
    for server in servers:
        try:
            server.stop()
        except AssertionError as problem:
            problems.append(str(problem))
    assert not problems, '\n'.join(problems)


@pytest.fixture(scope='module')
def server(httpd):
    return httpd()


@pytest.fixture(scope='session')
def php(test_dir):
    fpm = harness.PhpFpm(test_dir / 'php')
    yield fpm
    fpm.stop()


@pytest.fixture(autouse=True)
def error_logs():
    """Each test answers for what it left in the error logs."""
    yield
    for server in list(harness.Httpd.running):
        server.check_log()
