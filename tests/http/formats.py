# SPDX-License-Identifier: Apache-2.0
"""Strict readers of what other programs get: iCalendar (RFC 5545), Atom, CSV. Each asserts that it is right."""

import csv
import io
import re

import feedparser

DAY, MOMENT = r'\d{8}', r'\d{8}T\d{6}Z'
LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL)
TEXTS = {'SUMMARY', 'DESCRIPTION', 'X-WR-CALNAME', 'PRODID', 'UID'}
VALUES = {'DTSTAMP': MOMENT, 'DTSTART': DAY, 'DTEND': DAY, 'STATUS': 'CONFIRMED|CANCELLED|TENTATIVE',
          'TRANSP': 'OPAQUE|TRANSPARENT', 'VERSION': r'2\.0', 'CALSCALE': 'GREGORIAN', 'METHOD': 'PUBLISH',
          'URL': r'https?://[^\s]+'}


def calendar(reply):
    """The events of a calendar, each a dict; texts are unescaped. Lines end in CR LF and have at most 75 octets."""
    assert reply.headers['Content-Type'] == 'text/calendar; charset=utf-8'
    assert reply.content.endswith(b'\r\n') and b'\n' not in reply.content.replace(b'\r\n', b'')
    assert b'\r' not in reply.content.replace(b'\r\n', b'')
    for line in reply.content.split(b'\r\n'):
        assert len(line) <= 75, line
        line.decode('utf-8')        # no character is cut in two
    lines = reply.content.replace(b'\r\n ', b'').decode('utf-8').split('\r\n')[:-1]
    assert (lines[0], lines[-1]) == ('BEGIN:VCALENDAR', 'END:VCALENDAR')
    head, events, place = {}, [], None
    for line in lines[1:-1]:
        found = LINE.fullmatch(line)
        assert found, line
        name, params, value = found.groups()
        if (name, value) == ('BEGIN', 'VEVENT'):
            assert place is None, 'an event within an event'
            place = {}
        elif (name, value) == ('END', 'VEVENT'):
            events.append(place)
            place = None
        else:
            assert name not in ('BEGIN', 'END'), line
            at = head if place is None else place
            assert name not in at, f'{name} twice'
            at[name] = read_value(name, params, value)
    assert place is None and {'VERSION', 'PRODID'} <= set(head)
    for event in events:
        assert {'UID', 'DTSTAMP', 'DTSTART', 'SUMMARY'} <= set(event), event
    assert len({event['UID'] for event in events}) == len(events)
    return events


def read_value(name, params, value):
    if name in TEXTS:
        assert re.fullmatch(r'(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,nN])*', value), value
        return re.sub(r'\\(.)', lambda m: '\n' if m[1] in 'nN' else m[1], value)
    assert re.fullmatch(VALUES[name], value), f'{name}: {value}'
    assert params == (';VALUE=DATE' if name in ('DTSTART', 'DTEND') else ''), name
    return value


def feed(reply, server):
    """A feed that a reader takes without a complaint, with an id and dates for each entry."""
    assert reply.headers['Content-Type'] == 'application/atom+xml; charset=utf-8'
    read = feedparser.parse(reply.content, response_headers={'content-type': reply.headers['Content-Type']})
    assert not read.bozo, read.bozo_exception
    assert read.version == 'atom10' and read.feed.title and read.feed.updated_parsed
    assert read.feed.id.startswith(server.origin + server.base)
    assert {'self', 'alternate'} <= {link.rel for link in read.feed.links}
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    for entry in read.entries:
        assert entry.title and entry.updated_parsed and entry.id.startswith(server.origin + server.base), entry
        assert entry.link.startswith(server.origin + server.base), entry
    assert [e.updated for e in read.entries] == sorted((e.updated for e in read.entries), reverse=True)
    return read


def table(reply):
    """The rows of a table, each a dict."""
    assert reply.headers['Content-Type'] == 'text/csv; charset=utf-8; header=present'
    header, *rows = csv.reader(io.StringIO(reply.content.decode('utf-8'), newline=''), strict=True)
    assert len(set(header)) == len(header) and all(len(row) == len(header) for row in rows)
    assert b'\n' not in reply.content.replace(b'\r\n', b'').split(b'"')[0]
    return [dict(zip(header, row)) for row in rows]
