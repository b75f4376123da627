# SPDX-License-Identifier: Apache-2.0
"""Bad input gets a clear error; what is taken in harms nobody: no page, list, feed or export, nor the site's own filters."""

import csv
import io
import urllib.parse

import feedparser
import lxml.html
import pytest

from community import count_ideas, field_errors, form, typed
from harness import document, page

SSI_PAGE = '''<!DOCTYPE html>
<html lang="<!--cocreate:lang-->"><head><title><!--cocreate:title--></title><!--cocreate:head--></head>
<body data-method="<!--#echo var="REQUEST_METHOD" -->"><!--cocreate:body--></body></html>
'''
FORM_TYPE = 'application/x-www-form-urlencoded'


@pytest.fixture(scope='module')
def server(httpd):
    """A site that parses all that it sends for SSI, ours too, and whose theme relies on it; but no tables of plain text."""
    return httpd(server='<LocationMatch "(?<!csv)$">\nOptions +Includes\nSetOutputFilter INCLUDES\n</LocationMatch>\n',
                 options={'CocreateTheme': '"@docroot@/theme" "@repo@/conf/theme"'}, files={'theme/page.html': SSI_PAGE})


def propose(server, data, **options):
    return server.post(server.base + '/ideas', data, **{'user': 'ada', **options})


def encoded(**fields):
    """A form whose bytes are the test's own: values that are bytes go in as they are."""
    pairs = {k: urllib.parse.quote_plus(v).encode() if isinstance(v, str) else v for k, v in form(**fields).items()}
    return b'&'.join(k.encode() + b'=' + v for k, v in pairs.items())


# --- what no form of ours sends -------------------------------------------------------------------------------------------

def test_thousand_fields(server, database):
    before = count_ideas(database, server.site)
    reply = propose(server, {**form(), **{f'field{n}': 'x' for n in range(1000)}})
    assert (reply.status_code, page(reply).xpath('//h1')[0].text_content()) == (413, 'That was more than we can carry')
    assert count_ideas(database, server.site) == before


def test_thousand_times_the_same_field(server):
    assert propose(server, [('title', 'The same again')] * 1000).status_code == 413


def test_unknown_fields_are_ignored(server):
    assert propose(server, {**form(), 'utm_source': 'x', 'submit': 'Send', '': '', 'a[b]': '1'}).status_code == 303


@pytest.mark.parametrize('size', [1_000_000, 5_000_000])
def test_body_over_the_limit(server, database, size):
    before = count_ideas(database, server.site)
    reply = propose(server, b'body=' + b'x' * size)
    assert reply.status_code == 413 and page(reply).xpath('//h1')[0].text_content() == 'That was more than we can carry'
    reply = propose(server, (chunk for chunk in [b'title=Chunks&body='] + [b'x' * 10_000] * (size // 10_000)),
                    headers={'Content-Type': FORM_TYPE})
    assert reply.status_code == 413 and page(reply).xpath('//h1')
    assert count_ideas(database, server.site) == before
    assert propose(server, form()).status_code == 303


def test_limits_of_the_site_itself(httpd):
    server = httpd(location='LimitRequestBody 2000\n')
    server.expect_log('AH01587|AH01588|LimitRequestBody', optional=True)
    assert propose(server, form(body='x' * 5000)).status_code == 413
    assert propose(server, (b for b in [b'title=x&body=' + b'x' * 5000]), headers={'Content-Type': FORM_TYPE}).status_code == 413
    assert propose(server, form()).status_code == 303


def test_largest_honest_form_fits(server):
    """10,000 characters of four bytes, percent-encoded: twelve bytes each."""
    assert propose(server, form(title='🫖' * 120, body='🫖' * 10_000)).status_code == 303


@pytest.mark.parametrize('kind',
                         [None, 'text/plain', 'application/json', 'multipart/form-data; boundary=x', 'application/xml',
                          FORM_TYPE + 'x', '', 'x' * 500])
def test_wrong_type(server, kind):
    reply = server.request('POST', server.base + '/ideas', data=iter([b'title=A+title+here']), headers={'Content-Type': kind},
                           user='ada')
    assert (reply.status_code, page(reply).xpath('//h1')[0].text_content()) == (415, 'We could not read this')


@pytest.mark.parametrize('kind', [FORM_TYPE + '; charset=utf-8', FORM_TYPE.upper(), FORM_TYPE + ' ;x=y'])
def test_right_type(server, kind):
    assert propose(server, encoded(), headers={'Content-Type': kind}).status_code == 303


def test_body_that_ends_early(server):
    server.expect_log('CC0012|AH', optional=True)
    server.raw(f'POST {server.base}/ideas HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {FORM_TYPE}\r\n'
               f'Authorization: Basic YWRhOmRlbW8=\r\nContent-Length: 1000\r\n\r\ntitle=half'.encode())
    assert server.get(server.base + '/ideas').status_code == 200


@pytest.mark.parametrize('data',
                         [b'', b'&', b'=', b'&&&===', b'title', b'title=%', b'title=%4', b'title=%zz', b'%=%',
                          b'\x00\xff\xfe', b'title=\x00',
                                  b'\xef\xbb\xbftitle=With a mark', b'title=' + b'%' * 60_000])
def test_odd_forms_are_refused_forms(server, data):
    reply = propose(server, data)
    assert reply.status_code == 422 and field_errors(page(reply))


# --- bytes that are no text -----------------------------------------------------------------------------------------------

NO_TEXT = [b'%FF%FE', b'%C3%28', b'%C0%AF', b'%ED%A0%80', b'%F4%90%80%80', b'%E2%82', b'%F8%88%80%80%80', b'%00', b'\xff',
           b'%01', b'%0B', b'%1B%5B31m',
           b'%7F%C0', b'%EF%BF%BE', b'%EF%BF%BF', b'100%']


@pytest.mark.parametrize('name', ['title', 'body', 'kind', 'stage', 'token'])
@pytest.mark.parametrize('bad', NO_TEXT)
def test_no_text_is_refused_at_its_field(server, database, name, bad):
    before = count_ideas(database, server.site)
    reply = propose(server, encoded(**{name: b'Before ' + bad + b' behind'}))
    assert reply.status_code == 422 and count_ideas(database, server.site) == before
    tree = page(reply)
    assert list(field_errors(tree)) == ([] if name == 'token' else [name])
    if name in ('title', 'body'):
        back = typed(tree)[name]
        assert back.strip().startswith('Before ') and back.strip().endswith(' behind')
    assert b'\x00' not in reply.content and b'\x1b' not in reply.content


BIDI = ['\u202e', '\u202a', '\u202b', '\u202d', '\u2066', '\u2067', '\u2068', '\u2069']


@pytest.mark.parametrize('mark', BIDI)
def test_bidi_controls_in_a_title(server, mark):
    reply = propose(server, form(title=f'Reads {mark}backwards'))
    assert reply.status_code == 422 and list(field_errors(page(reply))) == ['title']


def test_letters_of_all_scripts_in_a_title(server):
    for title in ('כותרת בעברית', 'عنوان بالعربية', 'एक शीर्षक यहाँ', '👨\u200d👩\u200d👧 family', 'می\u200cخواهم'):
        assert propose(server, form(title=title)).status_code == 303, title


# --- what is taken in ------------------------------------------------------------------------------------------------------

PAYLOADS = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '</title><script>alert(1)</script>', '</textarea><script>alert(1)</script>', '<!--#exec cmd="id" -->', '<!--#printenv -->',
    '<!--#echo var="DOCUMENT_ROOT" -->', '"<!--#include virtual="/index.html" -->',
    '<esi:include src="http://evil.example/"/>', '<!--esi <b>x</b>-->',
    '<!--cocreate:body-->', '<!--cocreate:title-->', '<?cc-choose voted 1?>', '<?php system("id") ?>', '<![CDATA[x]]>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    '&lt;script&gt;', '&#60;script&#62;', '&#1;', '&#0;', '&#xFFFE;', '&#xD800;', '&amp;amp;',
    "'; DROP TABLE cocreate.idea; --", '1 OR 1=1', '$1 $2 %s {n} {cc:share}',
    '<iframe src="javascript:alert(1)">', '<a href="javascript:alert(1)">x</a>', '<base href="http://evil.example/">',
    '<meta http-equiv="refresh" content="0">',
    '{{7*7}} ${7*7} <%= 7*7 %>', '\\"; alert(1); //', ']]>',
]
MARKDOWN = [
    '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](&#106;avascript:alert(1))', '[x](java\tscript:alert(1))',
    '[x](<javascript:alert(1)>)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)', '[x](vbscript:x)', '[x](file:///etc/passwd)',
    '![x](http://evil.example/x.png)', '![x](data:image/svg+xml,x)',
    '<javascript:alert(1)>', '[x]: javascript:alert(1)\n\n[x]', '[x](http://e.org/"onclick="alert(1))',
    '[x](http://e.org/ "title\\" onclick=alert(1)")',
    '[x](//evil.example/)', '[x](\\\\evil.example)', '`<script>`', '    <script>alert(1)</script>', '```html\n<script>\n```',
    '```<!--#exec cmd="id"-->\nx\n```',
    '>' * 600 + ' deep', '- ' * 300 + 'deep', '*' * 600 + 'x' + '*' * 600, '[' * 500 + 'x' + ']' * 500, '`' * 3000,
    '![' * 500, '<!--' * 500,
    '| a | b |\n|' + '---|' * 500, '# ' * 200, '&#1; &#x1; &#xB; &#xFFFE; &#0;', '\n'.join(f'{n}. x' for n in range(2000)),
    'http://' * 1000,
    '[x](http://e.org/<!--#exec cmd="id"-->)', '[x](http://e.org/&#1;)', '[a](</\u202e>)',
]
DANGER = [b'<script>alert', b'<!--#', b'<esi:', b'<!--esi', b'<?php', b'<img', b'<svg', b'<iframe', b'<base',
          b'<meta http-equiv', b'<!DOCTYPE x', b'uid=0',
          b'GATEWAY_INTERFACE', b'<title>static']
NO_XML_DANGER = DANGER[:-1]


def check_everywhere(server, number):
    """The idea on every page and in every representation: readable by its format's own reader, without anything that acts."""
    for path in (f'/ideas/{number}', f'/ideas/{number}.fragment', '/ideas?sort=new', '/ideas.fragment?sort=new', '/',
                 f'/ideas/{number}/edit'):
        reply = server.get(server.base + path, user='ada')
        assert reply.status_code == 200, path
        check_html(reply.content, path)
    for path in (f'/ideas/{number}.xml', '/ideas.xml?sort=new', '/overview.xml', f'/ideas/{number}/edit.xml'):
        reply = server.get(server.base + path, user='ada')
        document(reply)
        assert not [d for d in NO_XML_DANGER if d in reply.content], path
    for path in (f'/ideas/{number}.atom', '/ideas.atom?sort=new'):
        reply = server.get(server.base + path)
        feed = feedparser.parse(reply.content, sanitize_html=False)
        assert not feed.bozo and not [d for d in NO_XML_DANGER if d in reply.content], path
        for entry in feed.entries:
            assert 'javascript:' not in ' '.join(link.get('href', '') for link in entry.links)
    table = server.get(server.base + '/ideas.csv').content
    assert b'<!--' not in table and b'<esi:' not in table
    assert len(list(csv.reader(io.StringIO(table.decode())))) > 1


def check_html(content, path):
    found = [d for d in DANGER if d in content]
    assert not found, (path, found)
    tree = lxml.html.fromstring(content.decode('utf-8'))
    assert not tree.xpath('//script[not(@type="module")] | //script[text()]'), path
    assert not tree.xpath('//iframe | //object | //embed | //svg | //img | //base'), path
    for element in tree.iter():
        if not isinstance(element.tag, str):
            raise AssertionError(f'{path}: a comment or an instruction: {element}')
        for name, value in element.attrib.items():
            assert not name.startswith('on') and name != 'style', (path, name)
            if name in ('href', 'src', 'action', 'formaction'):
                assert value.startswith(('/', 'http://', 'https://', 'mailto:', '#')) and not value.startswith('//'), (path,
                        value)


@pytest.mark.parametrize('payload', PAYLOADS)
def test_payload_in_title_and_body(server, payload):
    title = payload[:110] + ' title'
    reply = propose(server, form(title=title, body=payload))
    assert reply.status_code == 303
    path = reply.headers['Location'].split('?')[0]
    assert page(server.get(path)).xpath('//h1')[0].text_content() == title
    assert typed(page(server.get(path + '/edit', user='ada')))['title'] == title
    assert document(server.get(path + '.xml')).findtext('idea/title') == title
    check_everywhere(server, int(path.rsplit('/', 1)[1]))


@pytest.mark.parametrize('body', MARKDOWN, ids=range(len(MARKDOWN)))
def test_markdown(server, body):
    check_everywhere(server, server.propose(title='Markdown of the worst kind', body=body[:10000]))


def test_payloads_in_refused_forms(server):
    for payload in PAYLOADS:
        reply = propose(server, form(title=payload + 'x' * 120, body=payload, kind=payload[:200], stage=payload[:200],
                                     token=payload[:60]))
        assert reply.status_code == 422
        check_html(reply.content, payload)
        assert (typed(page(reply))['title'], typed(page(reply))['body'].strip()) == (payload + 'x' * 120, payload.strip())


def test_payloads_in_addresses(server):
    for payload in PAYLOADS:
        quoted = urllib.parse.quote(payload, safe='')
        for path in (f'/ideas?kind={quoted}', f'/ideas?after={quoted}', f'/ideas?done={quoted}', f'/ideas/{quoted}',
                     f'/{quoted}', f'/ideas/1?utm={quoted}'):
            server.expect_log('AH10244|AH02430|invalid URI', optional=True)
            reply = server.get(server.base + path)
            assert reply.status_code in (200, 400, 404), path
            assert not [d for d in DANGER[:-1] if d in reply.content], path


def test_payloads_in_headers(server):
    for payload in PAYLOADS:
        value = payload.encode('ascii', 'ignore').decode()
        reply = server.get(server.base + '/ideas',
                           headers={'Accept': value, 'User-Agent': value, 'Referer': value, 'X-Forwarded-Host': value,
                                    'Cookie': value})
        assert reply.status_code == 200
        check_html(reply.content, payload)


def test_the_sites_ssi_filter_runs_over_our_pages(server):
    """Otherwise the tests above would prove nothing about it."""
    assert page(server.get(server.base + '/ideas')).xpath('//body/@data-method') == ['GET']
    assert page(propose(server, form(title=''))).xpath('//body/@data-method') == ['POST']
