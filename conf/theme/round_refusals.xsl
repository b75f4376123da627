<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What is wrong with a field of the forms about rounds. A sentence says what to do; where the field matters it is said of the field,
     otherwise of the key. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="round-refusal">
    <xsl:variable name="what" select="concat(@field, '/', @key)"/>
    <xsl:if test="@min and (@field = 'who' or @field = 'hosts')"><cc:text key="wrong.at-line" n="@min"/><xsl:text> </xsl:text></xsl:if>
    <xsl:choose>
      <!-- The round. -->
      <xsl:when test="$what = 'title/missing'"><cc:text key="wrong.title"/></xsl:when>
      <xsl:when test="$what = 'in_our_hands/missing'"><cc:text key="wrong.in-our-hands"/></xsl:when>
      <xsl:when test="$what = 'not_in_our_hands/missing'"><cc:text key="wrong.not-in-our-hands"/></xsl:when>
      <xsl:when test="$what = 'questions/missing'"><cc:text key="wrong.questions"/></xsl:when>
      <xsl:when test="$what = 'groups/missing'"><cc:text key="wrong.groups"/></xsl:when>
      <xsl:when test="$what = 'report/missing'"><cc:text key="wrong.report"/></xsl:when>
      <xsl:when test="@field = 'stage'"><cc:text key="wrong.stage"/></xsl:when>
      <xsl:when test="@field = 'language'"><cc:text key="wrong.language"/></xsl:when>
      <xsl:when test="@field = 'days'"><cc:text key="wrong.days" min="@min" max="@max"/></xsl:when>
      <xsl:when test="@key = 'radical'"><cc:text key="wrong.radical"/></xsl:when>
      <xsl:when test="@key = 'only-slips'"><cc:text key="wrong.only-slips"/></xsl:when>
      <!-- Advice and the table. -->
      <xsl:when test="$what = 'body/missing'"><cc:text key="wrong.body"/></xsl:when>
      <xsl:when test="$what = 'body/too-short'"><cc:text key="wrong.body.short" min="@min"/></xsl:when>
      <xsl:when test="$what = 'question/too-many'"><cc:text key="wrong.five"/></xsl:when>
      <xsl:when test="$what = 'question/struck'"><cc:text key="wrong.struck"/></xsl:when>
      <xsl:when test="$what = 'kind/too-many'"><cc:text key="wrong.fact"/></xsl:when>
      <xsl:when test="$what = 'source/missing'"><cc:text key="wrong.source"/></xsl:when>
      <xsl:when test="$what = 'differ/missing' or $what = 'differ_too/missing'"><cc:text key="wrong.differ"/></xsl:when>
      <xsl:when test="@field = 'reason' and @key = 'missing'"><cc:text key="wrong.reason"/></xsl:when>
      <!-- People. -->
      <xsl:when test="@key = 'unknown' and (@field = 'hosts' or @field = 'who')"><cc:text key="wrong.login"/></xsl:when>
      <xsl:when test="@key = 'other-group'"><cc:text key="wrong.other-group"/></xsl:when>
      <xsl:when test="@key = 'asked-enough'"><cc:text key="wrong.asked-enough" max="@max"/></xsl:when>
      <xsl:when test="@key = 'hosts-do-not-advise'"><cc:text key="wrong.host"/></xsl:when>
      <xsl:when test="@key = 'not-staff'"><cc:text key="wrong.not-staff"/></xsl:when>
      <!-- Days. -->
      <xsl:when test="@key = 'date'"><cc:text key="wrong.date"/></xsl:when>
      <xsl:when test="@key = 'passed' or @key = 'past'"><cc:text key="wrong.past"/></xsl:when>
      <xsl:when test="@key = 'too-soon'"><cc:text key="wrong.soon" min="@min"/></xsl:when>
      <xsl:when test="@key = 'too-far'"><cc:text key="wrong.far" max="@max"/></xsl:when>
      <!-- Any field. -->
      <xsl:when test="@field = 'token'"><cc:text key="refusal.token"/></xsl:when>
      <xsl:when test="@key = 'changed'"><cc:text key="wrong.changed"/></xsl:when>
      <xsl:when test="@key = 'missing'"><cc:text key="wrong.missing"/></xsl:when>
      <xsl:when test="@key = 'too-short'"><cc:text key="wrong.short" min="@min"/></xsl:when>
      <xsl:when test="@key = 'too-long' and @max"><cc:text key="wrong.long" max="@max"/></xsl:when>
      <xsl:when test="@key = 'too-long' or @key = 'too-large'"><cc:text key="refusal.long"/></xsl:when>
      <xsl:when test="@key = 'too-many'"><cc:text key="wrong.many" max="@max"/></xsl:when>
      <xsl:when test="@key = 'one-line'"><cc:text key="wrong.line"/></xsl:when>
      <xsl:when test="@key = 'address'"><cc:text key="wrong.address"/></xsl:when>
      <xsl:when test="@key = 'characters'"><cc:text key="refusal.characters"/></xsl:when>
      <xsl:when test="@key = 'repeated'"><cc:text key="refusal.repeated"/></xsl:when>
      <xsl:when test="@key = 'value' or @key = 'unknown'"><cc:text key="wrong.value"/></xsl:when>
      <xsl:otherwise><cc:text key="refusal.other"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
