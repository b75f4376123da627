<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The marks at which a body, made once for everybody, is fitted to its reader. Each one opens and closes within one
     parent element: slot-choose ... slot-else ... slot-end, or slot-value. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- name: member, moderator; or, with the number of an idea: voted, mine. -->
  <xsl:template name="slot-choose">
    <xsl:param name="name"/>
    <xsl:param name="key"/>
    <xsl:processing-instruction name="cc-choose">
      <xsl:value-of select="concat($name, ' ', $key)"/>
    </xsl:processing-instruction>
  </xsl:template>

  <xsl:template name="slot-else">
    <xsl:processing-instruction name="cc-else"/>
  </xsl:template>

  <xsl:template name="slot-end">
    <xsl:processing-instruction name="cc-end"/>
  </xsl:template>

  <!-- A text that is fresh for members; visitors read the value given here. -->
  <xsl:template name="slot-value">
    <xsl:param name="name"/>
    <xsl:param name="key"/>
    <xsl:param name="value"/>
    <xsl:processing-instruction name="cc-value"><xsl:value-of select="concat($name, ' ', $key)"/></xsl:processing-instruction>
    <xsl:value-of select="$value"/>
    <xsl:call-template name="slot-end"/>
  </xsl:template>
</xsl:stylesheet>
