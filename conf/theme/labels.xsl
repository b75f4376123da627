<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What kinds, moments and groups are called. They are rows of the database, which a site may change. A row that still has
     its first key and label is said in the theme's language; any other goes out as the site wrote it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- Of an idea (text alone), of a choice (with its label inside), of a change. -->
  <xsl:template match="kind | kind-was | kind-now" mode="label">
    <xsl:choose>
      <xsl:when test="@key = 'hurts' and . = 'Something that hurts'"><cc:text key="kind.hurts"/></xsl:when>
      <xsl:when test="@key = 'remove' and . = 'Something to remove'"><cc:text key="kind.remove"/></xsl:when>
      <xsl:when test="@key = 'keep' and . = 'Something to keep'"><cc:text key="kind.keep"/></xsl:when>
      <xsl:when test="@key = 'better' and . = 'Could be better'"><cc:text key="kind.better"/></xsl:when>
      <xsl:when test="@key = 'new' and . = 'Something new'"><cc:text key="kind.new"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="stage | stage-was | stage-now" mode="label">
    <xsl:choose>
      <xsl:when test="@key = 'discover' and . = 'Discover'"><cc:text key="stage.discover"/></xsl:when>
      <xsl:when test="@key = 'buy' and . = 'Buy'"><cc:text key="stage.buy"/></xsl:when>
      <xsl:when test="@key = 'receive' and . = 'Receive'"><cc:text key="stage.receive"/></xsl:when>
      <xsl:when test="@key = 'use' and . = 'Use'"><cc:text key="stage.use"/></xsl:when>
      <xsl:when test="@key = 'help' and . = 'Get help'"><cc:text key="stage.help"/></xsl:when>
      <xsl:when test="@key = 'return' and . = 'Return'"><cc:text key="stage.return"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The group of whoever wrote, sits or asks; a group itself. -->
  <xsl:template match="author | card | seat | reply | stone | host" mode="label" name="group-label">
    <xsl:choose>
      <xsl:when test="@group = 'customer' and @label = 'Customer'"><cc:text key="group.customer"/></xsl:when>
      <xsl:when test="@group = 'distributor' and @label = 'Distributor'"><cc:text key="group.distributor"/></xsl:when>
      <xsl:when test="@group = 'staff' and @label = 'Staff'"><cc:text key="group.staff"/></xsl:when>
      <xsl:otherwise><bdi><xsl:value-of select="@label"/></bdi></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="group" mode="label">
    <xsl:choose>
      <xsl:when test="@key = 'customer' and label = 'Customer'"><cc:text key="group.customer"/></xsl:when>
      <xsl:when test="@key = 'distributor' and label = 'Distributor'"><cc:text key="group.distributor"/></xsl:when>
      <xsl:when test="@key = 'staff' and label = 'Staff'"><cc:text key="group.staff"/></xsl:when>
      <xsl:otherwise><bdi><xsl:value-of select="label"/></bdi></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The question behind a kind; a kind that the site added has none. -->
  <xsl:template match="kind" mode="question">
    <cc:text key="question.{@key}"/>
  </xsl:template>

  <!-- What happened in a round. -->
  <xsl:template match="@kind" mode="history">
    <xsl:choose>
      <xsl:when test=". = 'published'"><cc:text key="history.published"/></xsl:when>
      <xsl:when test=". = 'extended'"><cc:text key="history.extended"/></xsl:when>
      <xsl:when test=". = 'struck'"><cc:text key="history.struck"/></xsl:when>
      <xsl:when test=". = 'asked'"><cc:text key="history.asked"/></xsl:when>
      <xsl:when test=". = 'mended'"><cc:text key="history.mended"/></xsl:when>
      <xsl:when test=". = 'seated'"><cc:text key="history.seated"/></xsl:when>
      <xsl:when test=". = 'sealed-over'"><cc:text key="history.sealed-over"/></xsl:when>
      <xsl:when test=". = 'empty'"><cc:text key="history.empty"/></xsl:when>
      <xsl:when test=". = 'heard'"><cc:text key="history.heard"/></xsl:when>
      <xsl:when test=". = 'chosen'"><cc:text key="history.chosen"/></xsl:when>
      <xsl:when test=". = 'reported'"><cc:text key="history.reported"/></xsl:when>
      <xsl:when test=". = 'learned'"><cc:text key="history.learned"/></xsl:when>
      <xsl:when test=". = 'cancelled'"><cc:text key="history.cancelled"/></xsl:when>
      <xsl:otherwise><cc:text key="history.other"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
