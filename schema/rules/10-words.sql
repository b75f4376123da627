-- SPDX-License-Identifier: Apache-2.0
-- Time and text as the rules and the pages need them. Internal, except iso() and idea_number(), which the pages use. None raises.
--
-- In all rules: a bare name is a parameter or a variable, a column always carries the alias of its table.

-- The present. Whoever is a member of cocreate_owner may set cocreate.now instead, to load a history or to test one;
-- the web role cannot (session_user, because the actions run as their owner).
create or replace function clock() returns timestamptz stable
return case when pg_has_role(session_user, 'cocreate_owner', 'member')
            then coalesce(nullif(current_setting('cocreate.now', true), '')::timestamptz, now())
            else now() end;

-- A moment as the document writes it: 2026-11-21T21:50:00Z.
create or replace function iso(t timestamptz) returns text stable
return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- Without blank ends. Soft hyphens and joiners count as blank there: they show nothing by themselves.
create or replace function trimmed(t text) returns text immutable
return btrim(t, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\00AD\1680\2000\2001\2002\2003\2004\2005\2006'
                '\2007\2008\2009\200A\200C\200D\2028\2029\202F\205F\3000');

-- Many lines as we keep them: browsers send U+000D U+000A. A missing text is an empty one.
create or replace function lines(t text) returns text immutable
return regexp_replace(coalesce(t, ''), '\r\n?', E'\n', 'g');

-- The name to show: what is not fit for a line is taken out instead of refused, because the name comes from the site's
-- login and the member could not mend it. An empty one becomes the subject, without what follows its @.
create or replace function shown_name(name text, subject text) returns text immutable
return (select trimmed(left(trimmed(regexp_replace(n.name, '\s+', ' ', 'g')), 80))
        from (select regexp_replace(t, '[\u0001-\u001F\u007F-\u009F\u2028\u2029]', ' ', 'g') as spaced, place
              from unnest(array[name, split_part(subject, '@', 1), subject]) with ordinality as u (t, place)) s,
             regexp_replace(s.spaced, '[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]',
                            '', 'g') as n (name)
        where trimmed(n.name) <> ''
        order by s.place limit 1);

-- Whether this can be the subject of a member. Those who were forgotten are called gone:N, and nobody else is.
create or replace function is_subject(subject text) returns boolean immutable
return coalesce(trimmed(subject) <> '' and char_length(subject) <= 255 and is_line(subject)
                and not starts_with(subject, 'gone:'), false);

-- A number of an idea out of a path; NULL, which no idea has, when it is none.
create or replace function idea_number(t text) returns bigint immutable
return case when t ~ '^[1-9][0-9]{0,17}$' then t::bigint end;
