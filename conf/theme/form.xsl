<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The form for a new idea and for a change to one. What was typed always wins over what is stored. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'idea_new']" mode="content">
    <header class="cc-form-head">
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="form.new.title"/></xsl:element>
      <p class="cc-lead"><cc:text key="form.new.lead"/></p>
    </header>
    <xsl:call-template name="form">
      <xsl:with-param name="action" select="concat($base, '/ideas')"/>
      <xsl:with-param name="send"><cc:text key="form.new.send"/></xsl:with-param>
      <xsl:with-param name="leave" select="concat($base, '/ideas')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'idea_edit']" mode="content">
    <!-- Signed out, the idea's row may be missing: the address is the form's own then. -->
    <xsl:variable name="action">
      <xsl:choose>
        <xsl:when test="idea/@number"><xsl:value-of select="concat($base, '/ideas/', idea/@number, '/edit')"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat($base, @path)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <header class="cc-form-head">
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="form.edit.title"/></xsl:element>
      <p class="cc-lead"><cc:text key="form.edit.lead"/></p>
    </header>
    <xsl:call-template name="form">
      <xsl:with-param name="action" select="string($action)"/>
      <xsl:with-param name="send"><cc:text key="form.edit.send"/></xsl:with-param>
      <xsl:with-param name="leave" select="substring-before($action, '/edit')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="form">
    <xsl:param name="action"/>
    <xsl:param name="send"/>
    <xsl:param name="leave"/>
    <!-- The version that the person opened; after "changed meanwhile" the newest, so that sending again is meant. -->
    <xsl:variable name="version">
      <xsl:choose>
        <xsl:when test="typed and not(refusals/refusal/@key = 'changed')"><xsl:value-of select="typed/field[@name = 'version']"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="idea/@version"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <form class="cc-form" method="post" action="{$action}" novalidate="novalidate"
          data-draft="{$action}#{$version}#{viewer/@name}" data-left="{cc:form.left}" data-over="{cc:form.over}">
      <xsl:if test="typed"><xsl:attribute name="data-typed">yes</xsl:attribute></xsl:if>
      <xsl:call-template name="refusals"/>
      <div class="cc-draft" data-draft-note="" hidden="hidden">
        <p><cc:text key="form.draft"/></p>
        <button class="cc-link" type="button" data-draft-drop=""><cc:text key="form.draft.drop"/></button>
      </div>
      <xsl:call-template name="title-field"/>
      <xsl:call-template name="kind-field"/>
      <xsl:call-template name="stage-field"/>
      <xsl:call-template name="body-field"/>
      <input type="hidden" name="token" value="{form/@token}"/>
      <xsl:if test="string($version)"><input type="hidden" name="version" value="{$version}"/></xsl:if>
      <div class="cc-actions cc-form-end">
        <button class="cc-button" type="submit" data-send=""><xsl:value-of select="$send"/></button>
        <a href="{$leave}"><cc:text key="form.leave"/></a>
        <xsl:if test="viewer/@name"><xsl:call-template name="writes-as"/></xsl:if>
      </div>
    </form>
    <xsl:if test="@page = 'idea_new'"><xsl:call-template name="similar-form"/></xsl:if>
  </xsl:template>

  <xsl:template name="writes-as">
    <p class="cc-quiet cc-as">
      <cc:text key="form.as"/>
      <xsl:text> </xsl:text>
      <bdi class="cc-name"><xsl:value-of select="viewer/@name"/></bdi>
      <xsl:apply-templates select="author" mode="badge"/>
    </p>
  </xsl:template>

  <xsl:template name="title-field">
    <div class="cc-field">
      <label class="cc-label" for="cc-form-title"><cc:text key="form.title"/></label>
      <p class="cc-hint" id="cc-form-title-hint"><cc:text key="form.title.hint"/></p>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'title'"/></xsl:call-template>
      <input class="cc-input" type="text" id="cc-form-title" name="title" dir="auto" required="required" autocomplete="off" data-max="120">
        <xsl:attribute name="value">
          <xsl:call-template name="typed">
            <xsl:with-param name="field" select="'title'"/>
            <xsl:with-param name="stored" select="(idea/title | request/@title)[1]"/>
          </xsl:call-template>
        </xsl:attribute>
        <xsl:call-template name="described"><xsl:with-param name="field" select="'title'"/></xsl:call-template>
      </input>
      <p class="cc-counter" data-counter="cc-form-title" aria-hidden="true"/>
      <xsl:if test="@page = 'idea_new'"><xsl:call-template name="similar-place"/></xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="body-field">
    <div class="cc-field">
      <label class="cc-label" for="cc-form-body">
        <cc:text key="form.body"/>
        <xsl:text> </xsl:text>
        <span class="cc-optional"><cc:text key="form.optional"/></span>
      </label>
      <p class="cc-hint" id="cc-form-body-hint"><cc:text key="form.body.hint"/></p>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'body'"/></xsl:call-template>
      <textarea class="cc-input cc-area" id="cc-form-body" name="body" dir="auto" rows="9" data-max="10000">
        <xsl:call-template name="described"><xsl:with-param name="field" select="'body'"/></xsl:call-template>
        <xsl:call-template name="typed">
          <xsl:with-param name="field" select="'body'"/>
          <xsl:with-param name="stored" select="idea/body"/>
        </xsl:call-template>
      </textarea>
      <p class="cc-counter" data-counter="cc-form-body" aria-hidden="true"/>
      <details class="cc-markdown">
        <summary><cc:text key="form.markdown"/></summary>
        <ul class="cc-markdown-list">
          <li><code>**<cc:text key="form.markdown.bold"/>**</code><xsl:text> </xsl:text><strong><cc:text key="form.markdown.bold"/></strong></li>
          <li><code>*<cc:text key="form.markdown.italic"/>*</code><xsl:text> </xsl:text><em><cc:text key="form.markdown.italic"/></em></li>
          <li><code>- <cc:text key="form.markdown.list"/></code><xsl:text> </xsl:text><span>• <cc:text key="form.markdown.list"/></span></li>
          <li><code>&gt; <cc:text key="form.markdown.quote"/></code><xsl:text> </xsl:text><q><cc:text key="form.markdown.quote"/></q></li>
        </ul>
      </details>
    </div>
  </xsl:template>

  <xsl:template name="kind-field">
    <xsl:variable name="chosen">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'kind'"/>
        <xsl:with-param name="stored" select="(idea/kind/@key | request/@kind)[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <fieldset class="cc-field cc-choices" role="radiogroup" aria-required="true" aria-labelledby="cc-form-kind-name">
      <xsl:call-template name="described">
        <xsl:with-param name="field" select="'kind'"/>
        <xsl:with-param name="hint" select="false()"/>
      </xsl:call-template>
      <legend class="cc-label" id="cc-form-kind-name"><cc:text key="form.kind"/></legend>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'kind'"/></xsl:call-template>
      <div class="cc-cards">
        <xsl:for-each select="kinds/kind">
          <label class="cc-card" data-kind="{@key}">
            <input type="radio" name="kind" value="{@key}" required="required">
              <xsl:if test="position() = 1"><xsl:attribute name="id">cc-form-kind</xsl:attribute></xsl:if>
              <xsl:if test="@key = $chosen"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
            </input>
            <span class="cc-card-text">
              <span class="cc-card-name"><xsl:apply-templates select="." mode="label"/></span>
              <xsl:text> </xsl:text>
              <span class="cc-quiet"><xsl:apply-templates select="." mode="question"/></span>
            </span>
          </label>
        </xsl:for-each>
      </div>
    </fieldset>
  </xsl:template>

  <xsl:template name="stage-field">
    <xsl:variable name="chosen">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'stage'"/>
        <xsl:with-param name="stored" select="(idea/stage/@key | request/@stage)[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <fieldset class="cc-field cc-choices" role="radiogroup" aria-required="true" aria-labelledby="cc-form-stage-name">
      <xsl:call-template name="described">
        <xsl:with-param name="field" select="'stage'"/>
        <xsl:with-param name="hint" select="false()"/>
      </xsl:call-template>
      <legend class="cc-label" id="cc-form-stage-name"><cc:text key="form.stage"/></legend>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'stage'"/></xsl:call-template>
      <div class="cc-pills">
        <xsl:for-each select="stages/stage">
          <label class="cc-pill">
            <input type="radio" name="stage" value="{@key}" required="required">
              <xsl:if test="position() = 1"><xsl:attribute name="id">cc-form-stage</xsl:attribute></xsl:if>
              <xsl:if test="@key = $chosen"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
            </input>
            <xsl:apply-templates select="." mode="label"/>
          </label>
        </xsl:for-each>
      </div>
    </fieldset>
  </xsl:template>

  <!-- A field that was sent shows what was sent, even when that was nothing. -->
  <xsl:template name="typed">
    <xsl:param name="field"/>
    <xsl:param name="stored"/>
    <xsl:choose>
      <xsl:when test="/cocreate/typed"><xsl:value-of select="/cocreate/typed/field[@name = $field]"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$stored"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
