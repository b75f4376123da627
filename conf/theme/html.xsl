<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- From the document to HTML: the entry. One included part per duty.
     A brand's own html.xsl imports cocreate:/base/html.xsl and overrides any template below by its name, or by match and mode. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    xmlns:set="http://exslt.org/common"
    exclude-result-prefixes="cc set">

  <xsl:include href="parts.xsl"/>
  <xsl:include href="labels.xsl"/>
  <xsl:include href="dates.xsl"/>
  <xsl:include href="markdown.xsl"/>
  <xsl:include href="vote.xsl"/>
  <xsl:include href="overview.xsl"/>
  <xsl:include href="ideas.xsl"/>
  <xsl:include href="search.xsl"/>
  <xsl:include href="idea.xsl"/>
  <xsl:include href="form.xsl"/>
  <xsl:include href="refusals.xsl"/>
  <xsl:include href="error.xsl"/>
  <xsl:include href="stops.xsl"/>
  <xsl:include href="rounds.xsl"/>
  <xsl:include href="round.xsl"/>
  <xsl:include href="round_parts.xsl"/>
  <xsl:include href="round_read.xsl"/>
  <xsl:include href="round_outcomes.xsl"/>
  <xsl:include href="round_advice.xsl"/>
  <xsl:include href="round_form.xsl"/>
  <xsl:include href="round_questions.xsl"/>
  <xsl:include href="round_preview.xsl"/>
  <xsl:include href="round_host.xsl"/>
  <xsl:include href="round_refusals.xsl"/>
  <xsl:include href="round_done.xsl"/>
  <xsl:include href="table.xsl"/>
  <xsl:include href="several_forms.xsl"/>
  <xsl:include href="hearing.xsl"/>
  <xsl:include href="insight_form.xsl"/>
  <xsl:include href="choosing.xsl"/>
  <xsl:include href="actions.xsl"/>
  <xsl:include href="traces.xsl"/>
  <xsl:include href="trace_form.xsl"/>
  <xsl:include href="card.xsl"/>
  <xsl:include href="answer.xsl"/>
  <xsl:include href="outcome.xsl"/>
  <xsl:include href="promises.xsl"/>
  <xsl:include href="promise.xsl"/>
  <xsl:include href="promise_words.xsl"/>
  <xsl:include href="me.xsl"/>
  <xsl:include href="desk.xsl"/>
  <xsl:include href="charts.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- Evaluated at every transform, so there are few of them. -->
  <xsl:variable name="base" select="/cocreate/@base"/>
  <xsl:variable name="whole" select="/cocreate/@representation = 'page'"/>
  <!-- A whole page begins with h1, a fragment with h2. -->
  <xsl:variable name="top" select="2 - number($whole)"/>

  <xsl:template match="/cocreate">
    <cc:reply>
      <!-- Nobody sees the title and the head of a fragment. -->
      <cc:title><xsl:if test="$whole"><xsl:apply-templates select="." mode="title"/></xsl:if></cc:title>
      <cc:head><xsl:if test="$whole"><xsl:call-template name="head"/></xsl:if></cc:head>
      <cc:body>
        <div class="cocreate" lang="{@lang}" dir="{cc:direction}">
          <!-- A fragment lands in a page whose head we do not write: it brings its stylesheet along. -->
          <xsl:if test="not($whole) and @page != 'idea_vote'">
            <xsl:call-template name="stylesheet"/>
          </xsl:if>
          <xsl:if test="$whole"><xsl:call-template name="bar"/></xsl:if>
          <xsl:call-template name="late"/>
          <xsl:call-template name="done"/>
          <xsl:choose>
            <xsl:when test="typed/field and @page != 'error'"><xsl:call-template name="content-and-words"/></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="." mode="content"/></xsl:otherwise>
          </xsl:choose>
        </div>
      </cc:body>
    </cc:reply>
  </xsl:template>

  <!-- A page to which a form came back. Where it no longer offers that form, because the round has moved on or somebody else
       was faster, the words that no field of the page holds are given back above it. -->
  <xsl:template name="content-and-words">
    <xsl:variable name="content"><xsl:apply-templates select="." mode="content"/></xsl:variable>
    <xsl:variable name="place" select="set:node-set($content)//*[self::textarea or self::input[not(@type = 'hidden')] or self::p[@class = 'cc-keep-text']]"/>
    <xsl:variable name="lost" select="typed/field[not(. = $place[not(@value)] or . = $place/@value)]"/>
    <xsl:call-template name="keep-texts"><xsl:with-param name="fields" select="$lost"/></xsl:call-template>
    <xsl:copy-of select="$content"/>
  </xsl:template>

  <!-- What stands in the tab of the browser. -->
  <xsl:template match="cocreate" mode="title"><cc:text key="overview.title"/></xsl:template>
  <xsl:template match="cocreate[@page = 'ideas']" mode="title"><xsl:call-template name="ideas-title"/></xsl:template>
  <xsl:template match="cocreate[@page = 'ideas_similar']" mode="title"><cc:text key="similar.title"/></xsl:template>
  <xsl:template match="cocreate[@page = 'idea' or @page = 'idea_vote']" mode="title">
    <xsl:value-of select="idea/title"/>
  </xsl:template>
  <xsl:template match="cocreate[@page = 'idea_new' or @page = 'idea_edit']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <xsl:choose>
      <xsl:when test="@page = 'idea_new'"><cc:text key="form.new.title"/></xsl:when>
      <xsl:otherwise><cc:text key="form.edit.title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="cocreate[@page = 'error']" mode="title">
    <xsl:apply-templates select="error" mode="title"/>
  </xsl:template>

  <xsl:template name="stylesheet">
    <link rel="stylesheet" href="{$base}/{cc:asset/cocreate.css}"/>
    <xsl:if test="starts-with(/cocreate/@page, 'round') or contains(' table wording promises promise hearing choosing traces card answer me desk ', concat(' ', /cocreate/@page, ' '))">
      <link rel="stylesheet" href="{$base}/{cc:asset/rounds.css}"/>
    </xsl:if>
    <xsl:if test="contains(' promises promise hearing choosing traces card answer me desk ', concat(' ', /cocreate/@page, ' '))">
      <link rel="stylesheet" href="{$base}/{cc:asset/promises.css}"/>
    </xsl:if>
  </xsl:template>

  <!-- What goes into the <head> of a whole page. -->
  <xsl:template name="head">
    <xsl:call-template name="stylesheet"/>
    <script type="module" src="{$base}/{cc:asset/cocreate.js}"/>
    <xsl:if test="starts-with(@page, 'round') or contains(' table hearing choosing traces card answer ', concat(' ', @page, ' '))">
      <script type="module" src="{$base}/{cc:asset/rounds.js}"/>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="@page = 'ideas'">
        <link rel="alternate" type="application/atom+xml" href="{$base}/ideas.atom">
          <xsl:call-template name="feed-title"/>
        </link>
      </xsl:when>
      <xsl:when test="@page = 'overview'">
        <link rel="alternate" type="application/atom+xml" href="{$base}/ideas.atom?sort=new">
          <xsl:call-template name="feed-title"/>
        </link>
      </xsl:when>
      <xsl:when test="@page = 'idea'">
        <link rel="alternate" type="application/atom+xml" title="{idea/title}" href="{$base}/ideas/{idea/@number}.atom"/>
      </xsl:when>
      <xsl:when test="@page = 'rounds'">
        <link rel="alternate" type="application/atom+xml" href="{$base}/rounds.atom">
          <xsl:attribute name="title"><cc:text key="feed.rounds" site="site/@title"/></xsl:attribute>
        </link>
      </xsl:when>
      <xsl:when test="@page = 'round' and not(@link)">
        <link rel="alternate" type="application/atom+xml" title="{round/title}" href="{$base}/rounds/{round/@number}.atom"/>
      </xsl:when>
      <xsl:when test="@page = 'promises'">
        <link rel="alternate" type="application/atom+xml" href="{$base}/promises.atom">
          <xsl:attribute name="title"><cc:text key="feed.promises" site="site/@title"/></xsl:attribute>
        </link>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="canonical"/>
  </xsl:template>

  <xsl:template name="feed-title">
    <xsl:attribute name="title"><cc:text key="feed.title" site="/cocreate/site/@title"/></xsl:attribute>
  </xsl:template>

  <!-- One address per page: without the confirmation, without letters of a newsletter. The later pages of a list
       move with every vote, so search engines follow their links and keep the first page; so with what was looked for. -->
  <xsl:template name="canonical">
    <xsl:choose>
      <xsl:when test="(@page = 'ideas' or @page = 'rounds' or @page = 'round' or @page = 'promises') and request/@after or request/@q">
        <meta name="robots" content="noindex, follow"/>
      </xsl:when>
      <xsl:when test="@page = 'ideas'">
        <link rel="canonical">
          <xsl:attribute name="href">
            <xsl:value-of select="concat(@origin, $base)"/>
            <xsl:call-template name="list-path"/>
          </xsl:attribute>
        </link>
      </xsl:when>
      <xsl:when test="@page = 'overview'">
        <link rel="canonical" href="{@origin}{$base}/"/>
      </xsl:when>
      <xsl:when test="@page = 'idea' or @page = 'rounds' or @page = 'promises' or @page = 'promise' or @page = 'round' and not(@link)">
        <link rel="canonical" href="{@origin}{$base}{@path}"/>
      </xsl:when>
      <xsl:otherwise>
        <meta name="robots" content="noindex"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
