-- SPDX-License-Identifier: Apache-2.0
-- What no client can skip: the acts that move a round on. Each is done once, in its phase, and only when everything that it
-- needs is there. The actions look first and answer with the same key; whoever writes the table by another way is stopped.

-- What stands in the way of the acts that this change of a round writes; NULL: nothing, or no act.
create or replace function act_missing(old round, new round, at timestamptz) returns text stable
return coalesce(
    case when new.heard_at is distinct from old.heard_at then case
        when old.heard_at is not null then 'already-heard'
        when phase(old, at) <> 'hearing' then 'not-open-yet'
        else hear_missing(new) end end,
    case when new.chosen_at is distinct from old.chosen_at then case
        when old.chosen_at is not null then 'already-chosen'
        when phase(old, at) <> 'choosing' then 'not-open-yet'
        else choose_missing(new, at) end end,
    case when new.reported_at is distinct from old.reported_at then case
        when old.reported_at is not null then 'already-reported'
        when phase(old, at) <> 'acting' then 'not-open-yet'
        when exists (select from untraced(new)) then 'cards-without-outcome' end end,
    case when new.learned_at is distinct from old.learned_at then case
        when old.learned_at is not null then 'closed'
        when phase(old, at) <> 'empty' then 'not-open-yet'
        when exists (select from untraced(new)) then 'cards-without-outcome' end end);

create or replace function acts_guard() returns trigger
language plpgsql as $$
declare
    missing text := act_missing(old, new, clock());
begin
    if missing is not null then
        perform forbid(missing);
    end if;
    return new;
end $$;

create or replace trigger acts_guard before update of heard_at, chosen_at, reported_at, learned_at on round
for each row execute function acts_guard();

-- A round begins without acts.
create or replace function acts_begin() returns trigger
language plpgsql as $$
begin
    if num_nonnulls(new.heard_at, new.chosen_at, new.reported_at, new.learned_at) > 0 then
        perform forbid('not-open-yet');
    end if;
    return new;
end $$;

create or replace trigger acts_begin before insert on round
for each row execute function acts_begin();
