<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Before a round opens: what the wording check found, each at its question, then the round as members will see it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'round_preview']" mode="title"><cc:text key="preview.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'round_preview']" mode="content">
    <xsl:variable name="here" select="concat($base, '/rounds/', round/@number)"/>
    <div class="cc-preview-page">
      <header class="cc-round-head">
        <xsl:call-template name="round-way"><xsl:with-param name="list" select="true()"/></xsl:call-template>
        <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="preview.title"/></xsl:element>
      </header>
      <xsl:call-template name="refusals"><xsl:with-param name="fields" select="''"/></xsl:call-template>
      <xsl:choose>
        <!-- Signed out, or gone: there is nothing to publish, and what was typed stays below. -->
        <xsl:when test="not(round)"><xsl:apply-templates select="typed" mode="keep"/></xsl:when>
        <xsl:otherwise>
          <form class="cc-form cc-publish" method="post" action="{$here}/publish">
            <xsl:call-template name="preview-findings"><xsl:with-param name="edit" select="concat($here, '/edit')"/></xsl:call-template>
            <xsl:apply-templates select="todo" mode="owing"/>
            <input type="hidden" name="token" value="{form/@token}"/>
            <div class="cc-actions cc-form-end">
              <xsl:if test="todo/@may-publish"><button class="cc-button" type="submit" data-send=""><cc:text key="preview.publish"/></button></xsl:if>
              <a class="cc-button cc-button-plain" href="{$here}/edit"><cc:text key="preview.edit"/></a>
              <a href="{$here}/host#invite"><cc:text key="preview.invite"/></a>
            </div>
            <xsl:if test="todo/@why-not"><p class="cc-note"><xsl:apply-templates select="todo" mode="stop-title"/><xsl:text>. </xsl:text><xsl:apply-templates select="todo" mode="stop-text"/></p></xsl:if>
          </form>
          <div class="cc-preview">
            <p class="cc-preview-label" aria-hidden="true"><cc:text key="preview.frame"/></p>
            <!-- Nothing can be sent from here. -->
            <fieldset class="cc-round" disabled="disabled">
              <legend class="cc-hidden"><cc:text key="preview.frame"/></legend>
              <xsl:apply-templates select="round" mode="head"><xsl:with-param name="level" select="$top + 1"/></xsl:apply-templates>
              <xsl:apply-templates select="round" mode="line-to-be"/>
              <div class="cc-round-main">
                <xsl:apply-templates select="round" mode="hands"/>
                <xsl:apply-templates select="round" mode="leaning"/>
                <xsl:apply-templates select="questions" mode="advice"/>
              </div>
              <xsl:apply-templates select="round" mode="aside"/>
            </fieldset>
          </div>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- What a member reads once it is open, not what it is today. -->
  <xsl:template match="cocreate[@page = 'round_preview']/round/@phase" mode="phase"><cc:text key="phase.advice"/></xsl:template>

  <xsl:template match="round" mode="line-to-be">
    <div class="cc-next">
      <p class="cc-next-line">
        <span class="cc-next-what"><cc:text key="next.advice"/></span>
        <xsl:text> </xsl:text>
        <span class="cc-next-until">
          <cc:text key="next.until"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="moment"><xsl:with-param name="at" select="@advice-until"/></xsl:call-template>
        </span>
      </p>
    </div>
  </xsl:template>

  <!-- ==== Findings, each at its question ==== -->

  <xsl:template name="preview-findings">
    <xsl:param name="edit"/>
    <xsl:variable name="findings" select="findings/finding[@place]"/>
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="preview.findings"/></xsl:element>
      <xsl:choose>
        <xsl:when test="$findings">
          <p><cc:text key="preview.findings.lead"/></p>
          <xsl:if test="$findings[@place = 0]">
            <div class="cc-checked">
              <p class="cc-question-text" dir="auto"><xsl:value-of select="round/title"/></p>
              <xsl:apply-templates select="$findings[@place = 0]" mode="settle"><xsl:with-param name="edit" select="$edit"/></xsl:apply-templates>
              <p><a href="{$edit}#cc-form-title"><cc:text key="preview.rewrite"/></a></p>
            </div>
          </xsl:if>
          <xsl:for-each select="questions/question[@place = $findings/@place]">
            <xsl:variable name="place" select="@place"/>
            <div class="cc-checked">
              <p class="cc-question-text" dir="auto"><xsl:value-of select="text"/></p>
              <xsl:apply-templates select="$findings[@place = $place]" mode="settle"><xsl:with-param name="edit" select="$edit"/></xsl:apply-templates>
              <xsl:variable name="field"><xsl:for-each select="$findings[@place = $place][1]"><xsl:call-template name="field-of-place"/></xsl:for-each></xsl:variable>
              <p><a href="{$edit}#cc-form-{$field}"><cc:text key="preview.rewrite"/></a></p>
              <xsl:if test="$findings[@place = $place and @severity = 'stop']"><xsl:call-template name="override"><xsl:with-param name="place" select="$place"/></xsl:call-template></xsl:if>
            </div>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise><p><cc:text key="finding.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- A warning may be accepted here; anything else wants other words. -->
  <xsl:template match="finding" mode="settle">
    <xsl:param name="edit"/>
    <xsl:variable name="field"><xsl:call-template name="field-of-place"/></xsl:variable>
    <xsl:variable name="name" select="concat('accept-', @place, '-', @rule)"/>
    <xsl:apply-templates select="." mode="finding">
      <xsl:with-param name="field" select="$field"/>
      <xsl:with-param name="edit" select="$edit"/>
    </xsl:apply-templates>
    <xsl:if test="@severity = 'warn'">
      <label class="cc-tick">
        <input type="checkbox" name="{$name}" value="yes">
          <xsl:if test="@accepted and not(/cocreate/typed) or /cocreate/typed/field[@name = $name] = 'yes'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
        </input>
        <span><cc:text key="preview.accept"/></span>
      </label>
    </xsl:if>
  </xsl:template>

  <xsl:template name="field-of-place">
    <xsl:choose>
      <xsl:when test="@place = 0">title</xsl:when>
      <xsl:when test="@place = 7">free1</xsl:when>
      <xsl:when test="@place &gt; 7">free2</xsl:when>
      <xsl:otherwise><xsl:value-of select="@slot"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Only an administrator lets a stop pass, in public. -->
  <xsl:template name="override">
    <xsl:param name="place"/>
    <xsl:choose>
      <xsl:when test="/cocreate/viewer/@admin">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="concat('override-', $place)"/>
          <xsl:with-param name="label"><cc:text key="preview.override"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="preview.override.hint"/></xsl:with-param>
          <xsl:with-param name="stored" select="override-reason"/>
          <xsl:with-param name="lines" select="2"/>
          <xsl:with-param name="max" select="1000"/>
          <xsl:with-param name="optional" select="true()"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><p class="cc-quiet"><cc:text key="preview.admin"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A house that owes answers does not ask again lightly. -->
  <xsl:template match="todo" mode="owing">
    <xsl:if test="@owing &gt; 0">
      <p class="cc-note">
        <cc:text key="preview.owing" count="@owing" n="@owing"/>
        <xsl:text> </xsl:text>
        <xsl:if test="@owing &gt; @owing-allowed"><cc:text key="preview.owing.over" n="@owing-allowed"/><xsl:text> </xsl:text></xsl:if>
        <a href="{$base}/promises"><cc:text key="preview.owing.link"/></a>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
