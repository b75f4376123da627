<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Small parts that several pages share. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- The way through the house, on whole pages. -->
  <xsl:template name="bar">
    <nav class="cc-bar" aria-label="{cc:bar.label}">
      <a class="cc-bar-link" href="{$base}/">
        <xsl:if test="@page = 'overview'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <cc:text key="bar.overview"/>
      </a>
      <a class="cc-bar-link" href="{$base}/ideas">
        <xsl:if test="@page = 'ideas'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <cc:text key="bar.ideas"/>
      </a>
      <a class="cc-bar-link" href="{$base}/rounds">
        <xsl:if test="@page = 'rounds'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <cc:text key="bar.rounds"/>
      </a>
      <a class="cc-bar-link" href="{$base}/promises">
        <xsl:if test="@page = 'promises'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <cc:text key="bar.promises"/>
      </a>
      <cc:choose slot="member">
        <a class="cc-bar-link" href="{$base}/me">
          <xsl:if test="@page = 'me'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
          <cc:text key="bar.me"/>
        </a>
      </cc:choose>
      <xsl:if test="@page != 'idea_new'">
        <xsl:call-template name="share"><xsl:with-param name="class" select="'cc-button-small'"/></xsl:call-template>
      </xsl:if>
    </nav>
  </xsl:template>

  <!-- The invitation, as a button that is a link. -->
  <xsl:template name="share">
    <xsl:param name="class"/>
    <a class="cc-button {$class}" href="{$base}/ideas/new"><cc:text key="share"/></a>
  </xsl:template>

  <!-- While the database is away, the page is the last good one, and says so. -->
  <xsl:template name="late">
    <xsl:if test="@page != 'error' and @page != 'idea_vote'">
      <cc:choose slot="late"><p class="cc-late" role="status"><cc:text key="pause.text"/></p></cc:choose>
    </xsl:if>
  </xsl:template>

  <!-- Thanks, after something was done. The script forgets the draft of the form named by data-sent. -->
  <xsl:template name="done">
    <xsl:variable name="done" select="request/@done"/>
    <xsl:variable name="said"><xsl:apply-templates select="$done" mode="done"/></xsl:variable>
    <xsl:if test="string($said) and @page != 'error'">
      <p class="cc-done" role="status">
        <xsl:if test="$done = 'proposed'"><xsl:attribute name="data-sent"><xsl:value-of select="concat($base, '/ideas')"/></xsl:attribute></xsl:if>
        <xsl:if test="$done = 'edited'"><xsl:attribute name="data-sent"><xsl:value-of select="concat($base, '/ideas/', idea/@number, '/edit')"/></xsl:attribute></xsl:if>
        <xsl:copy-of select="$said"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- The sentence of each deed; nothing for what nobody has done. -->
  <xsl:template match="@done" mode="done">
    <xsl:choose>
      <xsl:when test=". = 'proposed'"><cc:text key="done.proposed"/></xsl:when>
      <xsl:when test=". = 'edited'"><cc:text key="done.edited"/></xsl:when>
      <xsl:when test=". = 'voted'"><cc:text key="done.voted"/></xsl:when>
      <xsl:when test=". = 'unvoted'"><cc:text key="done.unvoted"/></xsl:when>
      <xsl:when test=". = 'insight-saved'"><cc:text key="done.insight-saved"/></xsl:when>
      <xsl:when test=". = 'insight-dropped'"><cc:text key="done.insight-dropped"/></xsl:when>
      <xsl:when test=". = 'card-out'"><cc:text key="done.card-out"/></xsl:when>
      <xsl:when test=". = 'looked'"><cc:text key="done.looked"/></xsl:when>
      <xsl:when test=". = 'signed'"><cc:text key="done.signed"/></xsl:when>
      <xsl:when test=". = 'unsigned'"><cc:text key="done.unsigned"/></xsl:when>
      <xsl:when test=". = 'heard'"><cc:text key="done.heard"/></xsl:when>
      <xsl:when test=". = 'priority-set'"><cc:text key="done.priority-set"/></xsl:when>
      <xsl:when test=". = 'priority-off'"><cc:text key="done.priority-off"/></xsl:when>
      <xsl:when test=". = 'action-saved'"><cc:text key="done.action-saved"/></xsl:when>
      <xsl:when test=". = 'action-dropped'"><cc:text key="done.action-dropped"/></xsl:when>
      <xsl:when test=". = 'chosen'"><cc:text key="done.chosen"/></xsl:when>
      <xsl:when test=". = 'told'"><cc:text key="done.told"/></xsl:when>
      <xsl:when test=". = 'traced'"><cc:text key="done.traced"/></xsl:when>
      <xsl:when test=". = 'reported'"><cc:text key="done.reported"/></xsl:when>
      <xsl:when test=". = 'contested'"><cc:text key="done.contested"/></xsl:when>
      <xsl:when test=". = 'card-flagged'"><cc:text key="done.card-flagged"/></xsl:when>
      <xsl:when test=". = 'card-hidden'"><cc:text key="done.card-hidden"/></xsl:when>
      <xsl:when test=". = 'card-kept'"><cc:text key="done.card-kept"/></xsl:when>
      <xsl:when test=". = 'seen'"><cc:text key="done.seen"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="round-done"><xsl:with-param name="done" select="."/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Who wrote it, for whom they speak, and when. -->
  <xsl:template match="idea" mode="by">
    <span class="cc-by">
      <bdi class="cc-name"><xsl:value-of select="author"/></bdi>
      <xsl:apply-templates select="author" mode="badge"/>
    </span>
    <xsl:text> </xsl:text>
    <xsl:call-template name="time"><xsl:with-param name="at" select="@created"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="author" mode="badge">
    <xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="@speaks">
        <span class="cc-badge cc-badge-speaks">
          <xsl:apply-templates select="." mode="label"/>
          <xsl:text>, </xsl:text>
          <cc:text key="group.speaks" site="/cocreate/site/@title"/>
        </span>
      </xsl:when>
      <xsl:otherwise><span class="cc-badge"><xsl:apply-templates select="." mode="label"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="idea" mode="kind">
    <span class="cc-kind" data-kind="{kind/@key}"><xsl:apply-templates select="kind" mode="label"/></span>
  </xsl:template>

  <!-- The address of a list, below the base. Of what was asked for, only keys that exist go into it, and words that are
       encoded already. -->
  <xsl:template name="list-path">
    <xsl:param name="sort" select="/cocreate/request/@sort"/>
    <xsl:param name="kind" select="/cocreate/request/@kind[. = /cocreate/kinds/kind/@key]"/>
    <xsl:param name="stage" select="/cocreate/request/@stage[. = /cocreate/stages/stage/@key]"/>
    <xsl:param name="after" select="''"/>
    <xsl:variable name="more" select="/cocreate/request/@limit[. != 20] | /cocreate/request/@q"/>
    <xsl:text>/ideas</xsl:text>
    <xsl:if test="$sort != 'trending' or $kind != '' or $stage != '' or $after != '' or $more">
      <xsl:value-of select="concat('?sort=', $sort)"/>
      <xsl:if test="$kind != ''"><xsl:value-of select="concat('&amp;kind=', $kind)"/></xsl:if>
      <xsl:if test="$stage != ''"><xsl:value-of select="concat('&amp;stage=', $stage)"/></xsl:if>
      <xsl:if test="$more[name() = 'limit']"><xsl:value-of select="concat('&amp;limit=', $more[name() = 'limit'])"/></xsl:if>
      <xsl:if test="$after != ''"><xsl:value-of select="concat('&amp;after=', $after)"/></xsl:if>
      <xsl:if test="$more[name() = 'q']"><xsl:text>&amp;q=</xsl:text><xsl:call-template name="q"/></xsl:if>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
