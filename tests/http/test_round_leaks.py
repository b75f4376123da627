# SPDX-License-Identifier: Apache-2.0
"""What is sealed stays sealed: every text of a round is a word, and everybody looks for every word in every place."""

import re

import lxml.etree
import pytest

import formats
from harness import document
from leaks import ODD, Story, sign_ins
from rounds import House

PHASES = ['draft', 'announced', 'advice', 'table', 'hearing', 'choosing', 'acting', 'reported', 'closed']

# Who reads what, from which phase on; what is named stays so until the next phase that is named. Before the first: nobody.
#
#   all         everybody, visitors and those with a link too          members     everybody who signed in, and advisers by link
#   round       who advised (also late), staff, hosts                  wrote       who sent advice in time
#   table       who sit at the author's table                          far-table   who sit at the other one
#   hosts       the host and the second one                            mods        moderators who host nothing; one administrates
#   author near far guest late idle ...    one person: near sits with the author, far does not; idle has a link and wrote nothing
READERS = '''
title                       draft: hosts mods | announced: all
question                    draft: hosts mods | announced: all
hands                       draft: hosts mods | announced: all
not hands                   draft: hosts mods | announced: all
leaning                     draft: hosts mods | advice: hosts wrote | table: all
draw key                    closed: all
why you                     announced: hosts mods late
name of the guest           announced: hosts | advice: hosts guest
name of the idle            announced: hosts
link of the guest           announced: hosts guest
link of the idle            announced: hosts idle

shared with nobody          advice: author | table: table | hearing: round
shared as text              advice: author | table: table | hearing: round | reported: members
shared by name              advice: author | table: table | hearing: round | reported: members
name of the author          draft: author | reported: members
taken back sealed           advice: nobody
taken back later            advice: author | table: table | hearing: round | acting: nobody
hidden later                advice: author | table: table mods | hearing: author mods
why hidden                  hearing: author near mods
reported                    advice: author | table: table mods | hearing: round mods
why reported                table: mods
why hidden later            table: mods
unfinished                  advice: author
of near                     advice: near | table: table | hearing: round
of far                      advice: far | table: far-table | hearing: round
by link                     advice: guest | table: guest-table | hearing: round | reported: members
late                        table: late | hearing: round
late of the author          table: author | hearing: round
name of the late one        draft: late | announced: late hosts mods
kept for me                 acting: author
kept for the next           acting: author

reply                       table: table | hearing: round
answer                      table: table | hearing: round
reply taken back            table: nobody
reply elsewhere             table: far-table | hearing: round
left seen                   table: table | hearing: round
left side                   table: table | hearing: round
left other side             table: table | hearing: round
left first                  table: table | hearing: round
left seen elsewhere         table: far-table | hearing: round
left side elsewhere         table: far-table | hearing: round
left other side elsewhere   table: far-table | hearing: round
left first elsewhere        table: far-table | hearing: round

insight chosen              hearing: hosts | choosing: round | acting: all
insight not chosen          hearing: hosts | choosing: round | acting: members
why it stood out            choosing: hosts | acting: all
action small                choosing: hosts | acting: all
people small                choosing: hosts | acting: all
action larger               choosing: hosts | acting: all
people larger               choosing: hosts | acting: all
departure                   acting: all
progress                    acting: all

reason why not              acting: hosts | reported: round
reason not understood       acting: hosts | reported: members | closed: author hosts
question back               acting: hosts | reported: members | closed: nobody
source                      acting: hosts | reported: members
reason of the rest          reported: members
missed                      reported: author hosts
reason written anew         closed: members

login of an adviser         draft: nobody
login of another            draft: nobody
firm                        draft: nobody
kind of sign-in by link     draft: nobody
'''


def readers():
    """{thing: {phase: names of groups}}"""
    table = {}
    for line in filter(None, READERS.splitlines()):
        thing, cells = re.split(r' {2,}', line, maxsplit=1)
        said = dict(cell.strip().split(': ') for cell in cells.split('|'))
        assert set(said) <= set(PHASES), line
        groups = 'nobody'
        table[thing] = {phase: (groups := said.get(phase, groups)) for phase in PHASES}
    return table


TABLE = readers()


@pytest.fixture(scope='module')
def story(httpd, database, test_dir):
    house = House(httpd, database, test_dir, sign_ins(), moderators=('host', 'moderator', 'admin'), admins=('admin',))
    return Story(house)


@pytest.mark.parametrize('thing', TABLE)
def test_who_reads_what(story, thing):
    wrong = {}
    for phase in PHASES:
        look = story.looks[phase]
        if thing not in look.words:
            assert TABLE[thing][phase] == 'nobody', f'{thing} is not written in {phase} yet'
            continue
        may = set().union(*(look.groups.get(name, {name}) for name in TABLE[thing][phase].split()))
        found = {who: look.places(thing, who) for who in look.people}
        wrong.update({(phase, who, 'reads it on'): sorted(places) for who, places in found.items() if places and who not in may})
        wrong.update({(phase, who, 'does not find it'): '' for who in may if who in found and not found[who]})
    assert wrong == {}


SENT = ['shared with nobody', 'shared as text', 'shared by name', 'hidden later', 'reported', 'of near', 'of far', 'by link',
        'late']


@pytest.mark.parametrize('thing', SENT)
def test_a_card_is_in_all_places_or_in_none(story, thing):
    """One function decides; the page, the card's own page, the document and the export ask it."""
    number = story.cards['of ' + story.label(thing) if thing.startswith('of ') else thing]
    wrong = {}
    for phase in PHASES[3 if thing.startswith('of ') else 2:]:
        look = story.looks[phase]
        for who in look.people:
            places = look.places(thing, who) if thing in look.words else set()
            if places:
                wrong[phase, who] = {'', '.xml', '.csv', f'cards/{number}.xml'} - places
    assert {key: places for key, places in wrong.items() if places} == {}


def is_for_visitors(who, channel, reply):
    """A link is one for its round: elsewhere its holder is a visitor. An export is never kept, nor is a refusal."""
    visits = who == 'visitor' or who in ('guest', 'idle') and channel.startswith('/')
    return visits and reply.status_code == 200 and '.csv' not in channel and not channel.startswith('POST')


def test_nothing_of_a_viewer_is_kept(story):
    """What is made for one reader has no ETag, and neither a browser nor a proxy keeps it; what may be kept is the same for all
    who have not signed in; a link goes to no other site."""
    for phase, look in story.looks.items():
        for who, replies in look.people.items():
            for channel, reply in replies.items():
                if is_for_visitors(who, channel, reply):
                    assert reply.headers['ETag'] and reply.headers['Cache-Control'] == 'no-cache', (phase, who, channel)
                    assert reply.content == look.people['visitor'][channel].content, (phase, who, channel)
                    continue
                assert 'ETag' not in reply.headers and 'Last-Modified' not in reply.headers, (phase, who, channel)
                assert reply.headers.get('Cache-Control') == 'private, no-store', (phase, who, channel)
                if who in ('guest', 'idle') and reply.status_code == 200 and not channel.startswith('/'):
                    assert reply.headers.get('Referrer-Policy') == 'same-origin', (phase, who, channel)


def test_nobody_is_told_how_many_there_are_while_it_is_sealed(story):
    for who, replies in story.looks['advice'].people.items():
        for channel in ('.xml', '/rounds.xml', '/overview.xml', 'host.xml'):
            if replies[channel].status_code == 200:
                for round_ in lxml.etree.fromstring(replies[channel].content).iter('round'):
                    assert not {'cards', 'advisers', 'tables-count'} & set(round_.attrib), (who, channel)
    assert lxml.etree.fromstring(story.looks['table'].people['visitor']['.xml'].content).find('round').get('cards')


# --- what machines read: all that everybody found in all phases ---------------------------------------------------------

def replies(story, kind, status=None):
    for phase, look in story.looks.items():
        for who, found in look.people.items():
            for channel, reply in found.items():
                if reply.headers.get('Content-Type', '').startswith(kind) and status in (None, reply.status_code):
                    yield (phase, who, channel), reply


def test_documents_are_valid(story):
    pages = set()
    for _, reply in replies(story, 'application/xml'):
        root = document(reply)
        assert root.get('representation') == 'xml'
        pages.add(root.get('page'))
    assert pages >= {'round', 'round_host', 'round_preview', 'round_edit', 'hearing', 'choosing', 'traces', 'answer', 'table',
                     'card', 'me', 'desk', 'overview', 'rounds', 'promises', 'promise', 'error'}


def test_feeds(story):
    titles = {}
    for (phase, who, channel), reply in replies(story, 'application/atom', 200):
        read = formats.feed(reply, story.house.server)
        titles[channel] = titles.get(channel, set()) | {entry.title for entry in read.entries}
    assert set(titles) == {'.atom', '/rounds.atom', '/promises.atom'} and all(titles.values())
    assert any(story.words['title'] in title and ODD.strip() in title for title in titles['/rounds.atom'])


def test_calendars(story):
    days = {}
    for (phase, who, channel), reply in replies(story, 'text/calendar', 200):
        events = formats.calendar(reply)
        days[channel, phase] = len(events)
        if channel == '.ics':
            assert [ODD.strip() in event['SUMMARY'] for event in events].count(False) <= 2, 'all but the two actions'
    assert days['.ics', 'announced'] >= 3 and days['.ics', 'closed'] > days['.ics', 'announced']
    assert days['/promises.ics', 'announced'] == 3 and days['/promises.ics', 'acting'] == 5


def test_tables(story):
    for (phase, who, channel), reply in replies(story, 'text/csv', 200):
        rows = formats.table(reply)
        for row in rows:
            assert channel != '.csv' or phase in ('reported', 'closed') or not row['author'], (phase, who)
    rows = formats.table(story.looks['reported'].people['member']['.csv'])
    assert [row['outcome'] for row in rows].count('shaped_action') == 1, 'the shared card of a guest'
    assert {row['author'] for row in rows} == {'', 'Nora zqnameauthorzq'}
    assert len(formats.table(story.looks['reported'].people['host']['.csv'])) > len(rows)
