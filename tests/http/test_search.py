# SPDX-License-Identifier: Apache-2.0
"""Looking for ideas, and for those that are close to a title: the addresses, what they show, and what they lead to."""

import urllib.parse

import feedparser
import pytest

from community import FORM, seed_votes, typed
from harness import document, page


@pytest.fixture(scope='module')
def server(httpd, database, site):
    server = httpd()
    for title, body, kind, stage in (('The crank slips', 'When hands are *wet*.', 'hurts', 'use'),
                                     ('A longer crank', 'For left hands.', 'better', 'use'),
                                     ('Größere Mühle', 'Für viele', 'new', 'buy'),
                                     ('Less noise in the morning', 'The crank is quiet, the mill is not.', 'hurts', 'use')):
        server.propose(title=title, body=body, kind=kind, stage=stage)
    for n in range(30):
        server.propose(title=f'Something else, {n}', body='About the box.', kind='keep', stage='receive')
    seed_votes(database, site, {2: 3})
    return server


def address(path, **query):
    return path + ('?' + urllib.parse.urlencode(query) if query else '')


def search(server, **query):
    return server.get(server.base + address('/ideas', **query))


def titles(reply):
    return [a.text for a in page(reply).xpath('//li[@class="cc-item"]//*[contains(@class, "cc-item-title")]/a')]


def field(reply):
    box, = page(reply).xpath('//form[@role="search"]//input[@name="q"]')
    return box


# --- what is found ----------------------------------------------------------------------------------------------------------

def test_a_page_of_what_was_found(server):
    reply = search(server, q='  crank ')
    assert reply.status_code == 200 and titles(reply) == ['A longer crank', 'The crank slips', 'Less noise in the morning']
    tree = page(reply)
    assert tree.findtext('.//title') == 'Ideas with “  crank ”' and field(reply).get('value') == '  crank '
    assert tree.xpath('//meta[@name="robots"]/@content') == ['noindex, follow'] and not tree.xpath('//link[@rel="canonical"]')
    assert not tree.xpath('//nav[@class="cc-tabs"]'), 'what was found has an order of its own'


@pytest.mark.parametrize('q, found', [
    ('WET crank', ['The crank slips']), ('muhle', ['Größere Mühle']), ('GRÖSSERE mü', ['Größere Mühle']),
    ('grosse', ['Größere Mühle']), ('wet "crank"', ['The crank slips']), ('cran', None), ('-crank +slips', ['The crank slips'])])
def test_words_as_people_write_them(server, q, found):
    assert titles(search(server, q=q)) == (found or titles(search(server, q='crank')))


def test_every_representation(server):
    query = {'q': 'crank & "wet"'}
    root = document(server.get(server.base + address('/ideas.xml', **query)))
    assert root.find('request').get('q') == query['q'] and root.find('search').attrib == {}
    assert root.get('href') == server.base + '/ideas?q=crank%20%26%20%22wet%22'
    assert [idea.findtext('title') for idea in root.iterfind('ideas/idea')] == ['The crank slips']
    fragment = server.get(server.base + address('/ideas.fragment', **query, limit=5)).text
    assert fragment.startswith('<div class="cocreate"') and 'The crank slips' in fragment
    assert 'role="search"' not in fragment, 'a short one is the list alone'
    feed = feedparser.parse(server.get(server.base + address('/ideas.atom', **query)).content)
    assert not feed.bozo and [entry.title for entry in feed.entries] == ['The crank slips']
    assert feed.feed.id == server.origin + server.base + '/ideas?q=crank%20%26%20%22wet%22'
    table = server.get(server.base + address('/ideas.csv', **query)).text
    assert table == server.get(server.base + '/ideas.csv').text, 'a table is always the whole one'


def test_an_answer_for_each_question(server):
    """What is kept for one is not given to the other."""
    found = {q: titles(search(server, q=q)) for q in ('crank', 'CRANK', 'crank slips', 'noise', 'crank&kind=x')}
    assert found['crank'] == found['CRANK'] != found['crank slips'] != found['noise']
    assert found == {q: titles(search(server, q=q)) for q in found}
    tags = {search(server, q=q).headers['ETag'] for q in found}
    assert len(tags) == len(found)


def test_a_new_idea_is_found_at_once_and_an_edited_one_no_longer(server):
    assert titles(search(server, q='zymurgy')) == []
    number = server.propose(title='Zymurgy for all')
    assert titles(search(server, q='zymurgy')) == ['Zymurgy for all']
    server.post(f'{server.base}/ideas/{number}/edit', {**FORM, 'title': 'Brewing for all', 'version': '1'}, user='ada')
    assert titles(search(server, q='zymurgy')) == [] and titles(search(server, q='brewing')) == ['Brewing for all']


def test_filters_and_words_go_together(server):
    reply = search(server, q='crank', kind='hurts')
    assert titles(reply) == ['The crank slips', 'Less noise in the morning']
    form, = page(reply).xpath('//form[@role="search"]')
    assert {i.get('name'): i.get('value') for i in form.xpath('.//input')} == {'q': 'crank', 'kind': 'hurts'}
    links = page(reply).xpath('//ul[@class="cc-menu-list"]//a/@href')
    assert links and all(link.endswith('&q=crank') for link in links)
    stage, = [link for link in links if 'stage=use' in link]
    assert titles(server.get(stage)) == titles(reply)


def test_a_search_goes_on_by_its_cursor(server):
    seen, path = [], address(server.base + '/ideas', q='something else', limit=7)
    while path:
        reply = server.get(path)
        seen += titles(reply)
        path = next(iter(page(reply).xpath('//a[@rel="next"]/@href')), None)
    assert sorted(seen) == sorted(f'Something else, {n}' for n in range(30))


def test_who_votes_without_script_comes_back_to_what_was_found(server):
    back, = set(page(server.get(address(server.base + '/ideas', q='wet & crank'), user='ben')).xpath(
        '//form[contains(@action, "/vote")]/input[@name="back"]/@value'))
    reply = server.post(server.base + '/ideas/1/vote', {'value': '1', 'back': back}, user='ben')
    assert reply.headers['Location'].endswith('q=wet%20%26%20crank&done=voted#idea-1')
    assert titles(server.get(reply.headers['Location'].split('#')[0], user='ben')) == ['The crank slips']


# --- what is not found, and what cannot be looked for -----------------------------------------------------------------------

def test_nothing_found_leads_to_the_form_with_its_title(server):
    words = 'A drawer & a "lid" für 100 %'
    reply = search(server, q=words)
    tree = page(reply)
    assert reply.status_code == 200 and tree.xpath('//*[@class="cc-empty-title"]')[0].text == 'Nobody has said this yet'
    link, = tree.xpath('//div[@class="cc-empty"]//a[contains(@class, "cc-button")]/@href')
    assert typed(page(server.get(link, user='ada')))['title'] == words
    assert field(reply).get('value') == words


REFUSED = [('x' * 101, 'too-long', '100'), ('wort ' * 1400, 'too-long', '100'), ('a b c d e f g h i j k', 'too-many', 'ten'),
           ('?!', 'missing', 'word'), ('   ', 'missing', 'word'), ('🫖', 'missing', 'word'), ("'; --", 'missing', 'word'),
           ('\u202e\u2066', 'missing', 'word')]


@pytest.mark.parametrize('q, key, word', REFUSED)
def test_what_cannot_be_looked_for_is_said_at_the_field(server, q, key, word):
    reply = search(server, q=q)
    tree = page(reply)
    assert reply.status_code == 200 and not titles(reply)
    error, = tree.xpath('//*[@id="cc-search-error"]')
    assert word in error.text_content() and field(reply).get('value') == q
    assert (field(reply).get('aria-invalid'), field(reply).get('aria-describedby')) == ('true', 'cc-search-error')
    assert tree.findtext('.//title') == 'Ideas' and len(tree.xpath('//h1')) == 1 and not tree.xpath('//*[@class="cc-empty"]')
    assert document(server.get(server.base + address('/ideas.xml', q=q))).find('search').get('refused') == key


HOSTILE = ["'", '"', "1' or '1'='1", 'a & !b | (c', 'x:*', '%', '\\', '*', '$1 {q} %s', '<script>alert(1)</script>', '"><b>',
           '<!--#echo -->', '<esi:include/>', '?>', ']]>', '&amp;', 'كلمة', 'מילה', '日本語', '\U0010ffff', 'x' * 100]


@pytest.mark.parametrize('q', HOSTILE)
def test_hostile_words(server, q):
    for suffix in ('', '.fragment', '.xml', '.atom'):
        reply = server.get(server.base + address(f'/ideas{suffix}', q=q))
        assert reply.status_code == 200
        assert '<script>alert' not in reply.text and '<!--#' not in reply.text and '<esi:' not in reply.text
    assert field(search(server, q=q)).get('value') == q
    assert server.get(server.base + address('/ideas/similar', title=q)).status_code == 200
    assert server.get(server.base + address('/ideas/new', title=q), user='ada').status_code == 200


@pytest.mark.parametrize('query', ['q=%00', 'q=%FF', 'q=a&q=b', 'q=%EF%BF%BE', 'q=%ED%A0%80'])
def test_what_is_no_text(server, query):
    assert server.get(f'{server.base}/ideas?{query}').status_code == 400
    assert server.get(f"{server.base}/ideas/similar?{query.replace('q=', 'title=')}").status_code == 400


def test_an_empty_field_is_the_list(server):
    assert titles(server.get(server.base + '/ideas?q=&kind=')) == titles(server.get(server.base + '/ideas'))


# --- close to a title -------------------------------------------------------------------------------------------------------

def similar(server, title, suffix=''):
    return server.get(server.base + address('/ideas/similar' + suffix, title=title))


def test_ideas_close_to_a_title(server):
    reply = similar(server, 'My crank slips when wet')
    tree = page(reply)
    item, *_ = tree.xpath('//li[@class="cc-similar-item"]')
    link, about = item.getchildren()
    assert (link.text, about.text_content()) == ('The crank slips', 'Something that hurts 1 vote')
    assert item.xpath('.//a/@href') == [server.base + '/ideas/1'] and len(tree.xpath('//h1')) == 1
    link, = tree.xpath('//section[@class="cc-similar"]//a[contains(@class, "cc-button")]/@href')
    assert typed(page(server.get(link, user='ada')))['title'] == 'My crank slips when wet'
    assert tree.xpath('//meta[@name="robots"]/@content') == ['noindex']
    root = document(similar(server, 'A longer crank, please', '.xml'))
    assert [(i.get('number'), i.get('votes')) for i in root.iterfind('ideas/idea')][0] == ('2', '3')
    assert len(root.findall('ideas/idea')) <= 5


def test_nothing_close(server):
    assert page(similar(server, 'Zebra')).xpath('//h1')[0].text == 'Nobody has said this yet'
    assert 'cc-similar"' not in similar(server, 'Zebra', '.fragment').text
    assert document(similar(server, 'Zebra', '.xml')).findall('ideas/idea') == []
    assert server.get(server.base + '/ideas/similar').status_code == 200


def test_the_form_shows_the_way_without_script(server):
    """A refused form, or one with a title from the address, has a button; what it sends is the title alone."""
    refused = server.post(server.base + '/ideas', {**FORM, 'title': 'The crank "slips"', 'kind': ''}, user='ada')
    given = server.get(server.base + address('/ideas/new', title='The crank "slips"'), user='ada')
    for reply in (refused, given):
        form, = page(reply).xpath('//form[@id="cc-similar-form"]')
        assert (form.get('method'), form.get('action'), form.get('target')) == ('get', server.base + '/ideas/similar', '_blank')
        assert {i.get('name'): i.get('value') for i in form.xpath('.//input')} == {'title': 'The crank "slips"'}
        button, = page(reply).xpath('//button[@form="cc-similar-form"]')
        assert button.get('type') == 'submit'
        assert page(reply).xpath('//*[@data-similar]/@data-similar') == [server.base + '/ideas/similar.fragment']
    empty = page(server.get(server.base + '/ideas/new', user='ada'))
    assert not empty.xpath('//form[@id="cc-similar-form"]') and not empty.xpath('//button[@form]')
    assert not page(server.get(server.base + '/ideas/1/edit', user='ada')).xpath('//*[@data-similar]')


def test_who_signs_in_on_the_way_comes_back_with_the_title(httpd, site):
    server = httpd(options={'CocreateLogin': '/sign-in/?return='})
    reply = server.get(server.base + address('/ideas/new', title='A lid & a box'))
    link, = set(page(reply).xpath('//a[starts-with(@href, "/sign-in/")]/@href'))
    back = urllib.parse.unquote(link.split('return=', 1)[1])
    assert typed(page(server.get(back, user='ada')))['title'] == 'A lid & a box'
