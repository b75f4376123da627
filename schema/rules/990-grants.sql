-- SPDX-License-Identifier: Apache-2.0
-- What the web role may do: read what pages show, and act through the actions. It writes no table. All else is for the
-- owner. (New functions belong to nobody else from the start: schema/install sets the owner's default privileges.)
revoke all on all tables in schema cocreate from public, cocreate_web;
revoke all on all sequences in schema cocreate from public, cocreate_web;
revoke all on all functions in schema cocreate from public, cocreate_web;

grant usage on schema cocreate to cocreate_web;
grant select on
    migration, change, site, site_tally, member_group, kind, stage, member,
    idea, idea_version, idea_tally, idea_facet, idea_word, vote,
    round_setting, round, round_host, question, wording_finding, invitation, guest_link, advice, advice_flag, round_event,
    kitchen_table, seat, reply, insight, insight_advice, stone, action, trace,
    promise, promise_event, promise_now, promise_tally, outbox
to cocreate_web;
grant execute on function
    idea_propose, idea_edit, vote_cast, votes_cast,     -- the actions
    iso, idea_number, facet, after_rank, after_idea, refusal,    -- what pages are written with
    words, search_words, search_refusal, search_hits, similar_ideas
to cocreate_web;

-- Opening and ending rounds.
grant execute on function
    round_save, round_publish, tick(), tick(text, text), tidy(),
    round_invite, round_join, round_admit, link_make, link_end,
    round_cancel, round_extend, question_strike, question_add, round_learn,
    round_number, stem, round_plan, question_fields, round_key
to cocreate_web;

-- Advice, tables, hearing, choosing, promises, traces.
grant execute on function
    advice_save, advice_withdraw, advice_flag, advice_hide, flag_dismiss,
    reply_write, reply_withdraw, table_spare, table_leave,
    insight_save, insight_drop, insight_card_out, advice_look, round_agreed, round_hear,
    stones_lay, priority_save, action_save, action_drop, round_choose,
    promise_tell, trace_save, trace_rest, round_report, trace_contest, notices_seen
to cocreate_web;

-- What pages of rounds and promises are written with; they run as the reader, so what they are made of is the reader's too.
grant execute on function
    viewer, advice_shown, advice_seen, others_shown, author_shown, advice_state, trace_shown, shuffled, card_rank,
    table_shown, insight_shown, choice_shown, stones_shown, counts_shown, leaning_shown,
    round_head, round_texts, round_mine, card_head, promise_head, trace_head,
    card_page, trace_page, page_refusals, course_shown, ledger_record, round_numbers, after_number, due_after, due_before,
    clock, is_line, is_subject, trimmed, is_yes, is_link, member_at, is_host, link_of,
    phase, phase_of, round_now, round_moved, sealed_until, closes_at, next_step, has_tables, has_stones, later, days_later,
    days_late, moment, day_of, whole, said, promise_state, course_opens, staff_wait, trace_reopened,
    open_findings, all_checked, promises_owing, allowed_owing
to cocreate_web;
