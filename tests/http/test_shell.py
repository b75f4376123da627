# SPDX-License-Identifier: Apache-2.0
"""The site's own page around ours: static, SSI, PHP; and what happens when it is broken, also after something was done."""

import gzip

import pytest

from community import count_ideas, form
from harness import page, wait_until

STATIC = '''<!DOCTYPE html>
<html lang="<!--cocreate:lang-->"><head><title><!--cocreate:title--> | Brand</title><!--cocreate:head--></head>
<body class="brand"><header>Our header</header><!--cocreate:body--><footer><!--cocreate:body--></footer></body></html>
'''
SSI = '''<!DOCTYPE html>
<html><head><title><!--cocreate:title--> | Brand</title><!--cocreate:head--></head>
<body class="brand" data-user="<!--#echo var="REMOTE_USER" -->" data-status="<!--#echo var="COCREATE_STATUS" -->"
data-method="<!--#echo var="REQUEST_METHOD" -->" data-lang="<!--#echo var="COCREATE_LANGUAGE" -->">
<header><!--#include virtual="/header.html" --></header><!--cocreate:body--></body></html>
'''
INCLUDING = '''<!DOCTYPE html>
<html><head><title><!--#echo encoding="none" var="COCREATE_TITLE" --> | Brand</title>
<!--#echo encoding="none" var="COCREATE_HEAD" --></head><body class="brand">
<header><!--#include virtual="/header.html" --></header><!--#include virtual="${COCREATE_FRAGMENT}" --></body></html>
'''
PHP = '''<?php setcookie("basket", "7"); header("X-From-Shell: yes"); header("Cache-Control: public"); ?><!DOCTYPE html>
<html><head><title><!--cocreate:title--> | Brand</title><!--cocreate:head--></head>
<body class="brand" data-user="<?= $_SERVER['REMOTE_USER'] ?? '' ?>" data-method="<?= $_SERVER['REQUEST_METHOD'] ?>"
data-length="<?= $_SERVER['CONTENT_LENGTH'] ?? '' ?>">
<header>Our header</header><!--cocreate:body--></body></html>
'''
FILES = {'static.html': STATIC, 'ssi.shtml': SSI, 'including.shtml': INCLUDING, 'shell.php': PHP, 'header.html': 'Our header',
         'no-marker.html': '<!DOCTYPE html><title>No marker</title>', 'large.html': STATIC + 'x' * 1_100_000,
         'closed/shell.html': STATIC,
         'empty.html': '', 'dies.php': '<?php http_response_code(500); ?>Sorry <!--cocreate:body-->',
         'fatal.php': '<?php ini_set("display_errors", 0); nothing();',
         'forbidden/.htaccess': 'Require all denied\n', 'forbidden/shell.html': STATIC,
         'moved.php': '<?php header("Location: /elsewhere");'}
BROKEN = {  # shell: what the log says of it
    'missing.html': 'does not exist', 'forbidden/shell.html': 'answers 403', 'no-marker.html': 'has no <!--cocreate:body-->',
    'large.html': 'is larger than 1 MB', 'empty.html': 'has no', 'dies.php': 'answers 500', 'fatal.php': 'answers 500',
    'moved.php': 'answers 302',
    'header.html/x': ''}


@pytest.fixture(scope='module')
def server(httpd, php):
    """One server, one site, and one <Location> for each shell."""
    more = ''.join(f'''
<Location "/c/{shell.replace('.', '-').replace('/', '-')}">
    CocreateSite @site@
    CocreateTheme "@repo@/conf/theme"
    CocreateOptionalLogin on
    CocreateShell /{shell}
    CocreateMemberName "%{{reqenv:MEMBER_NAME}}"
    AuthType Basic
    AuthName test
    AuthBasicProvider file
    AuthUserFile "@root@/users"
    Require all granted
    Header set X-Ours yes
</Location>
''' for shell in ['static.html', 'ssi.shtml', 'including.shtml', 'shell.php', *BROKEN])
    cookies = '<Files "static.html">\nHeader add Set-Cookie "first=1"\nHeader always add Set-Cookie "second=2"\n</Files>\n'
    handler = cookies + f'<FilesMatch "\\.php$">\nSetHandler "proxy:unix:{php.socket}|fcgi://php"\n</FilesMatch>\n'
    return httpd(modules='proxy proxy_fcgi', files=FILES,
                 server=handler + more + 'AddOutputFilterByType DEFLATE text/html\n')


def base(shell):
    return '/c/' + shell.replace('.', '-').replace('/', '-')


SHELLS = ['static.html', 'ssi.shtml', 'including.shtml', 'shell.php']
WITH_COOKIES = ['static.html', 'shell.php']     # what brings a cookie may be one visitor's own


@pytest.fixture(scope='module')
def number(server):
    return server.propose(title='In the <b>shell</b> & "quotes"')


@pytest.mark.parametrize('shell', SHELLS)
def test_pages_in_the_shell(server, number, shell):
    for path, user, status, title in [
            ('/', None, 200, 'Ideas from our community'), ('/ideas', 'ben', 200, 'Ideas'),
            (f'/ideas/{number}', None, 200, 'In the <b>shell</b> & "quotes"'),
            ('/ideas/999', None, 404, 'There is nothing at this address'),
            ('/ideas?limit=x', None, 400, 'We do not understand this address'),
            ('/ideas/new', None, 401, 'First, please sign in'), ('/ideas/new', 'ada', 200, 'Share an idea'),
            (f'/ideas/{number}/edit', 'ben', 403, 'Only its author can change this idea')]:
        reply = server.get(base(shell) + path, user=user)
        tree = page(reply)
        assert (reply.status_code, tree.findtext('.//title')) == (status, title + ' | Brand'), path
        assert tree.xpath('//body/@class') == ['brand'] and tree.findtext('.//header') == 'Our header'
        assert len(tree.xpath('//div[@class="cocreate"]')) == 1
        assert reply.headers['Content-Type'] == 'text/html; charset=utf-8' and reply.headers['X-Ours'] == 'yes'
        assert not {'etag', 'last-modified', 'content-security-policy'} & {name.lower() for name in reply.headers}
        for_all = status == 200 and not user and shell not in WITH_COOKIES
        assert reply.headers['Cache-Control'] == ('no-cache' if for_all else 'private, no-store')


@pytest.mark.parametrize('shell', SHELLS)
def test_forms_in_the_shell(server, database, shell):
    before = count_ideas(database, server.site)
    reply = server.post(base(shell) + '/ideas', form(title='x'), user='ada')
    assert (reply.status_code, page(reply).xpath('//body/@class')) == (422, ['brand'])
    reply = server.post(base(shell) + '/ideas', form(), user='ada')
    assert reply.status_code == 303 and reply.headers['Location'].startswith(base(shell) + '/ideas/')
    assert b'Our header' not in reply.content
    assert count_ideas(database, server.site) == before + 1


@pytest.mark.parametrize('shell', SHELLS)
def test_markers(server, shell):
    tree = page(server.get(base(shell) + '/ideas'))
    assert '<!--cocreate:' not in server.get(base(shell) + '/ideas').text.replace('<footer><!--cocreate:body--></footer>', '')
    if shell == 'static.html':
        assert tree.get('lang') == 'en'
    assert tree.xpath('//head/link[@rel="stylesheet"]') and tree.xpath('//head/script[@type="module"]')


@pytest.mark.parametrize('shell', ['ssi.shtml', 'shell.php'])
def test_the_shell_knows_who_and_never_posts(server, shell):
    for reply in (server.get(base(shell) + '/ideas', user='ada'),
                  server.post(base(shell) + '/ideas', form(title='x'), user='ada')):
        body, = page(reply).xpath('//body')
        assert (body.get('data-user'), body.get('data-method')) == ('ada', 'GET')
        assert body.get('data-length') in (None, '', '0')
        if shell == 'ssi.shtml':
            assert (body.get('data-status'), body.get('data-lang')) == (str(reply.status_code), 'en')
    assert page(server.get(base(shell) + '/ideas')).xpath('//body')[0].get('data-user') in ('', '(none)')


def test_cookie_of_the_shell_comes_through(server):
    reply = server.get(base('shell.php') + '/ideas')
    assert reply.cookies['basket'] == '7'
    assert dict(server.get(base('static.html') + '/ideas').cookies) == {'first': '1', 'second': '2'}
    assert dict(server.post(base('static.html') + '/ideas', form(title='x'), user='ada').cookies) == {'first': '1', 'second': '2'}
    assert reply.headers['Cache-Control'] == 'private, no-store' and 'X-From-Shell' not in reply.headers


@pytest.mark.parametrize('shell', SHELLS)
def test_gzip(server, shell):
    """What is captured is text, whatever the browser takes; what goes out is compressed once."""
    reply = server.get(base(shell) + '/ideas', headers={'Accept-Encoding': 'gzip'}, stream=True)
    assert reply.headers['Content-Encoding'] == 'gzip' and 'Accept-Encoding' in reply.headers['Vary']
    text = gzip.decompress(reply.raw.read()).decode()
    assert text == server.get(base(shell) + '/ideas', headers={'Accept-Encoding': 'identity'}).text and 'Our header' in text


@pytest.mark.parametrize('shell', SHELLS)
def test_head(server, shell):
    reply = server.request('HEAD', base(shell) + '/ideas', headers={'Accept-Encoding': 'identity'})
    assert reply.status_code == 200 and reply.content == b''
    assert int(reply.headers['Content-Length']) == len(server.get(base(shell) + '/ideas',
                                                                  headers={'Accept-Encoding': 'identity'}).content)


@pytest.mark.parametrize('shell', SHELLS)
def test_fragments_and_data_have_no_shell(server, shell):
    for path in ('/ideas.fragment', '/ideas.xml', '/ideas.atom', '/ideas.csv', '/overview.fragment'):
        reply = server.get(base(shell) + path)
        assert reply.status_code == 200 and 'Our header' not in reply.text and 'Brand' not in reply.text


def test_the_access_log_tells_the_truth(server):
    server.post(base('ssi.shtml') + '/ideas', form(title='x', body='log'), user='cleo')

    def lines():
        return (server.root / 'access.log').read_text().splitlines()

    line = f'127.0.0.1 cleo "POST {base("ssi.shtml")}/ideas HTTP/1.1" 422'
    wait_until('the line is written', lambda: [each for each in lines() if each.startswith(line)])
    assert not [each for each in lines() if 'ssi.shtml HTTP' in each or 'header.html' in each]


def test_the_reply_is_nobodys_address(server):
    for shell in SHELLS:
        assert server.get(base(shell) + '/.reply').status_code == 404


# --- broken shells --------------------------------------------------------------------------------------------------------

def expect_one_warning(server, shell):
    server.expect_log(rf'\[cocreate:warn\].*CC0203: the shell /{shell} .*{BROKEN[shell]}.*; the built-in page is used')
    if shell in ('forbidden/shell.html', 'fatal.php'):
        server.expect_log('AH01630|AH01071', optional=True)
    before = server.log_text().count('CC0203')
    return lambda: server.log_text().count('CC0203') - before


@pytest.mark.parametrize('shell', BROKEN)
def test_broken_shell(server, shell):
    warnings = expect_one_warning(server, shell)
    reply = server.get(base(shell) + '/ideas')
    assert reply.status_code == 200 and page(reply).xpath('//body/@class') == ['cocreate-page']
    assert reply.headers['Content-Security-Policy'].startswith("default-src 'none'") and 'ETag' not in reply.headers
    assert warnings() == 1
    assert server.get(base(shell) + '/ideas/999').status_code == 404


@pytest.mark.parametrize('shell', BROKEN)
def test_broken_shell_after_a_deed(server, database, shell):
    """The deed is done and told; a refused form comes back whole."""
    before = count_ideas(database, server.site)
    reply = server.post(base(shell) + '/ideas', form(title='Done before the shell'), user='ada')
    assert reply.status_code == 303 and count_ideas(database, server.site) == before + 1
    expect_one_warning(server, shell)
    confirmed = server.get(reply.headers['Location'], user='ada')
    assert confirmed.status_code == 200 and page(confirmed).xpath('//*[@role="status"]')
    reply = server.post(base(shell) + '/ideas', form(title='x', body='Half an hour of writing'), user='ada')
    assert reply.status_code == 422 and 'Half an hour of writing' in reply.text


def test_a_shell_is_repaired_without_a_restart(server):
    server.expect_log('CC0203')
    assert 'Our header' not in server.get(base('missing.html') + '/ideas').text
    server.write_files({'missing.html': STATIC})
    assert 'Our header' in server.get(base('missing.html') + '/ideas').text
    (server.docroot / 'missing.html').unlink()


def test_a_shell_that_is_ours_ends(httpd):
    """A mistake of the webmaster: the shell is one of our own pages. It ends, with the built-in page."""
    server = httpd(location='CocreateShell @base@/ideas\n')
    server.expect_log('CC0203')
    reply = server.get(server.base + '/ideas')
    assert reply.status_code == 200 and page(reply).xpath('//body/@class') == ['cocreate-page']


def test_built_in_page_has_a_policy_without_shell(httpd):
    server = httpd()
    reply = server.get(server.base + '/ideas')
    policy = reply.headers['Content-Security-Policy']
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert reply.headers['Referrer-Policy'] == 'same-origin'  # no-referrer would hide the Origin of our forms
    assert not page(reply).xpath('//style | //script[text()] | //*[@style] | //*[@onclick]')
