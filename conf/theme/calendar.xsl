<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- From the document to iCalendar (RFC 5545): the days of a round, and when promises are due. One whole day each, which blocks
     nobody's time. A promise keeps its entry for ever: when its date moves, the calendar moves it too. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:include href="promise_words.xsl"/>

  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:variable name="root" select="concat(/cocreate/@origin, /cocreate/@base)"/>

  <xsl:template match="/cocreate">
    <calendar>
      <line name="BEGIN" raw="yes">VCALENDAR</line>
      <line name="VERSION" raw="yes">2.0</line>
      <line name="PRODID">-//mod_cocreate//advice rounds//EN</line>
      <line name="CALSCALE" raw="yes">GREGORIAN</line>
      <line name="METHOD" raw="yes">PUBLISH</line>
      <line name="X-WR-CALNAME"><xsl:call-template name="calendar-name"/></line>
      <xsl:apply-templates select="round"/>
      <xsl:apply-templates select="promises/promise"/>
      <line name="END" raw="yes">VCALENDAR</line>
    </calendar>
  </xsl:template>

  <xsl:template name="calendar-name">
    <xsl:choose>
      <xsl:when test="round"><xsl:value-of select="round/title"/></xsl:when>
      <xsl:otherwise><cc:text key="promises.heading" site="site/@title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== The days of a round ==== -->

  <xsl:template match="round">
    <xsl:call-template name="round-day">
      <xsl:with-param name="name" select="'opens'"/>
      <xsl:with-param name="day" select="@opens"/>
      <xsl:with-param name="summary"><cc:text key="calendar.opens" title="title"/></xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="round-day">
      <xsl:with-param name="name" select="'advice'"/>
      <xsl:with-param name="day" select="@advice-until"/>
      <xsl:with-param name="summary"><cc:text key="calendar.advice" title="title"/></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="@tables-until">
      <xsl:call-template name="round-day">
        <xsl:with-param name="name" select="'tables'"/>
        <xsl:with-param name="day" select="@tables-until"/>
        <xsl:with-param name="summary"><cc:text key="calendar.tables" title="title"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@reported and @closes">
      <xsl:call-template name="round-day">
        <xsl:with-param name="name" select="'closes'"/>
        <xsl:with-param name="day" select="@closes"/>
        <xsl:with-param name="summary"><cc:text key="calendar.closes" title="title"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="round-day">
    <xsl:param name="name"/>
    <xsl:param name="day"/>
    <xsl:param name="summary"/>
    <xsl:variable name="stamp">
      <xsl:value-of select="@published"/>
      <xsl:if test="not(@published)"><xsl:value-of select="@opens"/></xsl:if>
    </xsl:variable>
    <xsl:call-template name="event">
      <xsl:with-param name="uid" select="concat('round-', @number, '-', $name)"/>
      <xsl:with-param name="stamp" select="$stamp"/>
      <xsl:with-param name="day" select="$day"/>
      <xsl:with-param name="summary" select="$summary"/>
      <xsl:with-param name="path" select="concat('/rounds/', @number)"/>
      <xsl:with-param name="off" select="boolean(@cancelled)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- ==== Promises ==== -->

  <xsl:template match="promise">
    <xsl:variable name="summary">
      <xsl:apply-templates select="." mode="what"/>
      <xsl:if test="@state != 'open'">
        <xsl:text> (</xsl:text>
        <xsl:apply-templates select="@state" mode="state-name"/>
        <xsl:text>)</xsl:text>
      </xsl:if>
    </xsl:variable>
    <xsl:call-template name="event">
      <xsl:with-param name="uid" select="concat('promise-', @number)"/>
      <xsl:with-param name="stamp" select="@last"/>
      <xsl:with-param name="day" select="@due"/>
      <xsl:with-param name="summary" select="$summary"/>
      <xsl:with-param name="path" select="concat('/promises/', @number)"/>
      <xsl:with-param name="off" select="@state = 'released'"/>
      <xsl:with-param name="text">
        <cc:text key="promise.keeper"/>
        <xsl:text> </xsl:text>
        <xsl:value-of select="keeper"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- One day. Its stamp is the last word that was said about it, so a calendar that reads again notices what changed. -->
  <xsl:template name="event">
    <xsl:param name="uid"/>
    <xsl:param name="stamp"/>
    <xsl:param name="day"/>
    <xsl:param name="summary"/>
    <xsl:param name="text"/>
    <xsl:param name="path"/>
    <xsl:param name="off"/>
    <line name="BEGIN" raw="yes">VEVENT</line>
    <line name="UID"><xsl:value-of select="concat($uid, '.', /cocreate/@site, '@', substring-after(/cocreate/@origin, '://'))"/></line>
    <line name="DTSTAMP" raw="yes"><xsl:value-of select="translate($stamp, '-:', '')"/></line>
    <line name="DTSTART" params=";VALUE=DATE" raw="yes"><xsl:value-of select="translate(substring($day, 1, 10), '-', '')"/></line>
    <line name="SUMMARY"><xsl:value-of select="$summary"/></line>
    <xsl:if test="string($text)"><line name="DESCRIPTION"><xsl:value-of select="$text"/></line></xsl:if>
    <line name="URL" raw="yes"><xsl:value-of select="concat($root, $path)"/></line>
    <line name="STATUS" raw="yes">
      <xsl:choose>
        <xsl:when test="$off">CANCELLED</xsl:when>
        <xsl:otherwise>CONFIRMED</xsl:otherwise>
      </xsl:choose>
    </line>
    <line name="TRANSP" raw="yes">TRANSPARENT</line>
    <line name="END" raw="yes">VEVENT</line>
  </xsl:template>
</xsl:stylesheet>
