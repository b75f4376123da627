<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Pages that hold several forms: the one that came back is known by the address that it was sent to, and by what was typed. Its
     fields have ids that begin with a prefix of its own. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- What is wrong, at the top of the page, with links to the fields. -->
  <xsl:template name="work-refusals">
    <xsl:if test="/cocreate/refusals">
      <xsl:call-template name="refusals">
        <xsl:with-param name="fields" select="' sentence kind text due keeper place reason insight title size people outcome action source again question departure '"/>
        <xsl:with-param name="prefix"><xsl:call-template name="form-prefix"/></xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="form-prefix">
    <xsl:variable name="path" select="/cocreate/@path"/>
    <xsl:variable name="typed" select="/cocreate/typed"/>
    <xsl:choose>
      <xsl:when test="contains($path, '/priorities')"><xsl:value-of select="concat('priority-', $typed/field[@name = 'insight'], '-')"/></xsl:when>
      <xsl:when test="contains($path, '/actions') and string($typed/field[@name = 'action'])">
        <xsl:value-of select="concat('action-form-', $typed/field[@name = 'action'], '-')"/>
      </xsl:when>
      <xsl:when test="contains($path, '/actions')">action-form-new-</xsl:when>
      <xsl:when test="contains($path, '/insights/') and contains($path, '/traces')">
        <xsl:value-of select="concat('rest-', substring-before(substring-after($path, '/insights/'), '/'), '-')"/>
      </xsl:when>
      <xsl:when test="contains($path, '/trace')"><xsl:value-of select="concat('trace-', substring-before(substring-after($path, '/cards/'), '/'), '-')"/></xsl:when>
      <xsl:when test="contains($path, '/missed')"><xsl:value-of select="concat('missed-', substring-before(substring-after($path, '/cards/'), '/'), '-')"/></xsl:when>
      <xsl:when test="contains($path, '/flag')">flag-</xsl:when>
      <xsl:when test="contains($path, '/hide')">hide-</xsl:when>
      <xsl:otherwise>cc-form-</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is wrong with a field of these forms; what they share with others is said there. -->
  <xsl:template name="work-refusal">
    <xsl:variable name="what" select="concat(@field, '/', @key)"/>
    <xsl:choose>
      <xsl:when test="@field = 'cards' and /cocreate/@page = 'hearing'"><cc:text key="wrong.cards"/></xsl:when>
      <xsl:when test="$what = 'sentence/missing'"><cc:text key="wrong.sentence"/></xsl:when>
      <xsl:when test="$what = 'sentence/too-many'"><cc:text key="wrong.insights" max="@max"/></xsl:when>
      <xsl:when test="@field = 'kind' and /cocreate/@page = 'hearing'"><cc:text key="wrong.kind"/></xsl:when>
      <xsl:when test="@field = 'kind'"><cc:text key="wrong.tell"/></xsl:when>
      <xsl:when test="$what = 'place/taken'"><cc:text key="wrong.place.taken"/></xsl:when>
      <xsl:when test="@field = 'place'"><cc:text key="wrong.place"/></xsl:when>
      <xsl:when test="$what = 'reason/missing' and /cocreate/@page = 'choosing'"><cc:text key="wrong.stood"/></xsl:when>
      <xsl:when test="($what = 'reason/missing' or $what = 'reason/too-short') and /cocreate/@page = 'traces'"><cc:text key="wrong.answer" min="@min"/></xsl:when>
      <xsl:when test="$what = 'title/missing'"><cc:text key="wrong.action"/></xsl:when>
      <xsl:when test="$what = 'title/too-many'"><cc:text key="wrong.actions" max="@max"/></xsl:when>
      <xsl:when test="$what = 'people/missing'"><cc:text key="wrong.people"/></xsl:when>
      <xsl:when test="$what = 'keeper/unknown'"><cc:text key="wrong.keeper"/></xsl:when>
      <xsl:when test="$what = 'due/missing'"><cc:text key="wrong.due"/></xsl:when>
      <xsl:when test="$what = 'due/too-far'"><cc:text key="wrong.due.far" max="@max"/></xsl:when>
      <xsl:when test="@field = 'outcome'"><cc:text key="wrong.outcome"/></xsl:when>
      <xsl:when test="@field = 'action'"><cc:text key="wrong.which-action"/></xsl:when>
      <xsl:when test="@field = 'insight' and /cocreate/@page = 'traces'"><cc:text key="wrong.which-insight"/></xsl:when>
      <xsl:when test="$what = 'source/missing' and /cocreate/@page = 'traces'"><cc:text key="wrong.where"/></xsl:when>
      <xsl:when test="$what = 'again/missing'"><cc:text key="wrong.again"/></xsl:when>
      <xsl:when test="$what = 'question/missing'"><cc:text key="wrong.question"/></xsl:when>
      <xsl:when test="$what = 'text/missing' and /cocreate/@page = 'answer'"><cc:text key="wrong.missed"/></xsl:when>
      <xsl:when test="$what = 'text/missing'"><cc:text key="wrong.word"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="round-refusal"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The sentences at a field that text-field does not make. -->
  <xsl:template name="form-error">
    <xsl:param name="field"/>
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:variable name="errors" select="/cocreate/refusals/refusal[$mine and @field = $field]"/>
    <xsl:if test="$errors">
      <div class="cc-error" id="{$id}-error">
        <xsl:for-each select="$errors"><p><xsl:call-template name="refusal"/></p></xsl:for-each>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Ties it to them. Called inside the field. -->
  <xsl:template name="form-tied">
    <xsl:param name="field"/>
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:call-template name="tied">
      <xsl:with-param name="id" select="$id"/>
      <xsl:with-param name="wrong" select="boolean(/cocreate/refusals/refusal[$mine and @field = $field])"/>
      <xsl:with-param name="hint" select="''"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
