<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One outcome for each card: what its adviser will read. Cards without one come first, above them those whose adviser said that
     we missed the point. Then the report is published. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'traces']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="traces.title"/>
    <xsl:text> · </xsl:text>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'traces']" mode="content">
    <article class="cc-section cc-work">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="traces.title"/></xsl:with-param></xsl:call-template>
      <xsl:apply-templates select="next" mode="line"/>
      <xsl:call-template name="work-refusals"/>
      <xsl:choose>
        <xsl:when test="round/@phase = 'acting' or round/@phase = 'reported' or round/@phase = 'closed' or round/@phase = 'empty'">
          <xsl:call-template name="traces-work"/>
        </xsl:when>
        <xsl:when test="not(round/@cancelled)"><p class="cc-note"><cc:text key="traces.early"/></p></xsl:when>
      </xsl:choose>
    </article>
  </xsl:template>

  <xsl:template name="traces-work">
    <p class="cc-lead"><cc:text key="traces.lead"/></p>
    <xsl:apply-templates select="todo" mode="traces"/>
    <xsl:if test="round/@phase = 'acting' and insights/insight[@untraced &gt; 0]"><xsl:call-template name="trace-rest"/></xsl:if>
    <section class="cc-section" aria-labelledby="cards-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">cards-name</xsl:attribute>
        <cc:text key="traces.cards"/>
      </xsl:element>
      <xsl:apply-templates select="todo" mode="trace-tabs"/>
      <xsl:choose>
        <xsl:when test="cards/card"><ol class="cc-trace-list"><xsl:apply-templates select="cards/card" mode="trace"/></ol></xsl:when>
        <xsl:when test="request/@from = 'missing'"><p class="cc-note"><cc:text key="traces.none.missing"/></p></xsl:when>
        <xsl:when test="request/@from = 'contested'"><p class="cc-note"><cc:text key="traces.none.contested"/></p></xsl:when>
        <xsl:otherwise><xsl:call-template name="no-cards"/></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="card-pager">
        <xsl:with-param name="path" select="concat('/rounds/', round/@number, '/traces')"/>
        <xsl:with-param name="query"><xsl:if test="request/@from"><xsl:value-of select="concat('from=', request/@from, '&amp;')"/></xsl:if></xsl:with-param>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template match="todo" mode="traces">
    <section class="cc-missing" aria-labelledby="todo-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">todo-name</xsl:attribute>
        <cc:text key="traces.todo"/>
      </xsl:element>
      <ul class="cc-checklist">
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="@missing = 0"/>
          <xsl:with-param name="text"><cc:text key="traces.traced" n="@traced" of="@cards"/></xsl:with-param>
        </xsl:call-template>
        <xsl:if test="@contested &gt; 0">
          <xsl:call-template name="todo-item">
            <xsl:with-param name="done" select="false()"/>
            <xsl:with-param name="text"><cc:text key="traces.contested" count="@contested" n="@contested"/></xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </ul>
      <xsl:choose>
        <xsl:when test="/cocreate/round/@reported">
          <p class="cc-quiet">
            <cc:text key="traces.reported"/>
            <xsl:text> </xsl:text>
            <xsl:call-template name="day"><xsl:with-param name="at" select="/cocreate/round/@reported"/></xsl:call-template>
            <xsl:text>.</xsl:text>
          </p>
        </xsl:when>
        <xsl:when test="/cocreate/round/@phase = 'empty'">
          <p class="cc-quiet">
            <cc:text key="traces.share.empty"/>
            <xsl:text> </xsl:text>
            <a href="{$base}/rounds/{/cocreate/round/@number}/host"><cc:text key="traces.share.empty.link"/></a>
          </p>
        </xsl:when>
        <xsl:when test="@missing &gt; 0"><p class="cc-quiet"><cc:text key="traces.share.later" count="@missing" n="@missing"/></p></xsl:when>
        <xsl:when test="/cocreate/round/@phase = 'acting'">
          <div class="cc-share-now">
            <p><cc:text key="traces.share.note"/></p>
            <xsl:call-template name="press">
              <xsl:with-param name="action" select="concat($base, '/rounds/', /cocreate/round/@number, '/report')"/>
              <xsl:with-param name="class" select="'cc-button'"/>
              <xsl:with-param name="label"><cc:text key="traces.share"/></xsl:with-param>
            </xsl:call-template>
          </div>
        </xsl:when>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="todo" mode="trace-tabs">
    <nav class="cc-tabs cc-tabs-wrap" aria-label="{cc:traces.filter}">
      <xsl:call-template name="trace-tab"><xsl:with-param name="from" select="'all'"/><xsl:with-param name="label"><cc:text key="traces.filter.all" n="@cards"/></xsl:with-param></xsl:call-template>
      <xsl:call-template name="trace-tab"><xsl:with-param name="from" select="'missing'"/><xsl:with-param name="label"><cc:text key="traces.filter.missing" n="@missing"/></xsl:with-param></xsl:call-template>
      <xsl:call-template name="trace-tab"><xsl:with-param name="from" select="'contested'"/><xsl:with-param name="label"><cc:text key="traces.filter.contested" n="@contested"/></xsl:with-param></xsl:call-template>
    </nav>
  </xsl:template>

  <xsl:template name="trace-tab">
    <xsl:param name="from"/>
    <xsl:param name="label"/>
    <a class="cc-tab" href="{$base}/rounds/{/cocreate/round/@number}/traces?from={$from}">
      <xsl:if test="/cocreate/request/@from = $from or (not(/cocreate/request/@from) and $from = 'all')"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
      <xsl:value-of select="$label"/>
    </a>
  </xsl:template>

  <!-- ==== One card ==== -->

  <xsl:template match="card" mode="trace">
    <xsl:variable name="trace" select="/cocreate/traces/trace[@card = current()/@number]"/>
    <xsl:variable name="in" select="/cocreate/placed/in[@card = current()/@number]/@insight"/>
    <xsl:variable name="address" select="concat('/rounds/', /cocreate/round/@number, '/cards/', @number, '/trace')"/>
    <xsl:variable name="back" select="/cocreate/@path = $address"/>
    <xsl:variable name="again" select="$trace/@contested and not($trace/@answered)"/>
    <xsl:variable name="phase" select="/cocreate/round/@phase"/>
    <xsl:variable name="may" select="@state != 'withdrawn' and ($phase = 'acting' or $phase = 'empty' or ($again and $phase = 'reported'))"/>
    <li class="cc-trace">
      <xsl:apply-templates select="." mode="card">
        <xsl:with-param name="level" select="$top + 2"/>
        <xsl:with-param name="foot">
          <xsl:if test="$in">
            <ul class="cc-under">
              <xsl:for-each select="/cocreate/insights/insight[@number = $in]">
                <li><cc:text key="hearing.under"/><xsl:text> </xsl:text><q dir="auto"><xsl:value-of select="sentence"/></q></li>
              </xsl:for-each>
            </ul>
          </xsl:if>
        </xsl:with-param>
      </xsl:apply-templates>
      <div class="cc-trace-side">
        <xsl:if test="$again"><xsl:apply-templates select="$trace" mode="contested"><xsl:with-param name="to-host" select="true()"/></xsl:apply-templates></xsl:if>
        <xsl:if test="$trace[@outcome != 'withdrawn']">
          <div class="cc-outcome">
            <p class="cc-meta"><cc:text key="traces.reads"/></p>
            <xsl:apply-templates select="$trace" mode="said"/>
          </div>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="not($may)"/>
          <xsl:when test="$trace and not($again)">
            <details class="cc-fold">
              <xsl:if test="$back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
              <summary><cc:text key="traces.change"/></summary>
              <xsl:call-template name="trace-form">
                <xsl:with-param name="trace" select="$trace"/>
                <xsl:with-param name="address" select="$address"/>
                <xsl:with-param name="back" select="$back"/>
                <xsl:with-param name="in" select="$in"/>
              </xsl:call-template>
            </details>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="trace-form">
              <xsl:with-param name="trace" select="$trace"/>
              <xsl:with-param name="address" select="$address"/>
              <xsl:with-param name="back" select="$back"/>
              <xsl:with-param name="in" select="$in"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </div>
    </li>
  </xsl:template>
</xsl:stylesheet>
