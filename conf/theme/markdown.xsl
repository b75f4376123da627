<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What people wrote. The engine has turned their Markdown into elements; only those named here go out. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="p | ul | ol | li | blockquote | pre | code | em | strong | hr | br" mode="markdown">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@start"/>
      <xsl:apply-templates mode="markdown"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="a" mode="markdown">
    <a href="{@href}" rel="nofollow ugc noopener">
      <xsl:copy-of select="@title"/>
      <xsl:apply-templates mode="markdown"/>
    </a>
  </xsl:template>

  <!-- An idea is short: its headings are of one level, so that the outline of the page has no gaps. -->
  <xsl:template match="h3 | h4 | h5 | h6" mode="markdown">
    <h3><xsl:apply-templates mode="markdown"/></h3>
  </xsl:template>

  <!-- Anything else leaves its text alone. -->
  <xsl:template match="*" mode="markdown"><xsl:apply-templates mode="markdown"/></xsl:template>
</xsl:stylesheet>
