<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Small charts, drawn here as SVG: one column a reported round, the oldest first, at most the last twelve. Every value stands on its
     column, in the description that is read aloud, and in the table beside. Colours come from the theme's CSS. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- The context is <numbers>. -->
  <xsl:template name="charts">
    <ul class="cc-charts">
      <xsl:call-template name="chart">
        <xsl:with-param name="what" select="'acted'"/>
        <xsl:with-param name="top-value" select="100"/>
        <xsl:with-param name="name"><cc:text key="chart.acted"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="chart">
        <xsl:with-param name="what" select="'days'"/>
        <xsl:with-param name="top-value"><xsl:call-template name="most"><xsl:with-param name="values" select="round/@days-to-report"/></xsl:call-template></xsl:with-param>
        <xsl:with-param name="name"><cc:text key="chart.days"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="chart">
        <xsl:with-param name="what" select="'returned'"/>
        <xsl:with-param name="top-value" select="100"/>
        <xsl:with-param name="name"><cc:text key="chart.returned"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="chart">
        <xsl:with-param name="what" select="'missed'"/>
        <xsl:with-param name="top-value" select="100"/>
        <xsl:with-param name="name"><cc:text key="chart.missed"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="promise-chart"/>
      <xsl:call-template name="chart">
        <xsl:with-param name="what" select="'disagreements'"/>
        <xsl:with-param name="top-value"><xsl:call-template name="most"><xsl:with-param name="values" select="round/@disagreements"/></xsl:call-template></xsl:with-param>
        <xsl:with-param name="name"><cc:text key="chart.disagreements"/></xsl:with-param>
      </xsl:call-template>
    </ul>
  </xsl:template>

  <!-- The largest of some values, at least 1: it is what the highest column is drawn by. -->
  <xsl:template name="most">
    <xsl:param name="values"/>
    <xsl:for-each select="$values">
      <xsl:sort select="." data-type="number" order="descending"/>
      <xsl:if test="position() = 1">
        <xsl:choose>
          <xsl:when test=". &gt; 1"><xsl:value-of select="."/></xsl:when>
          <xsl:otherwise>1</xsl:otherwise>
        </xsl:choose>
      </xsl:if>
    </xsl:for-each>
    <xsl:if test="not($values)">1</xsl:if>
  </xsl:template>

  <!-- What a column of a round shows: a number, or nothing when there is none. -->
  <xsl:template match="round" mode="value">
    <xsl:param name="what"/>
    <xsl:choose>
      <xsl:when test="$what = 'acted' and @cards &gt; 0"><xsl:value-of select="round(100 * @acted div @cards)"/></xsl:when>
      <xsl:when test="$what = 'days'"><xsl:value-of select="@days-to-report"/></xsl:when>
      <xsl:when test="$what = 'returned' and @advisers &gt; 0"><xsl:value-of select="round(100 * @returned div @advisers)"/></xsl:when>
      <xsl:when test="$what = 'missed' and @traces &gt; 0"><xsl:value-of select="round(100 * @missed div @traces)"/></xsl:when>
      <xsl:when test="$what = 'disagreements'"><xsl:value-of select="@disagreements"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- The frame: its name, the picture with its alternative in words. -->
  <xsl:template name="chart">
    <xsl:param name="what"/>
    <xsl:param name="name"/>
    <xsl:param name="top-value"/>
    <li class="cc-chart">
      <p class="cc-chart-name" aria-hidden="true"><xsl:value-of select="$name"/></p>
      <svg class="cc-chart-picture" viewBox="0 0 320 132" role="img" aria-labelledby="chart-{$what}-name chart-{$what}-text">
        <title id="chart-{$what}-name"><xsl:value-of select="$name"/></title>
        <desc id="chart-{$what}-text">
          <xsl:for-each select="round">
            <xsl:sort select="@number" data-type="number" order="descending"/>
            <xsl:if test="position() &lt;= 12">
              <xsl:variable name="value"><xsl:apply-templates select="." mode="value"><xsl:with-param name="what" select="$what"/></xsl:apply-templates></xsl:variable>
              <xsl:value-of select="title"/><xsl:text>: </xsl:text>
              <xsl:value-of select="$value"/><xsl:if test="$value = ''">–</xsl:if>
              <xsl:text>. </xsl:text>
            </xsl:if>
          </xsl:for-each>
        </desc>
        <line class="cc-chart-ground" x1="0" y1="108.5" x2="320" y2="108.5"/>
        <xsl:apply-templates select="." mode="columns">
          <xsl:with-param name="what" select="$what"/>
          <xsl:with-param name="top-value" select="number($top-value)"/>
        </xsl:apply-templates>
      </svg>
    </li>
  </xsl:template>

  <xsl:template match="numbers" mode="columns">
    <xsl:param name="what"/>
    <xsl:param name="top-value"/>
    <xsl:variable name="all" select="count(round)"/>
    <xsl:variable name="wide"><xsl:call-template name="column-width"><xsl:with-param name="all" select="$all"/></xsl:call-template></xsl:variable>
    <xsl:for-each select="round">
      <xsl:sort select="@number" data-type="number" order="ascending"/>
      <xsl:variable name="place" select="position() - 1 - ($all - 12) * ($all &gt; 12)"/>
      <xsl:if test="$place &gt;= 0">
        <xsl:variable name="value"><xsl:apply-templates select="." mode="value"><xsl:with-param name="what" select="$what"/></xsl:apply-templates></xsl:variable>
        <xsl:variable name="middle" select="($place + .5) * $wide"/>
        <xsl:variable name="high">
          <xsl:choose>
            <xsl:when test="$value = ''">0</xsl:when>
            <xsl:otherwise><xsl:value-of select="round(84 * $value div $top-value)"/></xsl:otherwise>
          </xsl:choose>
        </xsl:variable>
        <rect class="cc-chart-column" x="{$middle - $wide * .32}" y="{108 - $high}" width="{$wide * .64}" height="{$high}"/>
        <text class="cc-chart-value" x="{$middle}" y="{102 - $high}" text-anchor="middle"><xsl:value-of select="$value"/><xsl:if test="$value = ''">–</xsl:if></text>
        <text class="cc-chart-round" x="{$middle}" y="126" text-anchor="middle"><xsl:value-of select="@number"/></text>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Few columns stand broad, but not as wide as the picture. -->
  <xsl:template name="column-width">
    <xsl:param name="all"/>
    <xsl:choose>
      <xsl:when test="$all &lt;= 5">64</xsl:when>
      <xsl:when test="$all &gt;= 12"><xsl:value-of select="320 div 12"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="320 div $all"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== Kept, late, broken, released: one on the other ==== -->

  <xsl:template name="promise-chart">
    <xsl:variable name="all" select="count(round)"/>
    <xsl:variable name="wide"><xsl:call-template name="column-width"><xsl:with-param name="all" select="$all"/></xsl:call-template></xsl:variable>
    <xsl:variable name="most">
      <xsl:for-each select="round">
        <xsl:sort select="@kept + @late + @broken + @released" data-type="number" order="descending"/>
        <xsl:if test="position() = 1"><xsl:value-of select="@kept + @late + @broken + @released"/></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <li class="cc-chart">
      <p class="cc-chart-name" aria-hidden="true"><cc:text key="chart.promises"/></p>
      <svg class="cc-chart-picture" viewBox="0 0 320 132" role="img" aria-labelledby="chart-promises-name chart-promises-text">
        <title id="chart-promises-name"><cc:text key="chart.promises"/></title>
        <desc id="chart-promises-text">
          <xsl:for-each select="round">
            <xsl:sort select="@number" data-type="number" order="descending"/>
            <xsl:if test="position() &lt;= 12">
              <xsl:value-of select="title"/><xsl:text>: </xsl:text>
              <cc:text key="desk.promises" kept="@kept" late="@late" broken="@broken" released="@released"/>
              <xsl:text>. </xsl:text>
            </xsl:if>
          </xsl:for-each>
        </desc>
        <line class="cc-chart-ground" x1="0" y1="108.5" x2="320" y2="108.5"/>
        <xsl:for-each select="round">
          <xsl:sort select="@number" data-type="number" order="ascending"/>
          <xsl:variable name="place" select="position() - 1 - ($all - 12) * ($all &gt; 12)"/>
          <xsl:if test="$place &gt;= 0">
            <xsl:variable name="unit" select="84 div ($most + ($most = 0))"/>
            <xsl:variable name="middle" select="($place + .5) * $wide"/>
            <xsl:apply-templates select="@kept | @late | @broken | @released" mode="piece">
              <xsl:with-param name="unit" select="$unit"/>
              <xsl:with-param name="left" select="$middle - $wide * .32"/>
              <xsl:with-param name="wide" select="$wide * .64"/>
            </xsl:apply-templates>
            <text class="cc-chart-value" x="{$middle}" y="{102 - $unit * (@kept + @late + @broken + @released)}" text-anchor="middle">
              <xsl:value-of select="@kept + @late + @broken + @released"/>
            </text>
            <text class="cc-chart-round" x="{$middle}" y="126" text-anchor="middle"><xsl:value-of select="@number"/></text>
          </xsl:if>
        </xsl:for-each>
      </svg>
      <ul class="cc-chart-key" aria-hidden="true">
        <li data-state="kept"><cc:text key="record.kept"/></li>
        <li data-state="late"><cc:text key="record.late"/></li>
        <li data-state="broken"><cc:text key="record.broken"/></li>
        <li data-state="released"><cc:text key="record.released"/></li>
      </ul>
    </li>
  </xsl:template>

  <!-- Kept stands on the ground, the others on it. -->
  <xsl:template match="@kept | @late | @broken | @released" mode="piece">
    <xsl:param name="unit"/>
    <xsl:param name="left"/>
    <xsl:param name="wide"/>
    <xsl:variable name="below">
      <xsl:choose>
        <xsl:when test="name() = 'kept'">0</xsl:when>
        <xsl:when test="name() = 'late'"><xsl:value-of select="../@kept"/></xsl:when>
        <xsl:when test="name() = 'broken'"><xsl:value-of select="../@kept + ../@late"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="../@kept + ../@late + ../@broken"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test=". &gt; 0">
      <rect class="cc-chart-column" data-state="{name()}" x="{$left}" y="{108 - $unit * ($below + .)}" width="{$wide}" height="{$unit * .}"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
