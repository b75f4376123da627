<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Two people wrote on one round: whoever comes second sees what the first saved, beside what they typed. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="saved-meanwhile">
    <xsl:if test="draft and refusals/refusal[@key = 'changed']">
      <div class="cc-note">
        <p><strong><cc:text key="roundform.meanwhile"/></strong></p>
        <dl class="cc-left">
          <xsl:apply-templates select="draft/title" mode="meanwhile">
            <xsl:with-param name="field" select="'title'"/><xsl:with-param name="label"><cc:text key="roundform.title"/></xsl:with-param>
          </xsl:apply-templates>
          <xsl:apply-templates select="draft/in-our-hands" mode="meanwhile">
            <xsl:with-param name="field" select="'in_our_hands'"/><xsl:with-param name="label"><cc:text key="roundform.in-our-hands"/></xsl:with-param>
          </xsl:apply-templates>
          <xsl:apply-templates select="draft/not-in-our-hands" mode="meanwhile">
            <xsl:with-param name="field" select="'not_in_our_hands'"/><xsl:with-param name="label"><cc:text key="roundform.not-in-our-hands"/></xsl:with-param>
          </xsl:apply-templates>
          <xsl:apply-templates select="draft/leaning" mode="meanwhile">
            <xsl:with-param name="field" select="'leaning'"/><xsl:with-param name="label"><cc:text key="roundform.leaning"/></xsl:with-param>
          </xsl:apply-templates>
          <xsl:for-each select="questions/question[not(@struck) and @place &lt;= 8]">
            <xsl:variable name="field"><xsl:call-template name="question-field"/></xsl:variable>
            <xsl:apply-templates select="text" mode="meanwhile">
              <xsl:with-param name="field" select="string($field)"/>
              <xsl:with-param name="label"><xsl:call-template name="slot-name"><xsl:with-param name="field" select="string($field)"/></xsl:call-template></xsl:with-param>
            </xsl:apply-templates>
          </xsl:for-each>
        </dl>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- A text of the form, where it is not what was typed. -->
  <xsl:template match="*" mode="meanwhile">
    <xsl:param name="field"/>
    <xsl:param name="label"/>
    <xsl:if test="normalize-space(.) != normalize-space(/cocreate/typed/field[@name = $field])">
      <div><dt><xsl:value-of select="$label"/></dt><dd dir="auto"><xsl:value-of select="."/></dd></div>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
