<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One idea: what it says, who says it, how many stand behind it, and what changed since. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'idea']" mode="content">
    <xsl:apply-templates select="idea" mode="whole"/>
  </xsl:template>

  <xsl:template match="idea" mode="whole">
    <article class="cc-idea">
      <header class="cc-idea-head">
        <p class="cc-meta">
          <xsl:apply-templates select="." mode="kind"/>
          <xsl:text> </xsl:text>
          <xsl:apply-templates select="stage"/>
        </p>
        <xsl:element name="h{$top}">
          <xsl:attribute name="class">cc-title</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <xsl:value-of select="title"/>
        </xsl:element>
        <p class="cc-meta">
          <xsl:apply-templates select="." mode="by"/>
          <xsl:if test="@edited">
            <xsl:text> </xsl:text>
            <span>
              <cc:text key="idea.edited"/>
              <xsl:text> </xsl:text>
              <xsl:call-template name="time"><xsl:with-param name="at" select="@edited"/></xsl:call-template>
            </span>
          </xsl:if>
        </p>
      </header>
      <xsl:apply-templates select="." mode="vote"><xsl:with-param name="note" select="true()"/></xsl:apply-templates>
      <xsl:if test="body/node()">
        <!-- Their own headings begin at h3: this one keeps the outline whole. -->
        <xsl:if test="$whole"><h2 class="cc-hidden"><cc:text key="idea.body"/></h2></xsl:if>
        <div class="cc-text" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></div>
      </xsl:if>
      <div class="cc-idea-foot">
        <cc:choose slot="mine" key="@number">
          <p><a class="cc-button cc-button-plain" href="{$base}/ideas/{@number}/edit"><cc:text key="idea.edit"/></a></p>
          <cc:else/>
        </cc:choose>
        <xsl:apply-templates select="/cocreate/changes[change]"/>
        <p class="cc-more"><a href="{$base}/ideas"><cc:text key="overview.all"/></a></p>
      </div>
    </article>
  </xsl:template>

  <xsl:template match="idea/stage">
    <span class="cc-stage">
      <cc:text key="idea.stage"><cc:with name="stage"><xsl:apply-templates select="." mode="label"/></cc:with></cc:text>
    </span>
  </xsl:template>

  <xsl:template match="changes">
    <details class="cc-changes">
      <summary><cc:text key="changes.summary" count="count(change)" n="count(change)"/></summary>
      <p class="cc-quiet"><cc:text key="changes.legend"/></p>
      <ol class="cc-change-list">
        <xsl:apply-templates select="change"/>
      </ol>
    </details>
  </xsl:template>

  <xsl:template match="change">
    <li class="cc-change">
      <p class="cc-change-head">
        <strong><cc:text key="changes.version" version="@version"/></strong>
        <xsl:text> </xsl:text>
        <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template>
      </p>
      <xsl:if test="title/node()"><p class="cc-diff cc-diff-title" dir="auto"><xsl:apply-templates select="title/node()" mode="diff"/></p></xsl:if>
      <xsl:if test="body/node()"><div class="cc-diff" dir="auto"><xsl:apply-templates select="body/node()" mode="diff"/></div></xsl:if>
      <xsl:if test="kind-now"><p class="cc-diff"><xsl:apply-templates select="kind-was | kind-now" mode="diff"/></p></xsl:if>
      <xsl:if test="stage-now"><p class="cc-diff"><xsl:apply-templates select="stage-was | stage-now" mode="diff"/></p></xsl:if>
    </li>
  </xsl:template>

  <!-- Shown by line and colour, and said in words to those who hear the page. -->
  <xsl:template match="del | kind-was | stage-was" mode="diff">
    <del>
      <span class="cc-hidden"><cc:text key="changes.removed"/><xsl:text> </xsl:text></span>
      <xsl:apply-templates select="." mode="label"/>
    </del>
  </xsl:template>

  <xsl:template match="ins | kind-now | stage-now" mode="diff">
    <ins>
      <xsl:if test="preceding-sibling::node()[1][self::del | self::kind-was | self::stage-was]"><xsl:attribute name="class">cc-instead</xsl:attribute></xsl:if>
      <span class="cc-hidden"><cc:text key="changes.added"/><xsl:text> </xsl:text></span>
      <xsl:apply-templates select="." mode="label"/>
    </ins>
  </xsl:template>

  <xsl:template match="*" mode="diff"><xsl:value-of select="."/></xsl:template>
</xsl:stylesheet>
