<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The front door: what is asked now and what was kept, a welcome, what moves, what is fresh, and five questions to begin with. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'overview']" mode="content">
    <xsl:apply-templates select="rounds[round]"/>
    <xsl:apply-templates select="record" mode="line"/>
    <header class="cc-welcome">
      <xsl:element name="h{$top}">
        <xsl:attribute name="class">cc-title</xsl:attribute>
        <cc:text key="overview.heading"/>
      </xsl:element>
      <p class="cc-lead"><cc:text key="overview.lead"/></p>
      <p class="cc-actions">
        <xsl:call-template name="share"/>
        <xsl:if test="count/@ideas &gt; 0">
          <span class="cc-quiet">
            <cc:text key="overview.ideas" count="count/@ideas" n="count/@ideas"/>
            <xsl:text> </xsl:text>
            <cc:text key="overview.members" count="count/@members" n="count/@members"/>
          </span>
        </xsl:if>
      </p>
    </header>
    <xsl:choose>
      <xsl:when test="trending/idea">
        <div class="cc-columns">
          <xsl:apply-templates select="trending"/>
          <xsl:apply-templates select="newest[idea]"/>
        </div>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="no-ideas"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="trending/idea"><xsl:apply-templates select="kinds[kind]" mode="invitations"/></xsl:if>
  </xsl:template>

  <xsl:template match="trending">
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="overview.trending"/></xsl:element>
      <xsl:call-template name="overview-list"/>
      <p class="cc-more"><a href="{$base}/ideas"><cc:text key="overview.all"/></a></p>
    </section>
  </xsl:template>

  <xsl:template match="newest">
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="overview.newest"/></xsl:element>
      <xsl:call-template name="overview-list"/>
      <p class="cc-more"><a href="{$base}/ideas?sort=new"><cc:text key="overview.fresh"/></a></p>
    </section>
  </xsl:template>

  <xsl:template name="overview-list">
    <ul class="cc-list">
      <xsl:apply-templates select="idea" mode="item">
        <xsl:with-param name="level" select="$top + 2"/>
        <xsl:with-param name="back" select="substring('/', 1, number($whole))"/>
      </xsl:apply-templates>
    </ul>
  </xsl:template>

  <xsl:template match="kinds" mode="invitations">
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="overview.kinds"/></xsl:element>
      <xsl:apply-templates select="." mode="questions"/>
    </section>
  </xsl:template>

  <!-- Every kind is a question that somebody can answer from the last time. -->
  <xsl:template match="kinds" mode="questions">
    <ul class="cc-invitations">
      <xsl:for-each select="kind">
        <li class="cc-invitation" data-kind="{@key}">
          <a class="cc-invitation-link" href="{$base}/ideas/new?kind={@key}"><xsl:apply-templates select="." mode="label"/></a>
          <span class="cc-quiet"><xsl:apply-templates select="." mode="question"/></span>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- The first day: somebody has to begin, so the questions come at once. -->
  <xsl:template name="no-ideas">
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="empty.title"/></xsl:element>
      <p class="cc-lead"><cc:text key="empty.text"/></p>
      <xsl:apply-templates select="kinds[kind]" mode="questions"/>
    </section>
  </xsl:template>
</xsl:stylesheet>
