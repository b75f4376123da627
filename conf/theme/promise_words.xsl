<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What a promise, its state and a line of its ledger are called: on pages, in the feed, in the calendar. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- The three that every round makes by itself are said in the theme's language; an action is in its keeper's words. -->
  <xsl:template match="promise" mode="what">
    <xsl:call-template name="promise-what"/>
  </xsl:template>

  <xsl:template name="promise-what">
    <xsl:param name="kind" select="@kind"/>
    <xsl:param name="text" select="text"/>
    <xsl:choose>
      <xsl:when test="$kind = 'hear'"><cc:text key="promise.what.hear" title="(/cocreate/round/title | round-title)[last()]"/></xsl:when>
      <xsl:when test="$kind = 'choose'"><cc:text key="promise.what.choose" title="(/cocreate/round/title | round-title)[last()]"/></xsl:when>
      <xsl:when test="$kind = 'report'"><cc:text key="promise.what.report" title="(/cocreate/round/title | round-title)[last()]"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="@state" mode="state-name">
    <xsl:choose>
      <xsl:when test=". = 'overdue'"><cc:text key="promise.state.overdue"/></xsl:when>
      <xsl:when test=". = 'kept'"><cc:text key="promise.state.kept"/></xsl:when>
      <xsl:when test=". = 'late'"><cc:text key="promise.state.late"/></xsl:when>
      <xsl:when test=". = 'broken'"><cc:text key="promise.state.broken"/></xsl:when>
      <xsl:when test=". = 'released'"><cc:text key="promise.state.released"/></xsl:when>
      <xsl:otherwise><cc:text key="promise.state.open"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A line of the ledger. -->
  <xsl:template match="event" mode="kind">
    <xsl:choose>
      <xsl:when test="@kind = 'kept'"><cc:text key="ledger.kept"/></xsl:when>
      <xsl:when test="@kind = 'moved'"><cc:text key="ledger.moved"/></xsl:when>
      <xsl:when test="@kind = 'broken'"><cc:text key="ledger.broken"/></xsl:when>
      <xsl:when test="@kind = 'released'"><cc:text key="ledger.released"/></xsl:when>
      <xsl:otherwise><cc:text key="ledger.progress"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
