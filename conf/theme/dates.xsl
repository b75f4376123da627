<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Dates that people read, in a <time> that machines read. The script makes recent ones relative. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="time">
    <xsl:param name="at"/>
    <time datetime="{$at}">
      <xsl:call-template name="date"><xsl:with-param name="at" select="$at"/></xsl:call-template>
    </time>
  </xsl:template>

  <!-- 2026-11-21T21:50:00Z -> 21 November 2026 -->
  <xsl:template name="date">
    <xsl:param name="at"/>
    <xsl:variable name="month">
      <xsl:call-template name="month"><xsl:with-param name="number" select="number(substring($at, 6, 2))"/></xsl:call-template>
    </xsl:variable>
    <cc:text key="date.day" day="number(substring($at, 9, 2))" month="$month" year="substring($at, 1, 4)"/>
  </xsl:template>

  <xsl:template name="month">
    <xsl:param name="number"/>
    <xsl:choose>
      <xsl:when test="$number = 1"><cc:text key="month.1"/></xsl:when>
      <xsl:when test="$number = 2"><cc:text key="month.2"/></xsl:when>
      <xsl:when test="$number = 3"><cc:text key="month.3"/></xsl:when>
      <xsl:when test="$number = 4"><cc:text key="month.4"/></xsl:when>
      <xsl:when test="$number = 5"><cc:text key="month.5"/></xsl:when>
      <xsl:when test="$number = 6"><cc:text key="month.6"/></xsl:when>
      <xsl:when test="$number = 7"><cc:text key="month.7"/></xsl:when>
      <xsl:when test="$number = 8"><cc:text key="month.8"/></xsl:when>
      <xsl:when test="$number = 9"><cc:text key="month.9"/></xsl:when>
      <xsl:when test="$number = 10"><cc:text key="month.10"/></xsl:when>
      <xsl:when test="$number = 11"><cc:text key="month.11"/></xsl:when>
      <xsl:otherwise><cc:text key="month.12"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
