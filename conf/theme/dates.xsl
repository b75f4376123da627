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
    <cc:text key="date.day" day="number(substring($at, 9, 2))" year="substring($at, 1, 4)">
      <cc:with name="month"><cc:text key="month.{number(substring($at, 6, 2))}"/></cc:with>
    </cc:text>
  </xsl:template>
</xsl:stylesheet>
