<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The other half of the insight editor: the form for an insight, and those that there are. It stays in sight beside the cards. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="hearing-insights">
    <xsl:variable name="round" select="concat('/rounds/', round/@number)"/>
    <!-- The one that is being changed: named by the address of the page, or of the form that came back. -->
    <xsl:variable name="edited" select="insights/insight[@chosen or concat($round, '/insights/', @number, '/edit') = /cocreate/@path]"/>
    <section class="cc-editor-side" aria-labelledby="insights-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">insights-name</xsl:attribute>
        <cc:text key="hearing.heard"/>
      </xsl:element>
      <xsl:if test="round/@phase = 'hearing'">
        <xsl:call-template name="insight-form"><xsl:with-param name="insight" select="$edited"/></xsl:call-template>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="insights/insight">
          <ol class="cc-heard-list">
            <xsl:for-each select="insights/insight">
              <li>
                <xsl:apply-templates select="." mode="insight">
                  <xsl:with-param name="level" select="$top + 2"/>
                  <xsl:with-param name="foot"><xsl:if test="/cocreate/round/@phase = 'hearing'"><xsl:apply-templates select="." mode="tools"/></xsl:if></xsl:with-param>
                </xsl:apply-templates>
              </li>
            </xsl:for-each>
          </ol>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="hearing.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- Under an insight: change it, drop it, take out the cards of this page that lie under it. -->
  <xsl:template match="insight" mode="tools">
    <xsl:variable name="insight" select="@number"/>
    <xsl:variable name="round" select="concat($base, '/rounds/', /cocreate/round/@number)"/>
    <xsl:variable name="after" select="/cocreate/request/@after"/>
    <xsl:if test="@cards = 0"><p class="cc-note"><cc:text key="hearing.lost"/></p></xsl:if>
    <div class="cc-actions cc-tools-row">
      <a>
        <xsl:attribute name="href">
          <xsl:value-of select="concat($round, '/hearing?from=', $insight)"/>
          <xsl:if test="$after"><xsl:value-of select="concat('&amp;after=', $after)"/></xsl:if>
          <xsl:text>#insight-form</xsl:text>
        </xsl:attribute>
        <cc:text key="hearing.change"/>
        <span class="cc-hidden"><xsl:text>: </xsl:text><xsl:value-of select="sentence"/></span>
      </a>
      <xsl:call-template name="press">
        <xsl:with-param name="action" select="concat($round, '/insights/', $insight, '/drop')"/>
        <xsl:with-param name="label"><cc:text key="hearing.drop"/></xsl:with-param>
      </xsl:call-template>
    </div>
    <xsl:variable name="in" select="/cocreate/placed/in[@insight = $insight]/@card"/>
    <xsl:variable name="here" select="/cocreate/cards/card[@number = $in]"/>
    <xsl:if test="$here">
      <details class="cc-fold">
        <summary><cc:text key="hearing.under.here" count="count($here)" n="count($here)"/></summary>
        <ul class="cc-under">
          <xsl:for-each select="$here">
            <li>
              <a href="#card-{@number}" dir="auto"><xsl:apply-templates select="." mode="clip"/></a>
              <xsl:text> </xsl:text>
              <xsl:call-template name="press">
                <xsl:with-param name="action" select="concat($round, '/insights/', $insight, '/cards/', @number, '/out')"/>
                <xsl:with-param name="label"><cc:text key="hearing.out"/></xsl:with-param>
              </xsl:call-template>
            </li>
          </xsl:for-each>
        </ul>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- The beginning of a card, as the text of a link to it. -->
  <xsl:template match="card" mode="clip">
    <xsl:param name="length" select="60"/>
    <xsl:variable name="text" select="normalize-space(body)"/>
    <xsl:value-of select="substring($text, 1, $length)"/>
    <xsl:if test="string-length($text) &gt; $length">…</xsl:if>
    <xsl:if test="$text = ''"><xsl:value-of select="@number"/></xsl:if>
  </xsl:template>

  <!-- ==== The form ==== -->

  <xsl:template name="insight-form">
    <xsl:param name="insight"/>
    <xsl:variable name="round" select="concat($base, '/rounds/', round/@number)"/>
    <xsl:variable name="mine" select="not(typed) or contains(@path, '/insights')"/>
    <form class="cc-form cc-insight-form" id="insight-form" method="post" novalidate="novalidate">
      <xsl:attribute name="action">
        <xsl:choose>
          <xsl:when test="$insight"><xsl:value-of select="concat($round, '/insights/', $insight/@number, '/edit')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat($round, '/insights')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:element name="h{$top + 2}">
        <xsl:attribute name="class">cc-form-name</xsl:attribute>
        <xsl:choose>
          <xsl:when test="$insight"><cc:text key="insight.form.edit"/></xsl:when>
          <xsl:otherwise><cc:text key="insight.form.new"/></xsl:otherwise>
        </xsl:choose>
      </xsl:element>
      <p class="cc-quiet">
        <xsl:choose>
          <xsl:when test="$insight"><cc:text key="insight.form.edit.hint"/></xsl:when>
          <xsl:otherwise><cc:text key="insight.form.hint"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'sentence'"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="stored" select="$insight/sentence"/>
        <xsl:with-param name="required" select="true()"/>
        <xsl:with-param name="label"><cc:text key="insight.sentence"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="insight.sentence.hint"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="insight-kinds">
        <xsl:with-param name="insight" select="$insight"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <xsl:call-template name="insight-hidden">
        <xsl:with-param name="insight" select="$insight"/>
      </xsl:call-template>
      <div class="cc-actions">
        <button class="cc-button" type="submit" data-send="">
          <xsl:choose>
            <xsl:when test="$insight"><cc:text key="insight.form.save"/></xsl:when>
            <xsl:otherwise><cc:text key="insight.form.send"/></xsl:otherwise>
          </xsl:choose>
        </button>
        <xsl:if test="$insight"><a href="{$round}/hearing"><cc:text key="insight.form.leave"/></a></xsl:if>
      </div>
    </form>
  </xsl:template>

  <!-- Its version, so that two hosts do not write over each other; after "changed meanwhile" the newest, so that sending again
       is meant. And where to come back to: the same cards. -->
  <xsl:template name="insight-hidden">
    <xsl:param name="insight"/>
    <input type="hidden" name="token" value="{form/@token}"/>
    <xsl:if test="$insight">
      <input type="hidden" name="version" value="{$insight/@version}">
        <xsl:if test="typed/field[@name = 'version'] and not(refusals/refusal/@key = 'changed')">
          <xsl:attribute name="value"><xsl:value-of select="typed/field[@name = 'version']"/></xsl:attribute>
        </xsl:if>
      </input>
    </xsl:if>
    <xsl:if test="request/@after">
      <input type="hidden" name="back" value="/rounds/{round/@number}/hearing?after={request/@after}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="insight-kinds">
    <xsl:param name="insight"/>
    <xsl:param name="mine"/>
    <xsl:variable name="chosen">
      <xsl:choose>
        <xsl:when test="typed and $mine"><xsl:value-of select="typed/field[@name = 'kind']"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$insight/@kind"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fieldset class="cc-field cc-choices">
      <legend class="cc-label"><cc:text key="insight.kind"/></legend>
      <xsl:if test="$mine"><xsl:call-template name="field-error"><xsl:with-param name="field" select="'kind'"/></xsl:call-template></xsl:if>
      <div class="cc-pills">
        <xsl:call-template name="kind-pill"><xsl:with-param name="kind" select="'remove'"/><xsl:with-param name="chosen" select="$chosen"/><xsl:with-param name="label"><cc:text key="insight.remove"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="kind-pill"><xsl:with-param name="kind" select="'keep'"/><xsl:with-param name="chosen" select="$chosen"/><xsl:with-param name="label"><cc:text key="insight.keep"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="kind-pill"><xsl:with-param name="kind" select="'better'"/><xsl:with-param name="chosen" select="$chosen"/><xsl:with-param name="label"><cc:text key="insight.better"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="kind-pill"><xsl:with-param name="kind" select="'surprise'"/><xsl:with-param name="chosen" select="$chosen"/><xsl:with-param name="label"><cc:text key="insight.surprise"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="kind-pill"><xsl:with-param name="kind" select="'disagreement'"/><xsl:with-param name="chosen" select="$chosen"/><xsl:with-param name="label"><cc:text key="insight.disagreement"/></xsl:with-param></xsl:call-template>
      </div>
    </fieldset>
  </xsl:template>

  <xsl:template name="kind-pill">
    <xsl:param name="kind"/>
    <xsl:param name="chosen"/>
    <xsl:param name="label"/>
    <label class="cc-pill">
      <input type="radio" name="kind" value="{$kind}">
        <xsl:if test="$kind = 'remove'"><xsl:attribute name="id">cc-form-kind</xsl:attribute></xsl:if>
        <xsl:if test="$kind = $chosen"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <xsl:value-of select="$label"/>
    </label>
  </xsl:template>
</xsl:stylesheet>
