<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What came of the advice of a round, for whoever reads it: how many cards had which outcome. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- What came of the advice, in plain counts. -->
  <xsl:template match="outcomes" mode="read">
    <section class="cc-section" id="outcomes">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="read.outcomes"/></xsl:element>
      <dl class="cc-outcomes">
        <xsl:for-each select="outcome">
          <div>
            <dt><xsl:call-template name="outcome-name"><xsl:with-param name="outcome" select="@key"/></xsl:call-template></dt>
            <dd><xsl:value-of select="@count"/></dd>
          </div>
        </xsl:for-each>
      </dl>
      <xsl:if test="/cocreate/round/@hidden &gt; 0">
        <p class="cc-quiet"><cc:text key="read.hidden" count="/cocreate/round/@hidden" n="/cocreate/round/@hidden"/></p>
      </xsl:if>
    </section>
  </xsl:template>
</xsl:stylesheet>
