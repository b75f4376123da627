<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What the company promised and what became of it: the record in plain figures, every promise in a list, and one promise with
     each word that was said about it. What is late stands first. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'promises']" mode="title"><cc:text key="promises.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'promises']" mode="content">
    <!-- A short fragment inside another page: the figures and the first few. -->
    <xsl:variable name="compact" select="not($whole) and request/@limit &lt;= 10"/>
    <section class="cc-section cc-promises">
      <header class="cc-record-head">
        <xsl:element name="h{$top}">
          <xsl:attribute name="class">
            <xsl:choose>
              <xsl:when test="$compact">cc-subtitle</xsl:when>
              <xsl:otherwise>cc-title</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <cc:text key="promises.heading" site="site/@title"/>
        </xsl:element>
        <xsl:if test="not($compact)"><p class="cc-lead"><cc:text key="promises.lead"/></p></xsl:if>
        <xsl:apply-templates select="record" mode="figures"/>
      </header>
      <xsl:if test="not($compact)"><xsl:apply-templates select="record" mode="tabs"/></xsl:if>
      <!-- What is late now stands first, whatever its date. -->
      <xsl:if test="late/promise">
        <section class="cc-section">
          <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="promises.late" count="count(late/promise)" n="count(late/promise)"/></xsl:element>
          <ol class="cc-promise-list"><xsl:apply-templates select="late/promise" mode="item"/></ol>
        </section>
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="promises.others"/></xsl:element>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="promises/promise">
          <ol class="cc-promise-list">
            <xsl:apply-templates select="promises/promise[not(@number = /cocreate/late/promise/@number)]" mode="item"/>
          </ol>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="no-promises"/></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="$compact"><p class="cc-more"><a href="{$base}/promises"><cc:text key="promises.all"/></a></p></xsl:when>
        <xsl:otherwise><xsl:call-template name="promise-pager"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="not($compact)"><xsl:call-template name="promise-ways"/></xsl:if>
    </section>
  </xsl:template>

  <!-- The record: each figure with its word. A share of so few that one more would turn it over is not shown. -->
  <xsl:template match="record" mode="figures">
    <xsl:variable name="ended" select="@kept + @late + @broken + @released"/>
    <dl class="cc-figures">
      <xsl:apply-templates select="@kept" mode="figure"><xsl:with-param name="word"><cc:text key="record.kept"/></xsl:with-param></xsl:apply-templates>
      <xsl:apply-templates select="@late" mode="figure"><xsl:with-param name="word"><cc:text key="record.late"/></xsl:with-param></xsl:apply-templates>
      <xsl:apply-templates select="@broken" mode="figure"><xsl:with-param name="word"><cc:text key="record.broken"/></xsl:with-param></xsl:apply-templates>
      <xsl:apply-templates select="@released" mode="figure"><xsl:with-param name="word"><cc:text key="record.released"/></xsl:with-param></xsl:apply-templates>
      <xsl:apply-templates select="@open" mode="figure"><xsl:with-param name="word"><cc:text key="record.open"/></xsl:with-param></xsl:apply-templates>
      <xsl:apply-templates select="@overdue" mode="figure"><xsl:with-param name="word"><cc:text key="record.overdue"/></xsl:with-param></xsl:apply-templates>
    </dl>
    <xsl:if test="$ended &gt;= 10">
      <p class="cc-quiet"><cc:text key="record.share" n="round(100 * @kept div $ended)" of="$ended"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="record/@*" mode="figure">
    <xsl:param name="word"/>
    <div class="cc-figure" data-state="{name()}">
      <xsl:if test=". = 0"><xsl:attribute name="class">cc-figure cc-figure-none</xsl:attribute></xsl:if>
      <dt><xsl:value-of select="$word"/></dt>
      <dd><xsl:value-of select="."/></dd>
    </div>
  </xsl:template>

  <!-- By state. What there is none of needs no link, unless one stands there already. -->
  <xsl:template match="record" mode="tabs">
    <nav class="cc-tabs cc-tabs-wrap" aria-label="{cc:promises.filter}">
      <xsl:call-template name="promise-tab"><xsl:with-param name="label"><cc:text key="promises.filter.all"/></xsl:with-param></xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'overdue'"/>
        <xsl:with-param name="count" select="@overdue"/>
        <xsl:with-param name="label"><cc:text key="promise.state.overdue"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'open'"/>
        <xsl:with-param name="count" select="@open"/>
        <xsl:with-param name="label"><cc:text key="promise.state.open"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'kept'"/>
        <xsl:with-param name="count" select="@kept"/>
        <xsl:with-param name="label"><cc:text key="promise.state.kept"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'late'"/>
        <xsl:with-param name="count" select="@late"/>
        <xsl:with-param name="label"><cc:text key="promise.state.late"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'broken'"/>
        <xsl:with-param name="count" select="@broken"/>
        <xsl:with-param name="label"><cc:text key="promise.state.broken"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-tab">
        <xsl:with-param name="state" select="'released'"/>
        <xsl:with-param name="count" select="@released"/>
        <xsl:with-param name="label"><cc:text key="promise.state.released"/></xsl:with-param>
      </xsl:call-template>
    </nav>
  </xsl:template>

  <xsl:template name="promise-tab">
    <xsl:param name="state"/>
    <xsl:param name="count" select="1"/>
    <xsl:param name="label"/>
    <xsl:variable name="here" select="string(/cocreate/request/@phase) = string($state)"/>
    <xsl:if test="$count &gt; 0 or $here">
      <a class="cc-tab" href="{$base}/promises">
        <xsl:if test="string($state)"><xsl:attribute name="href"><xsl:value-of select="concat($base, '/promises?phase=', $state)"/></xsl:attribute></xsl:if>
        <xsl:if test="$here"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
        <xsl:value-of select="$label"/>
      </a>
    </xsl:if>
  </xsl:template>

  <xsl:template name="no-promises">
    <div class="cc-empty">
      <xsl:choose>
        <xsl:when test="request/@phase or request/@after">
          <p class="cc-empty-title"><cc:text key="promises.none.title"/></p>
          <p><a href="{$base}/promises"><cc:text key="promises.all"/></a></p>
        </xsl:when>
        <xsl:otherwise>
          <p class="cc-empty-title"><cc:text key="promises.empty.title"/></p>
          <p><cc:text key="promises.empty.text"/></p>
          <p><a class="cc-button cc-button-plain" href="{$base}/rounds"><cc:text key="promises.rounds"/></a></p>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- One promise in a list: what, its state and since when, who keeps it, whence it comes. -->
  <xsl:template match="promise" mode="item">
    <li class="cc-promise" data-state="{@state}">
      <p class="cc-promise-text" dir="auto">
        <a href="{$base}/promises/{@number}"><xsl:apply-templates select="." mode="what"/></a>
      </p>
      <p class="cc-meta">
        <xsl:apply-templates select="." mode="state"/>
        <xsl:text> </xsl:text>
        <span><xsl:apply-templates select="." mode="when"/></span>
        <xsl:text> </xsl:text>
        <xsl:apply-templates select="." mode="moves"/>
        <xsl:text> </xsl:text>
        <span><cc:text key="promise.keeper"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="keeper"/></bdi></span>
        <xsl:text> </xsl:text>
        <xsl:if test="@kind = 'act' and round-title">
          <span>
            <cc:text key="promise.from"/>
            <xsl:text> </xsl:text>
            <a href="{$base}/rounds/{@round}" dir="auto"><xsl:value-of select="round-title"/></a>
          </span>
        </xsl:if>
      </p>
    </li>
  </xsl:template>

  <!-- The one date that matters now. -->
  <xsl:template match="promise" mode="when">
    <xsl:choose>
      <xsl:when test="@ended-at"><cc:text key="promise.when.on"/></xsl:when>
      <xsl:when test="@state = 'overdue' or @state = 'broken'"><cc:text key="promise.when.was"/></xsl:when>
      <xsl:otherwise><cc:text key="promise.when.due"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text> </xsl:text>
    <xsl:call-template name="day"><xsl:with-param name="at" select="(@ended-at | @due[not(../@ended-at)])[1]"/></xsl:call-template>
  </xsl:template>

  <!-- A moved date never replaces the first one. -->
  <xsl:template match="promise" mode="moves">
    <xsl:if test="@moves &gt; 0 or @state = 'late'">
      <span>
        <cc:text key="promise.first"/>
        <xsl:text> </xsl:text>
        <xsl:call-template name="day"><xsl:with-param name="at" select="@first-due"/></xsl:call-template>
        <xsl:if test="@moves &gt; 0"><xsl:text>, </xsl:text><cc:text key="promise.moves" count="@moves" n="@moves"/></xsl:if>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="promise-pager">
    <xsl:variable name="more" select="promises/promise[@more][last()]"/>
    <xsl:if test="$more or request/@after">
      <nav class="cc-pager" aria-label="{cc:promises.pager}">
        <xsl:if test="$more">
          <a class="cc-button cc-button-plain">
            <xsl:attribute name="href">
              <xsl:call-template name="promises-path"><xsl:with-param name="after" select="$more/@cursor"/></xsl:call-template>
            </xsl:attribute>
            <cc:text key="promises.more"/>
          </a>
        </xsl:if>
        <xsl:if test="request/@after">
          <a>
            <xsl:attribute name="href"><xsl:call-template name="promises-path"/></xsl:attribute>
            <cc:text key="promises.first"/>
          </a>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- The address of a list of promises. -->
  <xsl:template name="promises-path">
    <xsl:param name="state" select="request/@phase"/>
    <xsl:param name="after"/>
    <xsl:value-of select="concat($base, '/promises')"/>
    <xsl:choose>
      <xsl:when test="string($state)"><xsl:value-of select="concat('?phase=', $state)"/></xsl:when>
      <xsl:when test="string($after)">?</xsl:when>
    </xsl:choose>
    <xsl:if test="string($after)">
      <xsl:if test="string($state)">&amp;</xsl:if>
      <xsl:value-of select="concat('after=', $after)"/>
    </xsl:if>
  </xsl:template>

  <!-- The same record for readers, calendars and tables. -->
  <xsl:template name="promise-ways">
    <ul class="cc-ways">
      <li><a href="{$base}/promises.atom"><cc:text key="promises.feed"/></a></li>
      <li><a href="{$base}/promises.ics"><cc:text key="promises.calendar"/></a></li>
      <li><a href="{$base}/promises.csv"><cc:text key="promises.csv"/></a></li>
    </ul>
  </xsl:template>
</xsl:stylesheet>
