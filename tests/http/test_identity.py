# SPDX-License-Identifier: Apache-2.0
"""Who somebody is: optional sign-in with Basic and with mod_auth_form, what a signed-out form keeps, names of any kind."""

import base64
import urllib.parse

import pytest
import requests

from community import count_ideas, form, typed
from harness import document, page

LOGIN = '/sign-in/?a=1&return='
FORM_LOGIN = '''
<Location "/">
    AuthType form
    AuthName "The brand"
    AuthFormProvider file
    AuthUserFile "@root@/users"
    Session On
    SessionCookieName brand path=/
    SessionCryptoPassphrase secret
    AuthFormSitePassphrase another
    Require all granted
</Location>
<Location "/go">
    SetHandler form-login-handler
    AuthFormLoginRequiredLocation "/failed"
    AuthFormLoginSuccessLocation "/in"
</Location>
<Location "/out">
    SetHandler form-logout-handler
    AuthFormLogoutLocation "/index.html"
</Location>
'''


NOT_BASIC = dict.fromkeys(('AuthType', 'AuthName', 'AuthBasicProvider', 'AuthUserFile', 'Require'))


@pytest.fixture(scope='module')
def brand(httpd):
    """A site with the sign-in of the demo: mod_auth_form and an encrypted session."""
    return httpd(modules='request session session_cookie session_crypto auth_form', server=FORM_LOGIN,
                 options={**NOT_BASIC, 'CocreateLogin': f'"{LOGIN}"'})


@pytest.fixture(scope='module')
def server(httpd):
    return httpd(options={'CocreateLogin': f'"{LOGIN}"'})


class Browser(requests.Session):
    """Keeps the cookies of the site, as a browser does."""

    def __init__(self, server):
        super().__init__()
        self.server = server

    def request(self, method, path, **options):
        headers = {'Sec-Fetch-Site': 'same-origin'} if method == 'POST' else {}
        return super().request(method, self.server.origin + path, headers=headers, allow_redirects=False, timeout=60,
                               **{k: v for k, v in options.items() if k in ('data', 'params')})

    def sign_in(self, user='ada', password='demo'):
        return self.post('/go', {'httpd_username': user, 'httpd_password': password})

    def name(self):
        """Who the community takes this browser for; None for a visitor."""
        reply = self.get(self.server.base + '/ideas/new.xml')
        viewer = document(reply).find('viewer')
        assert (reply.status_code == 200) == (viewer is not None)
        return viewer.get('name') if viewer is not None else None


# --- mod_auth_form --------------------------------------------------------------------------------------------------------

def test_visitor_reads(brand):
    visitor = Browser(brand)
    for path in ('/', '/ideas', '/ideas.atom', '/ideas.csv'):
        assert visitor.get(brand.base + path).status_code == 200
    assert visitor.name() is None


def test_member_signs_in_and_out(brand):
    member = Browser(brand)
    assert member.sign_in('cleo').headers['Location'].endswith('/in')
    assert member.name() == 'Cleo Marchetti'
    assert member.post(brand.base + '/ideas', form()).status_code == 303
    member.get('/out')
    assert member.name() is None
    assert member.get(brand.base + '/ideas').status_code == 200


def test_session_without_a_name_is_a_visitor(brand):
    """mod_session gives its cookie to anybody, also to those whose password was wrong."""
    brand.expect_log('AH01807|AH01617')
    visitor = Browser(brand)
    visitor.sign_in('ada', 'wrong')
    assert visitor.get(brand.base + '/ideas').status_code == 200
    assert visitor.name() is None


@pytest.mark.parametrize('spoil',
                         [lambda c: c[:-8], lambda c: c[:20] + ('A' if c[20] != 'A' else 'B') + c[21:], lambda c: 'x',
                          lambda c: '', lambda c: c[::-1]])
def test_tampered_cookie_is_a_visitor(brand, spoil):
    brand.expect_log(r'session_crypto|session:error|AH018\d\d', optional=True)
    member = Browser(brand)
    member.sign_in()
    value = spoil(member.cookies['brand'])
    member.cookies.clear()
    member.cookies.set('brand', value)
    reply = member.get(brand.base + '/ideas')
    assert reply.status_code == 200 and member.name() is None
    assert member.post(brand.base + '/ideas', form()).status_code == 401


def test_signed_out_while_typing(brand, database):
    """The form comes back with the text, says how to sign in, and what it holds can be sent after that."""
    member = Browser(brand)
    member.sign_in('ben')
    fields = {**typed(page(member.get(brand.base + '/ideas/new'))), 'title': 'Half an hour of writing',
              'body': 'Text & <more> text\n\nand more.',
              'kind': 'keep', 'stage': 'buy'}
    member.get('/out')
    before = count_ideas(database, brand.site)
    reply = member.post(brand.base + '/ideas', fields)
    assert reply.status_code == 401 and 'WWW-Authenticate' not in reply.headers and count_ideas(database, brand.site) == before
    tree = page(reply)
    back = typed(tree)
    assert {k: back[k].strip() for k in fields} == {k: v.strip() for k, v in fields.items()}
    assert LOGIN + urllib.parse.quote(brand.base + '/ideas/new') in tree.xpath('//*[@role="alert"]//a/@href')
    member.sign_in('ben')
    assert member.post(brand.base + '/ideas', back).status_code == 303
    assert document(member.get(brand.base + '/ideas.xml?sort=new')).findtext('ideas/idea/title') == 'Half an hour of writing'


# --- Basic ----------------------------------------------------------------------------------------------------------------

def test_basic(server):
    new = server.base + '/ideas/new.xml'
    assert document(server.get(new, user='mod')).find('viewer').attrib == {'name': 'Mona Dahl', 'group': 'staff',
            'moderator': 'yes'}
    assert document(server.get(new, user='ben')).find('viewer').attrib == {'name': 'Ben Okafor', 'group': 'distributor'}
    assert server.get(server.base + '/ideas').status_code == 200
    server.expect_log('AH01617')
    assert server.get(server.base + '/ideas', user=('ada', 'wrong')).status_code == 401
    server.expect_log('AH01618')
    assert server.get(server.base + '/ideas', user=('nobody', 'demo')).status_code == 401


def test_an_administrator_is_a_moderator_too(httpd):
    server = httpd(options={'CocreateModerator': '"false"', 'CocreateAdmin': '"%{REMOTE_USER} == \'cleo\'"'})
    new = server.base + '/ideas/new.xml'
    assert document(server.get(new, user='cleo')).find('viewer').attrib == {'name': 'Cleo Marchetti', 'group': 'staff',
            'moderator': 'yes', 'admin': 'yes'}
    assert document(server.get(new, user='mod')).find('viewer').attrib == {'name': 'Mona Dahl', 'group': 'staff'}


def test_401_asks_for_the_password_only_where_httpd_does(httpd, server):
    assert 'WWW-Authenticate' not in server.get(server.base + '/ideas/new').headers  # CocreateLogin names a page
    plain = httpd()
    assert plain.get(plain.base + '/ideas/new').headers['WWW-Authenticate'] == 'Basic realm="test"'
    assert plain.post(plain.base + '/ideas', form()).headers['WWW-Authenticate'] == 'Basic realm="test"'


def test_without_optional_login_nobody_is_known(httpd):
    server = httpd(options={'CocreateOptionalLogin': 'off'})
    assert server.get(server.base + '/ideas', user='ada').headers['Cache-Control'] == 'no-cache'
    assert server.post(server.base + '/ideas', form(), user='ada').status_code == 401


def test_members_only(httpd):
    server = httpd(options={'Require': 'valid-user'})
    assert server.get(server.base + '/ideas').status_code == 401
    reply = server.get(server.base + '/ideas', user='ada')
    assert reply.status_code == 200 and reply.headers['Cache-Control'] == 'private, no-store'


@pytest.mark.parametrize('path, to', [
    ('/', '/'), ('/ideas?sort=top&utm_source=x', '/ideas?sort=top'), ('/ideas/new', '/ideas/new'),
    ('/ideas?kind=keep&after=1_2', '/ideas?kind=keep&after=1_2'),
    ('/ideas/1/edit', '/ideas/1/edit'), ('POST /ideas/1/vote', '/ideas/1'), ('POST /ideas/1/edit', '/ideas/1/edit'),
    ('POST /ideas', '/ideas/new')])
def test_sign_in_leads_back(server, path, to):
    method, _, path = path.rpartition(' ')
    reply = server.request(method or 'GET', server.base + path, data=form(value='1', version='1') if method else None)
    links = [a for a in page(reply).xpath('//a/@href') if a.startswith('/sign-in')]
    assert links and set(links) == {LOGIN + urllib.parse.quote(server.base + to)}


# --- names ----------------------------------------------------------------------------------------------------------------

USERS = ['ümlaut', 'with space', "o'hara", '<b>', 'x' * 200, 'UPPER', '日本']


@pytest.fixture(scope='module')
def named(httpd):
    """A login that gives names of any bytes: they come in a header, percent-encoded."""
    return httpd(server='SetEnvIfExpr "unescape(req(\'X-Name\')) =~ /(?s)(.*)/" RAW=$1\n', users=USERS,
                 options={'CocreateMemberName': '"%{reqenv:RAW}"', 'CocreateMemberGroup': '"%{req:X-Group}"',
                          'CocreateModerator': '"%{req:X-Mod} == \'1\'"'})


@pytest.mark.parametrize('name',
                         [b'', b'   ', b'\xff\xfe', b'Caf\xe9', b'<b>Bold</b> & "co"', b'\xe2\x80\xaeevil', b'A\tB',
                          b'x' * 5000, b'\x7f', '名前'.encode(),
                                  b'&#1;', b'<!--#exec cmd="id"-->', b'\xef\xbf\xbe', b'\xed\xa0\x80', b'\x1b[31mred',
                                  b'two\r\nlines',
                                  b'\x01\x02', b'Ada\xe2\x80\xa8Lindqvist', b'\xf0\x9f\xab\x96'])
def test_any_name_of_the_login_is_survived(named, name):
    headers = {'X-Name': urllib.parse.quote(name), 'X-Group': b'no such group'}
    reply = named.get(named.base + '/ideas/new.xml', user='ada', headers=headers)
    assert reply.status_code == 200
    shown = document(reply).find('viewer').get('name')
    assert shown == {b'<b>Bold</b> & "co"': '<b>Bold</b> & "co"', '名前'.encode(): '名前', b'&#1;': '&#1;', b'': 'ada',
                     b'Caf\xe9': 'Caf\ufffd'}.get(name, shown)
    assert b'<!--#' not in named.get(named.base + '/ideas/new', user='ada', headers=headers).content
    reply = named.post(named.base + '/ideas', form(), user='ada', headers=headers)
    assert reply.status_code == 303
    idea = document(named.get(reply.headers['Location'].split('?')[0] + '.xml')).find('idea')
    assert idea.findtext('author').strip() and idea.find('author').get('group') == 'customer'
    assert named.get(named.base + '/ideas').status_code == 200


@pytest.mark.parametrize('user', USERS)
def test_any_user_name_is_survived(named, user):
    server = named
    credentials = {'Authorization': 'Basic ' + base64.b64encode(f'{user}:demo'.encode()).decode()}
    reply = server.post(server.base + '/ideas', form(), headers=credentials)
    assert reply.status_code == 303
    assert page(server.get(reply.headers['Location'], headers=credentials)).xpath('//a[contains(@href, "/edit")]')


def test_an_address_is_shown_only_as_far_as_its_at(httpd):
    """Where the login's names are e-mail addresses and nothing else is known, the address stays private."""
    server = httpd(users=['zoe@mill.example'], members=False)
    sign_in = {'Authorization': 'Basic ' + base64.b64encode(b'zoe@mill.example:demo').decode()}
    assert document(server.get(server.base + '/ideas/new.xml', headers=sign_in)).find('viewer').get('name') == 'zoe'
    reply = server.post(server.base + '/ideas', form(), headers=sign_in)
    place = reply.headers['Location'].split('?')[0]
    assert document(server.get(place + '.xml')).findtext('idea/author') == 'zoe'
    for path in (place, place + '.xml', place + '.atom', server.base + '/ideas', server.base + '/ideas.csv'):
        assert 'mill.example' not in server.get(path, headers=sign_in).text, path


def test_a_user_whose_name_is_no_text_is_a_visitor(httpd):
    """Repaired, two of them could become one person."""
    server = httpd(users=['caf\udce9', 'caf\udce8'])
    for user in (b'caf\xe9', b'caf\xe8'):
        server.expect_log('CC0306')
        credentials = {'Authorization': 'Basic ' + base64.b64encode(user + b':demo').decode()}
        assert server.post(server.base + '/ideas', form(), headers=credentials).status_code == 401


def test_a_user_named_like_a_link_is_a_visitor(httpd):
    """The rules would take them for somebody who came by that link."""
    anybody = FORM_LOGIN.replace('AuthFormProvider file',
                                 'AuthFormProvider anon\n    Anonymous *\n    Anonymous_MustGiveEmail off')
    server = httpd(modules='request session session_cookie session_crypto auth_form authn_anon', server=anybody,
                   options={**NOT_BASIC, 'CocreateLogin': f'"{LOGIN}"'})
    server.expect_log('CC0308')
    for user, status in (('link:7.1', 401), ('link', 303)):
        member = Browser(server)
        member.sign_in(user)
        assert member.post(server.base + '/ideas', form()).status_code == status


# --- no personal byte without its header ----------------------------------------------------------------------------------

def test_personal_replies_say_so(server):
    number = server.propose()
    server.vote(number)
    for path in ('/', '/ideas', f'/ideas/{number}', '/ideas.fragment', f'/ideas/{number}.xml', '/ideas/new', '/ideas/new.xml',
                 f'/ideas/{number}/edit',
                 '/ideas/999', '/ideas?limit=x', '/ideas.atom', '/overview.fragment'):
        visitor = server.get(server.base + path)
        assert 'Ben Okafor' not in visitor.text, path
        for user in ('ada', 'ben', 'mod'):
            member = server.get(server.base + path, user=user)
            assert member.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in member.headers, (path, user)
        if visitor.status_code == 200:
            assert visitor.headers['Cache-Control'] == 'no-cache' and 'ETag' in visitor.headers, path
        else:
            assert visitor.headers['Cache-Control'] == 'private, no-store' and 'ETag' not in visitor.headers, path
