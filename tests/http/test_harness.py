# SPDX-License-Identifier: Apache-2.0
"""The harness itself, on a plain httpd: what it starts answers, and what it must notice it notices."""

import pytest

import harness

MISTAKE = '<!--#nonsense -->'
MESSAGE = 'unknown directive'


@pytest.fixture(scope='module', params=['event', 'prefork'])
def plain(httpd, request):
    return httpd(product=False, mpm=request.param, files={'loud.shtml': MISTAKE})


def test_answers(plain):
    reply = plain.get('/index.html')
    assert reply.status_code == 200
    assert harness.page(reply).findtext('.//title') == 'static'


def test_raw_bytes(plain):
    assert plain.raw(b'GET /index.html HTTP/1.0\r\n\r\n').startswith(b'HTTP/1.1 200')


def test_unannounced_line_fails(plain):
    plain.get('/loud.shtml')
    with pytest.raises(AssertionError, match=MESSAGE):
        plain.check_log()


def test_announced_line_passes(plain):
    plain.expect_log(MESSAGE)
    plain.get('/loud.shtml')


def test_announced_line_must_come(plain):
    plain.expect_log(MESSAGE)
    with pytest.raises(AssertionError, match='never came'):
        plain.check_log()


def test_foreign_line_fails(plain):
    with open(plain.root / 'error.log', 'a') as log:
        log.write('==1==ERROR: AddressSanitizer\n')
    with pytest.raises(AssertionError, match='AddressSanitizer'):
        plain.check_log()


def test_exit_signal_fails(plain):
    with open(plain.root / 'error.log', 'a') as log:
        log.write('[Sat Nov 21 10:00:00 2026] [core:notice] [pid 1] AH00052: child pid 2 exit signal Segmentation fault (11)\n')
    with pytest.raises(AssertionError, match='exit signal'):
        plain.check_log()


def test_refused_configuration_is_told(httpd):
    with pytest.raises(AssertionError, match='NoSuchDirective'):
        httpd(product=False, server='NoSuchDirective on\n')


def test_graceful_restart(plain):
    plain.graceful()
    assert plain.get('/index.html').status_code == 200


def test_members_name_reaches_the_environment(httpd):
    """The rewrite rules that give names and groups, seen through SSI."""
    names = '<!--#echo var="MEMBER_NAME" -->, <!--#echo var="MEMBER_GROUP" -->'
    server = httpd(product=False, files={'who.shtml': names}, server='''
<Location "/who.shtml">
    AuthType Basic
    AuthName test
    AuthBasicProvider file
    AuthUserFile "@root@/users"
    Require valid-user
</Location>
@members@
''')
    assert server.get('/who.shtml', user='ada').text == 'Ada Lindqvist, customer'
    assert server.get('/who.shtml', user='ben').text == 'Ben Okafor, distributor'
    assert server.get('/who.shtml').status_code == 401


def test_php(httpd, php):
    server = httpd(product=False, modules='proxy proxy_fcgi', files={'a.php': '<?php echo 6 * 7;'}, server=f'''
<FilesMatch "\\.php$">
    SetHandler "proxy:unix:{php.socket}|fcgi://php"
</FilesMatch>
''')
    assert server.get('/a.php').text == '42'


def test_database(cluster, database):
    assert database.value('select 1') == 1
    database.close()
    cluster.stop()
    cluster.start()
    assert database.value('show fsync') == 'off'


def test_product(server):
    """The helpers that most tests begin with."""
    number = server.propose(title='A lid that stays shut')
    assert server.vote(number, user='ben').status_code == 303
    idea = harness.document(server.get(f'{server.base}/ideas/{number}.xml')).find('idea')
    assert idea.get('votes') == '1'
    assert 'A lid that stays shut' in harness.page(server.get(f'{server.base}/ideas/{number}')).text_content()
