<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The list of advice rounds, and on the overview what is asked right now: one question, one date, one button. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'rounds']" mode="title"><cc:text key="rounds.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'rounds']" mode="content">
    <!-- A short fragment inside another page is the list alone. -->
    <xsl:variable name="compact" select="not($whole) and request/@limit &lt;= 10"/>
    <section class="cc-section">
      <xsl:element name="h{$top}">
        <xsl:attribute name="class">
          <xsl:choose>
            <xsl:when test="$compact">cc-subtitle</xsl:when>
            <xsl:otherwise>cc-title</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <cc:text key="rounds.title"/>
      </xsl:element>
      <xsl:if test="not($compact)">
        <p class="cc-lead"><cc:text key="rounds.lead"/></p>
        <xsl:apply-templates select="record" mode="line"/>
        <div class="cc-tools">
          <xsl:call-template name="open-a-round"/>
          <xsl:if test="rounds/round or request/@phase"><xsl:call-template name="phase-filter"/></xsl:if>
        </div>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="rounds/round">
          <ul class="cc-list">
            <xsl:apply-templates select="rounds/round" mode="item"><xsl:with-param name="level" select="$top + 1"/></xsl:apply-templates>
          </ul>
        </xsl:when>
        <xsl:when test="request/@phase or request/@after">
          <div class="cc-empty">
            <p class="cc-empty-title"><cc:text key="rounds.nomatch"/></p>
            <p><a href="{$base}/rounds"><cc:text key="rounds.all"/></a></p>
          </div>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="no-rounds"/></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="$compact"><p class="cc-more"><a href="{$base}/rounds"><cc:text key="rounds.all"/></a></p></xsl:when>
        <xsl:otherwise><xsl:call-template name="rounds-pager"/></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- The record of promises in one line; nothing before the first has ended or is late. -->
  <xsl:template match="record" mode="line">
    <xsl:if test="@kept + @late + @broken + @released + @overdue &gt; 0">
      <p class="cc-quiet cc-record">
        <cc:text key="round.record" kept="@kept" late="@late" broken="@broken" released="@released"/>
        <xsl:text> </xsl:text>
        <xsl:if test="@overdue &gt; 0"><cc:text key="round.record.overdue" n="@overdue"/><xsl:text> </xsl:text></xsl:if>
        <a href="{$base}/promises"><cc:text key="round.record.all"/></a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- Those who may open a round see how; the others see nothing here. -->
  <xsl:template name="open-a-round">
    <p class="cc-actions">
      <cc:choose slot="moderator">
        <a class="cc-button" href="{$base}/rounds/new"><cc:text key="rounds.open"/></a>
        <a href="{$base}/rounds/desk"><cc:text key="rounds.desk"/></a>
      </cc:choose>
    </p>
  </xsl:template>

  <xsl:template name="no-rounds">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="rounds.none.title"/></p>
      <p><cc:text key="rounds.none.text"/></p>
      <p><a href="{$base}/ideas"><cc:text key="rounds.none.ideas"/></a></p>
    </div>
  </xsl:template>

  <!-- One round in a list: what it is about, and what happens next. -->
  <xsl:template match="round" mode="item">
    <xsl:param name="level"/>
    <li class="cc-item cc-round-item">
      <div class="cc-item-text">
        <xsl:element name="h{$level}">
          <xsl:attribute name="class">cc-item-title</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <a href="{$base}/rounds/{@number}"><xsl:value-of select="title"/></a>
        </xsl:element>
        <xsl:if test="string(question)"><p class="cc-excerpt" dir="auto"><xsl:value-of select="question"/></p></xsl:if>
        <p>
          <xsl:apply-templates select="next" mode="what"/>
          <xsl:apply-templates select="next" mode="until"/>
        </p>
        <xsl:apply-templates select="next" mode="late"/>
        <p class="cc-meta">
          <span class="cc-phase" data-phase="{@phase}"><xsl:apply-templates select="@phase" mode="phase"/></span>
          <xsl:if test="stage">
            <xsl:text> </xsl:text>
            <span><xsl:apply-templates select="stage" mode="label"/></span>
          </xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- What a phase is called, in a word or two. -->
  <xsl:template match="@*" mode="phase">
    <xsl:choose>
      <xsl:when test=". = 'draft'"><cc:text key="phase.draft"/></xsl:when>
      <xsl:when test=". = 'announced'"><cc:text key="phase.announced"/></xsl:when>
      <xsl:when test=". = 'open'"><cc:text key="phase.open"/></xsl:when>
      <xsl:when test=". = 'advice'"><cc:text key="phase.advice"/></xsl:when>
      <xsl:when test=". = 'table'"><cc:text key="phase.table"/></xsl:when>
      <xsl:when test=". = 'hearing'"><cc:text key="phase.hearing"/></xsl:when>
      <xsl:when test=". = 'choosing'"><cc:text key="phase.choosing"/></xsl:when>
      <xsl:when test=". = 'acting'"><cc:text key="phase.acting"/></xsl:when>
      <xsl:when test=". = 'reported'"><cc:text key="phase.reported"/></xsl:when>
      <xsl:when test=". = 'empty'"><cc:text key="phase.empty"/></xsl:when>
      <xsl:when test=". = 'cancelled'"><cc:text key="phase.cancelled"/></xsl:when>
      <xsl:otherwise><cc:text key="phase.closed"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="phase-filter">
    <div class="cc-filters">
      <details class="cc-menu">
        <summary>
          <xsl:if test="request/@phase"><xsl:attribute name="class">cc-chosen</xsl:attribute></xsl:if>
          <span class="cc-menu-name"><cc:text key="rounds.filter"/></span>
          <xsl:text> </xsl:text>
          <xsl:choose>
            <xsl:when test="request/@phase"><xsl:apply-templates select="request/@phase" mode="phase"/></xsl:when>
            <xsl:otherwise><cc:text key="rounds.filter.all"/></xsl:otherwise>
          </xsl:choose>
        </summary>
        <ul class="cc-menu-list">
          <xsl:call-template name="phase-choice"><xsl:with-param name="label"><cc:text key="rounds.filter.all"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'open'"/><xsl:with-param name="label"><cc:text key="phase.open"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'table'"/><xsl:with-param name="label"><cc:text key="phase.table"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'hearing'"/><xsl:with-param name="label"><cc:text key="phase.hearing"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'choosing'"/><xsl:with-param name="label"><cc:text key="phase.choosing"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'acting'"/><xsl:with-param name="label"><cc:text key="phase.acting"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'reported'"/><xsl:with-param name="label"><cc:text key="phase.reported"/></xsl:with-param></xsl:call-template>
          <xsl:call-template name="phase-choice"><xsl:with-param name="phase" select="'closed'"/><xsl:with-param name="label"><cc:text key="phase.closed"/></xsl:with-param></xsl:call-template>
        </ul>
      </details>
    </div>
  </xsl:template>

  <xsl:template name="phase-choice">
    <xsl:param name="phase" select="''"/>
    <xsl:param name="label"/>
    <li>
      <a href="{$base}/rounds{substring(concat('?phase=', $phase), 1, 99 * boolean($phase))}">
        <xsl:if test="string(request/@phase) = $phase"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
        <xsl:value-of select="$label"/>
      </a>
    </li>
  </xsl:template>

  <xsl:template name="rounds-pager">
    <xsl:variable name="last" select="rounds/round[last()]"/>
    <xsl:variable name="phase" select="substring(concat('&amp;phase=', request/@phase), 1, 99 * boolean(request/@phase))"/>
    <xsl:if test="request/@after or $last/@more">
      <nav class="cc-pager" aria-label="{cc:rounds.pager}">
        <xsl:if test="$last/@more">
          <a class="cc-button cc-button-plain" rel="next" href="{$base}/rounds?after={$last/@cursor}{$phase}"><cc:text key="rounds.more"/></a>
        </xsl:if>
        <xsl:if test="request/@after"><a href="{$base}/rounds"><cc:text key="pager.first"/></a></xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- ==== On the overview ==== -->

  <!-- The round that ends first speaks in full; others stand below it as lines. -->
  <xsl:template match="cocreate[@page = 'overview']/rounds">
    <section class="cc-ask" aria-labelledby="cc-ask">
      <xsl:apply-templates select="round[1]" mode="ask"/>
      <xsl:if test="round[2]">
        <ul class="cc-ask-more">
          <xsl:for-each select="round[position() &gt; 1]">
            <li>
              <a href="{$base}/rounds/{@number}" dir="auto"><xsl:value-of select="title"/></a>
              <xsl:text> </xsl:text>
              <span class="cc-quiet">
                <xsl:apply-templates select="next" mode="until"/>
              </span>
            </li>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="round" mode="ask">
    <p class="cc-eyebrow"><cc:text key="ask.eyebrow"/><xsl:text> </xsl:text><bdi><xsl:value-of select="title"/></bdi></p>
    <!-- The first heading of all, in a fragment too. -->
    <xsl:element name="h2">
      <xsl:attribute name="class">cc-ask-question</xsl:attribute>
      <xsl:attribute name="id">cc-ask</xsl:attribute>
      <xsl:attribute name="dir">auto</xsl:attribute>
      <xsl:value-of select="question"/>
    </xsl:element>
    <p class="cc-actions">
      <a class="cc-button" href="{$base}/rounds/{@number}">
        <!-- Whether it asks this reader, too, its page says. -->
        <xsl:choose>
          <xsl:when test="@invited-only"><cc:text key="ask.look"/></xsl:when>
          <xsl:otherwise><cc:text key="ask.button"/></xsl:otherwise>
        </xsl:choose>
      </a>
      <span><xsl:apply-templates select="next" mode="until"/></span>
    </p>
  </xsl:template>
</xsl:stylesheet>
