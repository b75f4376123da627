# SPDX-License-Identifier: Apache-2.0
"""What configtest says, how settings merge, and where in a site the community may live."""

import re
import subprocess

import pytest

import harness
from community import form, seed
from harness import document, page

DEAD = 'host=/nowhere dbname=none user=nobody'


def configtest(server):
    done = subprocess.run([server.process.args[0], '-t', '-f', str(server.conf)], capture_output=True, text=True, cwd='/',
                          env=harness.environment())
    return done.returncode, done.stdout + done.stderr


# --- bad values: each has its message -------------------------------------------------------------------------------------

IN_LOCATION = [
    ('CocreateSite', '"Not A Name"', 'not a site name'), ('CocreateSite', '1st', 'not a site name'),
    ('CocreateSite', 'x' * 33, 'not a site name'),
    ('CocreateSite', '""', 'takes one argument'),
    ('CocreateLanguage', 'e', 'not a language tag'), ('CocreateLanguage', '../en', 'not a language tag'),
    ('CocreateLanguage', 'tlh', 'words/tlh'),
    ('CocreateShell', 'shell.html', 'not a path of this server'),
    ('CocreateShell', '//evil.example/', 'not a path of this server'),
    ('CocreateShell', 'http://e.org/', 'not a path of this server'),
    ('CocreateLogin', 'sign-in', 'neither a path nor an http'),
    ('CocreateLogin', 'javascript:alert(1)', 'neither a path nor an http'),
    ('CocreateMemberName', '"%{nonsense:x}"', 'CocreateMemberName: cannot read the expression'),
    ('CocreateMemberGroup', '"%{"', 'CocreateMemberGroup: cannot read the expression'),
    ('CocreateMemberFirm', '"%{"', 'CocreateMemberFirm: cannot read the expression'),
    ('CocreateModerator', '"=="', 'CocreateModerator: cannot read the expression'),
    ('CocreateAdmin', '"=="', 'CocreateAdmin: cannot read the expression'),
    ('CocreateOptionalLogin', 'maybe', 'must be On or Off'), ('CocreatePersonal', 'maybe', 'must be On or Off'),
    ('CocreateTrustedOrigin', 'http://e.org/path', 'not host, host:port'), ('CocreateTrustedOrigin', '*', 'not host, host:port'),
    ('CocreateTheme', '/no/such/folder', 'folder cannot be opened'), ('CocreateTheme', None, 'CocreateTheme is missing'),
    ('CocreateWording', '/no/such/file', 'CocreateWording /no/such/file: cannot be opened'),
    ('CocreateWording', '"/"', 'CocreateWording /: is not a file'),
    ('CocreateDatabase', '"host=a dbname=b user=c"', 'not allowed in <Location>'),
    ('CocreatePoolSize', '4', 'not allowed in <Location>'),
]


@pytest.mark.parametrize('directive, value, message', IN_LOCATION)
def test_bad_value_in_location(httpd, directive, value, message):
    with pytest.raises(AssertionError, match=re.escape(message)):
        httpd(options={directive: value}, conninfo=DEAD)


AT_SERVER = [
    ('CocreatePoolSize 0', 'not a whole number from 1 to'), ('CocreatePoolSize 4x', 'not a whole number from 1 to'),
    ('CocreatePoolSize -1', 'not a whole number'),
    ('CocreatePoolSize 99999999999', 'not a whole number'),
    ('CocreatePoolSize 25', 'CC0302: CocreatePoolSize 25: a child process has 24 thread'),
    ('CocreateConnectTimeout 0', 'not a whole number from 1 to 600'), ('CocreateQueryTimeout soon', 'not a whole number'),
    ('CocreatePoolTimeout 601', 'not a whole number from 1 to 600'), ('CocreatePrepared perhaps', 'must be On or Off'),
    ('CocreateDatabase "nonsense"', 'is not a connection string of libpq'),
    ('CocreateDatabase "dbname=b user=c"', 'names no host'),
    ('CocreateDatabase "host=a user=c"', 'names no dbname'), ('CocreateDatabase "host=a dbname=b"', 'names no user'),
    ('CocreateDatabase "host=a,b,c port=1,2 dbname=b user=c"', 'as many ports'),
    ('CocreateReadDatabase "host=a dbname=b"', 'CocreateReadDatabase names no user'),
    ('CocreateReadDatabase "host=a,b dbname=b user=c"', 'CocreateReadDatabase names more than one host'),
    ('CocreateDatabase "host=a dbname=b user=c sslmode=sometimes"', ''), ('CocreateSite brand', 'not allowed'),
    ('<Directory "/tmp">\nCocreateSite brand\n</Directory>', 'belongs into a <Location>'),
    ('<LocationMatch "^/x">\nCocreateSite brand\n</LocationMatch>', 'belongs into a <Location>'),
    ('<Location ~ "/x">\nCocreateSite brand\n</Location>', 'belongs into a <Location>'),
    ('<Location "/x*">\nCocreateSite brand\n</Location>', 'belongs into a <Location>'),
    ('<Location "/">\nCocreateSite brand\n</Location>', 'needs a path of its own'),
    ('<Files "x">\nCocreateSite brand\n</Files>', 'belongs into a <Location>'),
]


@pytest.mark.parametrize('text, message', [(t, m) for t, m in AT_SERVER if m])
def test_bad_value_at_server_level(httpd, text, message):
    with pytest.raises(AssertionError, match=re.escape(message)):
        httpd(server=text + '\n', conninfo=DEAD)


SECRETS = [  # content, mode, message
    (None, 0o600, 'cannot be opened'), ('x' * 31, 0o600, 'has less than 32 bytes'),
    (' \n' * 20 + 'x' * 31 + '\n' * 20, 0o600, 'has less than 32 bytes'),
    ('x' * 64, 0o604, 'is open to everybody'), ('x' * 64, 0o602, 'is open to everybody'),
    ('x' * 5000, 0o600, 'is larger than 4 KB'),
]


@pytest.mark.parametrize('content, mode, message', SECRETS, ids=range(len(SECRETS)))
def test_a_bad_secret(httpd, tmp_path, content, mode, message):
    file = tmp_path / 'secret'
    if content is not None:
        file.write_text(content)
        file.chmod(mode)
    with pytest.raises(AssertionError, match=re.escape(f'CocreateLinkSecret: {file} {message}')) as problem:
        httpd(options={'CocreateLinkSecret': f'"{file}"'}, conninfo=DEAD)
    assert 'xxxx' not in str(problem.value)


def test_a_secret_is_no_folder(httpd, tmp_path):
    (tmp_path / 'secret').mkdir(mode=0o700)
    with pytest.raises(AssertionError, match='CocreateLinkSecret: .* is not a file'):
        httpd(options={'CocreateLinkSecret': f'"{tmp_path}/secret"'}, conninfo=DEAD)


def test_a_good_secret(httpd, tmp_path):
    """Thirty-two bytes, with a line end behind them; at server level or in a place; read by whoever starts the server."""
    file = tmp_path / 'secret'
    file.write_text('x' * 32 + '\n')
    file.chmod(0o600)
    server = httpd(server=f'CocreateLinkSecret "{file}"\n', options={'CocreateLinkSecret': f'"{file}"'})
    assert configtest(server)[0] == 0
    assert server.get(server.base + '/ideas').status_code == 200


def test_passwords_are_not_repeated(httpd):
    with pytest.raises(AssertionError) as problem:
        httpd(server='CocreateDatabase "dbname=b user=c password=topsecret"\n', conninfo=DEAD)
    assert 'topsecret' not in str(problem.value)


def test_database_is_missing(httpd):
    with pytest.raises(AssertionError, match='CC0301.*CocreateDatabase is missing'):
        httpd(product=False, server='''LoadModule cocreate_module "%s"
<Location "/x">
    CocreateSite brand
    CocreateTheme "@repo@/conf/theme"
</Location>
''' % harness.MODULE)


def test_no_site_needs_no_database(httpd):
    server = httpd(product=False, server='LoadModule cocreate_module "%s"\n' % harness.MODULE)
    assert server.get('/index.html').status_code == 200


def test_configtest_does_not_touch_the_database(httpd):
    server = httpd(conninfo=DEAD)
    status, said = configtest(server)
    assert status == 0 and said.endswith('Syntax OK\n')
    assert 'CC0305: at most 2 children with 4 connections each, and 1 to keep watch: 9 to PostgreSQL' in said
    server.expect_log('CC0101', optional=True)  # the one that runs keeps watch, and may have looked by now
    server.stop()


# --- themes ---------------------------------------------------------------------------------------------------------------

SHEET = '''<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:cc="urn:mod_cocreate">
<xsl:import href="cocreate:/base/html.xsl"/>
%s
</xsl:stylesheet>'''
THEMES = [  # file, content, message
    ('html.xsl', '<xsl:stylesheet', 'html.xsl: line 1'),
    ('html.xsl', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + SHEET % '', 'DOCTYPE is not allowed'),
    ('html.xsl', SHEET % '<xsl:template name="x"><cc:text key="no.such.words"/></xsl:template>', 'no words for "no.such.words"'),
    ('html.xsl', SHEET % '<xsl:template name="x"><cc:text/></xsl:template>', 'cc:text needs'),
    ('html.xsl', SHEET % '<xsl:template name="x"><cc:text key="vote.for"/></xsl:template>', 'placeholder'),
    ('html.xsl', SHEET % '<xsl:template name="x"><p title="{cc:no.such.words}"/></xsl:template>', 'no words for "no.such.words"'),
    ('html.xsl', SHEET % '<xsl:template name="x"><p title="{cc:asset/none.css}"/></xsl:template>',
     'the theme has no file "none.css"'),
    ('html.xsl', SHEET % '<xsl:template name="x"><xsl:for-each select="*"><xsl:sort order="{@x}"/></xsl:for-each></xsl:template>',
     'xsl:sort must have constant'),
    ('html.xsl', SHEET % '<xsl:include href="../../../etc/passwd"/>', 'no such file in the theme'),
    ('html.xsl', SHEET % '<xsl:include href="file:///etc/passwd"/>', 'no such file in the theme'),
    ('html.xsl', SHEET % '<xsl:include href="http://127.0.0.1:1/x.xsl"/>', 'no such file in the theme'),
    ('html.xsl', SHEET % '<xsl:include href="missing.xsl"/>', 'no such file in the theme'),
    ('html.xsl', SHEET % '<xsl:template match="[["/>', 'theme'),
    ('html.xsl', SHEET % '<xsl:nonsense/>', 'theme'),
    ('atom.xsl', 'not xml', 'atom.xsl'),
    ('page.html', '<html>no marker</html>', 'page.html is missing, or has no'),
    ('words/en.txt', 'share', 'not "key = text"'),
]


@pytest.mark.parametrize('name, content, message', THEMES)
def test_broken_theme(httpd, name, content, message):
    with pytest.raises(AssertionError, match=re.escape(message)) as problem:
        httpd(options={'CocreateTheme': '"@docroot@/theme" "@repo@/conf/theme"'}, files={f'theme/{name}': content}, conninfo=DEAD)
    line, = [l for l in str(problem.value).splitlines() if 'CC0201' in l][:1]
    assert 'root:' not in line


def test_a_brands_theme(httpd):
    """A second folder overrides one template and one word; all else is the product's."""
    sheet = SHEET % '<xsl:template match="cocreate[@page = \'ideas\']" mode="title">Our <cc:text key="share"/></xsl:template>'
    server = httpd(options={'CocreateTheme': '"@docroot@/theme" "@repo@/conf/theme"'},
                   files={'theme/html.xsl': sheet, 'theme/words/en.txt': '# ours\nshare = Tell us\n'})
    tree = page(server.get(server.base + '/ideas'))
    assert tree.findtext('.//title') == 'Our Tell us'
    assert tree.xpath('//a[contains(@class, "cc-button")]')[0].text == 'Tell us'


def test_german(httpd):
    server = httpd(options={'CocreateLanguage': 'de'})
    tree = page(server.get(server.base + '/ideas/new', user='ada'))
    assert tree.get('lang') == 'de' and tree.xpath('//div[@class="cocreate"]/@lang') == ['de']
    english = page(server.get(server.base + '/ideas.fragment')).text_content()
    assert 'Share an idea' not in english + tree.text_content()
    assert document(server.get(server.base + '/ideas.xml')).get('lang') == 'de'


# --- the wording check ----------------------------------------------------------------------------------------------------

RULE = 'en\tX1\tbrand\tstop\t%s\tBecause.\tWhat should we remove?\tWhat else?\n'
RULES = [  # content, message
    ('# ours\n' + RULE % '(', 'rules.tsv: line 2: the pattern is wrong at character 2'),
    (RULE.replace('X1', 'O1') % 'zorp', 'rules.tsv: line 1: the rule "O1" is built in'),
    ('en X1\n', 'rules.tsv: line 1: has 1 columns instead of 8'),
    ('a\0b', 'rules.tsv: the file is not UTF-8 text'),
]


@pytest.mark.parametrize('content, message', RULES)
def test_broken_rules(httpd, content, message):
    with pytest.raises(AssertionError, match='CC0307.*' + re.escape(message)):
        httpd(options={'CocreateWording': '"@docroot@/rules.tsv"'}, files={'rules.tsv': content}, conninfo=DEAD)


def test_rules_of_an_administrator(httpd):
    server = httpd(options={'CocreateWording': '"@docroot@/rules.tsv"'}, files={'rules.tsv': RULE % 'zorp'},
                   server='CocreateWording /no/such/file\n')
    assert server.get(server.base + '/ideas').status_code == 200


# --- merging --------------------------------------------------------------------------------------------------------------

def test_settings_merge(httpd, database):
    """Server level gives what a <Location> does not say, a virtual host its own; two sites live side by side."""
    first, second = database.add_site(), database.add_site()
    seed(database, first, 2)
    seed(database, second, 5)
    server = httpd(site=first, options={'CocreateTheme': None, 'CocreateLanguage': None}, server=f'''
CocreateTheme "@repo@/conf/theme"
CocreateLanguage de
CocreateLogin "/server-login?"
<Location "/second">
    CocreateSite {second}
    CocreateLanguage en
</Location>
<VirtualHost *:*>
    ServerName first.example
</VirtualHost>
<VirtualHost *:*>
    ServerName other.example
    CocreateLanguage en
    CocreateLogin "/host-login?"
    CocreatePoolSize 2
    <Location "/third">
        CocreateSite {second}
        CocreateLogin "/own-login?"
    </Location>
    <Location "/fourth">
        CocreateSite {first}
    </Location>
</VirtualHost>
''')

    def seen(path, host):
        root = document(server.get(path + '/ideas.xml', headers={'Host': host}))
        login = root.find('login').get('href').partition('?')[0]
        return root.get('site'), root.get('lang'), login, len(root.findall('ideas/idea'))

    assert seen(server.base, 'first.example') == (first, 'de', '/server-login', 2)
    assert seen('/second', 'first.example') == (second, 'en', '/server-login', 5)
    assert seen('/third', 'other.example') == (second, 'en', '/own-login', 5)
    assert seen('/fourth', 'other.example') == (first, 'en', '/host-login', 2)
    assert seen('/second', 'other.example') == (second, 'en', '/host-login', 5)
    assert server.get('/third/ideas', headers={'Host': 'first.example'}).status_code == 404


# --- where it lives -------------------------------------------------------------------------------------------------------

CMS = 'RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /cms/index.html [L]\n'


@pytest.mark.parametrize('mpm', ['event', 'prefork'])
def test_mpm(httpd, mpm):
    options = {'server': 'CocreatePoolSize 1\n'} if mpm == 'prefork' else {}
    server = httpd(mpm=mpm, **options)
    number = server.propose()
    assert server.vote(number).status_code == 303
    assert document(server.get(f'{server.base}/ideas/{number}.xml')).find('idea').get('votes') == '1'
    server.graceful()
    assert server.get(server.base + '/ideas').status_code == 200


def test_prefork_refuses_a_pool_of_two(httpd):
    with pytest.raises(AssertionError, match='CC0302.*1 thread'):
        httpd(mpm='prefork', server='CocreatePoolSize 2\n', conninfo=DEAD)


BASES = ['/c', '/c/', '/a/b/c/d/e/f', '/a/b/c/d/e/f/g/', '/with-hyphen.and.dots', '/~tilde/']


@pytest.fixture(scope='module')
def deep(httpd):
    place = '<Location "%s">\n    CocreateSite @site@\n    CocreateTheme "@repo@/conf/theme"\n</Location>\n'
    server = httpd(base='/other', server=''.join(place % base for base in BASES[1:]) + place % '/c')
    server.propose()
    return server


@pytest.mark.parametrize('base', BASES)
def test_any_depth(deep, base):
    """Written with or without a slash at its end; every link of every page leads to a page of the same place."""
    bare = base.rstrip('/')
    for path in ('/', '/ideas', '/ideas/1'):
        for link in page(deep.get(bare + path)).xpath('//a/@href'):
            link = link.split('#')[0].replace(deep.origin, '')
            assert link.startswith(bare + '/') and deep.get(link).status_code in (200, 401), link
    assert document(deep.get(bare + '/ideas.xml')).get('base') == bare


def test_a_cms_around_it(httpd):
    """The front controller of a CMS takes every address that is no file, except ours."""
    server = httpd(base='/cms/community', members=False,
                   files={'cms/.htaccess': CMS, '.htaccess': CMS, 'cms/index.html': '<!DOCTYPE html><title>CMS</title>'})
    assert page(server.get('/cms/anything')).findtext('.//title') == 'CMS'
    number = server.propose()
    for path in ('/', '/ideas', f'/ideas/{number}', '/ideas.xml', '/.theme/cocreate.css'):
        reply = server.get(server.base + path)
        assert reply.status_code == 200 and '<title>CMS' not in reply.text, path
    assert server.get(server.base + '/nothing').status_code == 404


def test_rewrite_rules_of_the_server_come_first(httpd):
    server = httpd(server='RewriteEngine On\nRewriteRule ^@base@/old$ @base@/ideas [R=301,L]\n')
    assert server.get(server.base + '/old').headers['Location'].endswith('/ideas')


def test_handlers_and_negotiation_of_the_site_do_not_matter(httpd):
    server = httpd(modules='negotiation cgid',
                   location='Options +MultiViews\nAddHandler type-map .xml .atom\nForceType image/png\n', server='''
AddHandler server-parsed .csv
AddEncoding x-gzip .atom
AddLanguage fr .fragment
<Files "*.xml">
    Require all denied
</Files>
ScriptSock "@root@/cgisock"
''')
    for suffix, kind in (('.xml', 'application/xml'), ('.atom', 'application/atom+xml'), ('.csv', 'text/csv'),
                         ('.fragment', 'text/html'), ('', 'text/html')):
        reply = server.get(f'{server.base}/ideas{suffix}')
        assert reply.status_code == 200 and reply.headers['Content-Type'].startswith(kind), suffix
        assert 'Content-Encoding' not in reply.headers and 'Content-Language' not in reply.headers


def test_files_below_the_base_are_not_served(httpd):
    server = httpd(base='/c', files={'c/secret.txt': 'secret', 'c/ideas/index.html': 'secret',
                                     'c/.htaccess': 'Require all denied\n'})
    assert server.get('/c/secret.txt').status_code == 404
    assert server.get('/c/ideas').status_code == 200


@pytest.mark.parametrize('line',
                         ['CocreateSite x', 'CocreateShell /x', 'CocreatePersonal on', 'CocreateOptionalLogin on',
                          'CocreateLogin /x',
                                  'CocreateMemberName x', 'CocreateMemberFirm x', 'CocreateModerator "true"',
                                  'CocreateAdmin "true"', 'CocreateTheme /x',
                                  'CocreateTrustedOrigin x', 'CocreateLinkSecret x', 'CocreateLanguage de', 'CocreateWording x'])
def test_htaccess_is_refused(httpd, refusing, line):
    refusing.write_files({'x/.htaccess': line + '\n'})
    refusing.expect_log(f'{line.split()[0]} not allowed here')
    assert refusing.get('/x/index.html').status_code == 500


@pytest.fixture(scope='module')
def refusing(httpd):
    return httpd(files={'x/index.html': 'x'})


def test_access_rules_of_the_site_hold(httpd):
    server = httpd(location='<Limit POST>\n    Require user cleo\n</Limit>\n', options={'Require': None}, server='''
<Location "@base@/ideas/2">
    Require all denied
</Location>
<Location "@base@/ideas.csv">
    Require user mod
</Location>
''')
    server.expect_log('AH01630|AH01631', optional=True)
    assert server.get(server.base + '/ideas.csv').status_code == 401
    assert server.get(server.base + '/ideas.csv', user='mod').status_code == 200
    assert server.get(server.base + '/ideas/2').status_code == 403
    assert server.post(server.base + '/ideas', form(), user='ada').status_code in (401, 403)
    assert server.post(server.base + '/ideas', form(), user='cleo').status_code == 303
