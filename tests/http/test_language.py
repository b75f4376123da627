# SPDX-License-Identifier: Apache-2.0
"""One language for all that a page says: the theme's words, and the labels of the database as long as they are the first ones."""

import re

import pytest

from community import form
from harness import REPO, page

HURTS = {'en': 'Something that hurts', 'de': 'Etwas, das stört'}
BUY = {'en': 'Buy', 'de': 'Kaufen'}
STAFF = {'en': 'Staff', 'de': 'Team'}
SPEAKS = {'en': 'Staff, speaks for Quernby & Söhne', 'de': 'Team, spricht für Quernby & Söhne'}
OWN = {'kind': 'Klemmt', 'stage': 'Beim Händler', 'member_group': 'Werkstatt'}


@pytest.fixture(scope='module', autouse=True)
def ideas(database, site, httpd):
    """One idea of each kind of author, one of them edited in kind and stage."""
    database.run('select cocreate.site_add(%s, %s)', (site, 'Quernby & Söhne'))
    server = httpd()
    server.propose(user='cleo', kind='hurts', stage='buy')
    number = server.propose(user='ada', kind='keep', stage='use')
    reply = server.post(f'{server.base}/ideas/{number}/edit', form(kind='hurts', stage='buy', version='1'), user='ada')
    assert reply.status_code == 303


@pytest.fixture(scope='module', params=['en', 'de'])
def server(request, httpd):
    server = httpd(options={'CocreateLanguage': request.param})
    server.language = request.param
    return server


def seen(server):
    """Every label that the pages show: what it is of, where it stands, its words."""
    def words(path, xpath, user=None):
        element = page(server.get(server.base + path, user=user)).xpath(xpath)[0]
        return re.sub(r'\s+', ' ', element.text_content()).strip()

    feed = server.get(server.base + '/ideas.atom').content.decode()
    speaks = '//span[contains(@class, "cc-badge-speaks")]'
    change = '//p[@class="cc-diff"][%s]/ins'
    return {
        'kind': {
            'list': words('/ideas', '//li//span[@class="cc-kind"]'),
            'idea': words('/ideas/1', '//header//span[@class="cc-kind"]'),
            'change': words('/ideas/2', change % 1).split(': ')[1],
            'filter': words('/ideas', '//details//a[contains(@href, "kind=hurts")]'),
            'chosen': words('/ideas?kind=hurts', '//summary[@class="cc-chosen"]').split(': ')[1],
            'invitation': words('/', '//li[@data-kind="hurts"]/a'),
            'form': words('/ideas/new', '//label[@data-kind="hurts"]//span[@class="cc-card-name"]', 'cleo'),
            'feed': re.search(r'term="hurts"[^>]* label="([^"]*)"', feed)[1],
        },
        'stage': {
            'idea': words('/ideas/1', '//span[@class="cc-stage"]').split(': ')[1],
            'change': words('/ideas/2', change % 2).split(': ')[1],
            'filter': words('/ideas', '//details//a[contains(@href, "stage=buy")]'),
            'chosen': words('/ideas?stage=buy', '//summary[@class="cc-chosen"]').split(': ')[1],
            'form': words('/ideas/new', '//label[input[@name="stage"]/@value="buy"]', 'cleo'),
            'feed': re.search(r'term="buy"[^>]* label="([^"]*)"', feed)[1],
        },
        'member_group': {
            'list': words('/ideas', speaks),
            'idea': words('/ideas/1', speaks),
            'form': words('/ideas/new', speaks, 'cleo'),
        },
    }


def test_first_labels_are_in_the_language(server):
    here = seen(server)
    for what, label in (('kind', HURTS), ('stage', BUY), ('member_group', SPEAKS)):
        assert set(here[what].values()) == {label[server.language]}, here[what]


@pytest.fixture
def renamed(database, site):
    rows = {'kind': ('hurts', HURTS), 'stage': ('buy', BUY), 'member_group': ('staff', STAFF)}
    for table, (key, _) in rows.items():
        database.run(f'update cocreate.{table} set label = %s where site = %s and key = %s', (OWN[table], site, key))
    yield
    for table, (key, first) in rows.items():
        database.run(f'update cocreate.{table} set label = %s where site = %s and key = %s', (first['en'], site, key))


def test_a_label_of_the_sites_own_is_shown_as_it_is(server, renamed):
    here = seen(server)
    assert set(here['kind'].values()) == {OWN['kind']}, here
    assert set(here['stage'].values()) == {OWN['stage']}, here
    for shown in here['member_group'].values():
        assert shown.startswith(OWN['member_group'] + ', ') and shown.endswith('Quernby & Söhne'), here


def test_feed_says_whose_it_is(server):
    title = {'en': 'Ideas · Quernby & Söhne', 'de': 'Ideen · Quernby & Söhne'}[server.language]
    feed = server.get(server.base + '/ideas.atom').content.decode()
    assert f'<title>{title}</title>'.replace('&', '&amp;') in feed
    for path in ('/', '/ideas'):
        links = page(server.get(server.base + path)).xpath('//link[@type="application/atom+xml"]')
        assert [link.get('title') for link in links] == [title], path


def test_first_labels_of_the_database_are_those_that_the_theme_knows(database, site):
    """The stylesheet compares with what site_add() writes: both must say the same."""
    sheet = (REPO / 'conf/theme/labels.xsl').read_text()
    known = re.findall(r"(?:@key|@group) = '([a-z]+)' and (?:\.|@label) = '([^']+)'", sheet)
    groups = re.findall(r"@key = '([a-z]+)' and label = '([^']+)'", sheet)
    rows = []
    for table in OWN:
        last = database.rows(f'select key::text, label::text from cocreate.{table} where site = %s order by position', (site,))
        rows += last
    assert known == rows
    assert groups == last, 'OWN ends with the groups'
    english = dict(re.findall(r'^(?:kind|stage|group)\.([a-z]+) = (.+)$', (REPO / 'conf/theme/words/en.txt').read_text(), re.M))
    assert {key: english[key] for key, _ in rows} == dict(rows)
