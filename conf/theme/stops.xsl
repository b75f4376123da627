<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What rules of rounds refuse as a whole: what happened, and what one can do instead. For the page of an error and for a form that
     comes back. A new key of the rules is two lines here and in the words; until then it gets the general sentence. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- Of an error or a refusal without a field (@key), or of something that is not possible (@why-not). -->
  <xsl:template match="*" mode="stop-title">
    <xsl:variable name="key" select="string((@key | @why-not)[1])"/>
    <xsl:choose>
      <xsl:when test="$key = 'not-open-yet'"><cc:text key="stop.not-open-yet.title"/></xsl:when>
      <xsl:when test="$key = 'already-published'"><cc:text key="stop.already-published.title"/></xsl:when>
      <xsl:when test="$key = 'already-open'"><cc:text key="stop.already-open.title"/></xsl:when>
      <xsl:when test="$key = 'sealed-over'"><cc:text key="stop.sealed-over.title"/></xsl:when>
      <xsl:when test="$key = 'moved-on'"><cc:text key="stop.moved-on.title"/></xsl:when>
      <xsl:when test="$key = 'not-at-table'"><cc:text key="stop.not-at-table.title"/></xsl:when>
      <xsl:when test="$key = 'tables-closed'"><cc:text key="stop.tables-closed.title"/></xsl:when>
      <xsl:when test="$key = 'already-heard'"><cc:text key="stop.already-heard.title"/></xsl:when>
      <xsl:when test="$key = 'already-chosen'"><cc:text key="stop.already-chosen.title"/></xsl:when>
      <xsl:when test="$key = 'already-reported'"><cc:text key="stop.already-reported.title"/></xsl:when>
      <xsl:when test="$key = 'closed'"><cc:text key="stop.closed.title"/></xsl:when>
      <xsl:when test="$key = 'cancelled'"><cc:text key="stop.cancelled.title"/></xsl:when>
      <xsl:when test="$key = 'empty'"><cc:text key="stop.empty.title"/></xsl:when>
      <xsl:when test="$key = 'not-a-draft'"><cc:text key="stop.not-a-draft.title"/></xsl:when>
      <xsl:when test="$key = 'unchecked'"><cc:text key="stop.unchecked.title"/></xsl:when>
      <xsl:when test="$key = 'findings-open'"><cc:text key="stop.findings-open.title"/></xsl:when>
      <xsl:when test="$key = 'no-question'"><cc:text key="stop.no-question.title"/></xsl:when>
      <xsl:when test="$key = 'dates-passed'"><cc:text key="stop.dates-passed.title"/></xsl:when>
      <xsl:when test="$key = 'owing'"><cc:text key="stop.owing.title"/></xsl:when>
      <xsl:when test="$key = 'has-cards'"><cc:text key="stop.has-cards.title"/></xsl:when>
      <xsl:when test="$key = 'too-late-to-extend'"><cc:text key="stop.too-late-to-extend.title"/></xsl:when>
      <xsl:when test="$key = 'extended-twice'"><cc:text key="stop.extended-twice.title"/></xsl:when>
      <xsl:when test="$key = 'half-time-over'"><cc:text key="stop.half-time-over.title"/></xsl:when>
      <xsl:when test="$key = 'too-many-questions'"><cc:text key="stop.too-many-questions.title"/></xsl:when>
      <xsl:when test="$key = 'last-question'"><cc:text key="stop.last-question.title"/></xsl:when>
      <xsl:when test="$key = 'already-struck'"><cc:text key="stop.already-struck.title"/></xsl:when>
      <xsl:when test="$key = 'declined'"><cc:text key="stop.declined.title"/></xsl:when>
      <xsl:when test="$key = 'already-asked'"><cc:text key="stop.already-asked.title"/></xsl:when>
      <xsl:when test="$key = 'not-invited'"><cc:text key="stop.not-invited.title"/></xsl:when>
      <xsl:when test="$key = 'open-to-you'"><cc:text key="stop.open-to-you.title"/></xsl:when>
      <xsl:when test="$key = 'wrote'"><cc:text key="stop.wrote.title"/></xsl:when>
      <xsl:when test="$key = 'not-empty'"><cc:text key="stop.not-empty.title"/></xsl:when>
      <xsl:when test="$key = 'too-many-links'"><cc:text key="stop.too-many-links.title"/></xsl:when>
      <xsl:when test="$key = 'withdrawn'"><cc:text key="stop.withdrawn.title"/></xsl:when>
      <xsl:when test="$key = 'hidden'"><cc:text key="stop.hidden.title"/></xsl:when>
      <xsl:when test="$key = 'own-card'"><cc:text key="stop.own-card.title"/></xsl:when>
      <xsl:when test="$key = 'staff-wait'"><cc:text key="stop.staff-wait.title"/></xsl:when>
      <xsl:when test="$key = 'insight-in-use'"><cc:text key="stop.insight-in-use.title"/></xsl:when>
      <xsl:when test="$key = 'full'"><cc:text key="stop.full.title"/></xsl:when>
      <xsl:when test="$key = 'cards-unlooked'"><cc:text key="stop.cards-unlooked.title"/></xsl:when>
      <xsl:when test="$key = 'no-insight'"><cc:text key="stop.no-insight.title"/></xsl:when>
      <xsl:when test="$key = 'insight-without-cards'"><cc:text key="stop.insight-without-cards.title"/></xsl:when>
      <xsl:when test="$key = 'disagreement-missing'"><cc:text key="stop.disagreement-missing.title"/></xsl:when>
      <xsl:when test="$key = 'no-priority'"><cc:text key="stop.no-priority.title"/></xsl:when>
      <xsl:when test="$key = 'no-stones'"><cc:text key="stop.no-stones.title"/></xsl:when>
      <xsl:when test="$key = 'departure-missing'"><cc:text key="stop.departure-missing.title"/></xsl:when>
      <xsl:when test="$key = 'no-small-action'"><cc:text key="stop.no-small-action.title"/></xsl:when>
      <xsl:when test="$key = 'due-past'"><cc:text key="stop.due-past.title"/></xsl:when>
      <xsl:when test="$key = 'cards-without-outcome'"><cc:text key="stop.cards-without-outcome.title"/></xsl:when>
      <xsl:when test="$key = 'already-contested'"><cc:text key="stop.already-contested.title"/></xsl:when>
      <xsl:when test="$key = 'promise-ended'"><cc:text key="stop.promise-ended.title"/></xsl:when>
      <xsl:when test="$key = 'by-the-round'"><cc:text key="stop.by-the-round.title"/></xsl:when>
      <xsl:when test="$key = 'hosts-only'"><cc:text key="stop.hosts-only.title"/></xsl:when>
      <xsl:when test="$key = 'moderators-only'"><cc:text key="stop.moderators-only.title"/></xsl:when>
      <xsl:when test="$key = 'admins-only'"><cc:text key="stop.admins-only.title"/></xsl:when>
      <xsl:when test="$key = 'staff-only'"><cc:text key="stop.staff-only.title"/></xsl:when>
      <xsl:when test="$key = 'advisers-only'"><cc:text key="stop.advisers-only.title"/></xsl:when>
      <xsl:when test="$key = 'hosts-do-not-advise'"><cc:text key="stop.hosts-do-not-advise.title"/></xsl:when>
      <xsl:when test="$key = 'invited-only'"><cc:text key="stop.invited-only.title"/></xsl:when>
      <xsl:when test="$key = 'not-your-group'"><cc:text key="stop.not-your-group.title"/></xsl:when>
      <xsl:when test="$key = 'own-round'"><cc:text key="stop.own-round.title"/></xsl:when>
      <xsl:when test="$key = 'reads-along'"><cc:text key="stop.reads-along.title"/></xsl:when>
      <xsl:when test="$key = 'link-gone'"><cc:text key="stop.link-gone.title"/></xsl:when>
      <xsl:otherwise><cc:text key="error.other.title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*" mode="stop-text">
    <xsl:variable name="key" select="string((@key | @why-not)[1])"/>
    <xsl:choose>
      <xsl:when test="$key = 'not-open-yet'"><cc:text key="stop.not-open-yet.text"/></xsl:when>
      <xsl:when test="$key = 'already-published'"><cc:text key="stop.already-published.text"/></xsl:when>
      <xsl:when test="$key = 'already-open'"><cc:text key="stop.already-open.text"/></xsl:when>
      <xsl:when test="$key = 'sealed-over'"><cc:text key="stop.sealed-over.text"/></xsl:when>
      <!-- A card is carried on; for anything else the time is over. -->
      <xsl:when test="$key = 'moved-on' and contains(concat(/cocreate/@path, '#'), '/cards#')"><cc:text key="stop.moved-on.text"/></xsl:when>
      <xsl:when test="$key = 'moved-on'"><cc:text key="stop.moved-on.other"/></xsl:when>
      <xsl:when test="$key = 'not-at-table'"><cc:text key="stop.not-at-table.text"/></xsl:when>
      <xsl:when test="$key = 'tables-closed'"><cc:text key="stop.tables-closed.text"/></xsl:when>
      <xsl:when test="$key = 'already-heard'"><cc:text key="stop.already-heard.text"/></xsl:when>
      <xsl:when test="$key = 'already-chosen'"><cc:text key="stop.already-chosen.text"/></xsl:when>
      <xsl:when test="$key = 'already-reported'"><cc:text key="stop.already-reported.text"/></xsl:when>
      <xsl:when test="$key = 'closed'"><cc:text key="stop.closed.text"/></xsl:when>
      <xsl:when test="$key = 'cancelled'"><cc:text key="stop.cancelled.text"/></xsl:when>
      <xsl:when test="$key = 'empty'"><cc:text key="stop.empty.text"/></xsl:when>
      <xsl:when test="$key = 'not-a-draft'"><cc:text key="stop.not-a-draft.text"/></xsl:when>
      <xsl:when test="$key = 'unchecked'"><cc:text key="stop.unchecked.text"/></xsl:when>
      <xsl:when test="$key = 'findings-open'"><cc:text key="stop.findings-open.text"/></xsl:when>
      <xsl:when test="$key = 'no-question'"><cc:text key="stop.no-question.text"/></xsl:when>
      <xsl:when test="$key = 'dates-passed'"><cc:text key="stop.dates-passed.text"/></xsl:when>
      <xsl:when test="$key = 'owing'"><cc:text key="stop.owing.text"/></xsl:when>
      <xsl:when test="$key = 'has-cards'"><cc:text key="stop.has-cards.text"/></xsl:when>
      <xsl:when test="$key = 'too-late-to-extend'"><cc:text key="stop.too-late-to-extend.text"/></xsl:when>
      <xsl:when test="$key = 'extended-twice'"><cc:text key="stop.extended-twice.text"/></xsl:when>
      <xsl:when test="$key = 'half-time-over'"><cc:text key="stop.half-time-over.text"/></xsl:when>
      <xsl:when test="$key = 'too-many-questions'"><cc:text key="stop.too-many-questions.text"/></xsl:when>
      <xsl:when test="$key = 'last-question'"><cc:text key="stop.last-question.text"/></xsl:when>
      <xsl:when test="$key = 'already-struck'"><cc:text key="stop.already-struck.text"/></xsl:when>
      <xsl:when test="$key = 'declined'"><cc:text key="stop.declined.text"/></xsl:when>
      <xsl:when test="$key = 'already-asked'"><cc:text key="stop.already-asked.text"/></xsl:when>
      <xsl:when test="$key = 'not-invited'"><cc:text key="stop.not-invited.text"/></xsl:when>
      <xsl:when test="$key = 'open-to-you'"><cc:text key="stop.open-to-you.text"/></xsl:when>
      <xsl:when test="$key = 'wrote'"><cc:text key="stop.wrote.text"/></xsl:when>
      <xsl:when test="$key = 'not-empty'"><cc:text key="stop.not-empty.text"/></xsl:when>
      <xsl:when test="$key = 'too-many-links'"><cc:text key="stop.too-many-links.text"/></xsl:when>
      <xsl:when test="$key = 'withdrawn'"><cc:text key="stop.withdrawn.text"/></xsl:when>
      <xsl:when test="$key = 'hidden'"><cc:text key="stop.hidden.text"/></xsl:when>
      <xsl:when test="$key = 'own-card'"><cc:text key="stop.own-card.text"/></xsl:when>
      <xsl:when test="$key = 'staff-wait'"><cc:text key="stop.staff-wait.text"/></xsl:when>
      <xsl:when test="$key = 'insight-in-use'"><cc:text key="stop.insight-in-use.text"/></xsl:when>
      <xsl:when test="$key = 'full'"><cc:text key="stop.full.text"/></xsl:when>
      <xsl:when test="$key = 'cards-unlooked'"><cc:text key="stop.cards-unlooked.text"/></xsl:when>
      <xsl:when test="$key = 'no-insight'"><cc:text key="stop.no-insight.text"/></xsl:when>
      <xsl:when test="$key = 'insight-without-cards'"><cc:text key="stop.insight-without-cards.text"/></xsl:when>
      <xsl:when test="$key = 'disagreement-missing'"><cc:text key="stop.disagreement-missing.text"/></xsl:when>
      <xsl:when test="$key = 'no-priority'"><cc:text key="stop.no-priority.text"/></xsl:when>
      <xsl:when test="$key = 'no-stones'"><cc:text key="stop.no-stones.text"/></xsl:when>
      <xsl:when test="$key = 'departure-missing'"><cc:text key="stop.departure-missing.text"/></xsl:when>
      <xsl:when test="$key = 'no-small-action'"><cc:text key="stop.no-small-action.text"/></xsl:when>
      <xsl:when test="$key = 'due-past'"><cc:text key="stop.due-past.text"/></xsl:when>
      <xsl:when test="$key = 'cards-without-outcome'"><cc:text key="stop.cards-without-outcome.text"/></xsl:when>
      <xsl:when test="$key = 'already-contested'"><cc:text key="stop.already-contested.text"/></xsl:when>
      <xsl:when test="$key = 'promise-ended'"><cc:text key="stop.promise-ended.text"/></xsl:when>
      <xsl:when test="$key = 'by-the-round'"><cc:text key="stop.by-the-round.text"/></xsl:when>
      <xsl:when test="$key = 'hosts-only'"><cc:text key="stop.hosts-only.text"/></xsl:when>
      <xsl:when test="$key = 'moderators-only'"><cc:text key="stop.moderators-only.text"/></xsl:when>
      <xsl:when test="$key = 'admins-only'"><cc:text key="stop.admins-only.text"/></xsl:when>
      <xsl:when test="$key = 'staff-only'"><cc:text key="stop.staff-only.text"/></xsl:when>
      <xsl:when test="$key = 'advisers-only'"><cc:text key="stop.advisers-only.text"/></xsl:when>
      <xsl:when test="$key = 'hosts-do-not-advise'"><cc:text key="stop.hosts-do-not-advise.text"/></xsl:when>
      <xsl:when test="$key = 'invited-only'"><cc:text key="stop.invited-only.text"/></xsl:when>
      <xsl:when test="$key = 'not-your-group'"><cc:text key="stop.not-your-group.text"/></xsl:when>
      <xsl:when test="$key = 'own-round'"><cc:text key="stop.own-round.text"/></xsl:when>
      <xsl:when test="$key = 'reads-along'"><cc:text key="stop.reads-along.text"/></xsl:when>
      <xsl:when test="$key = 'link-gone'"><cc:text key="stop.link-gone.text"/></xsl:when>
      <xsl:otherwise><cc:text key="error.other.text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
