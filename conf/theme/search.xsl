<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Looking for ideas: the field on the list, what is said when nothing is found, and ideas that are close to a title. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- A form that needs no script: it leads to the list's own address with q in it, and keeps the filters. -->
  <xsl:template name="search">
    <form class="cc-search" method="get" action="{$base}/ideas" role="search">
      <label class="cc-hidden" for="cc-search"><cc:text key="search.label"/></label>
      <input class="cc-input" type="search" id="cc-search" name="q" dir="auto" maxlength="100" autocomplete="off"
             value="{request/@q}" placeholder="{cc:search.label}">
        <xsl:if test="search/@refused">
          <xsl:attribute name="aria-invalid">true</xsl:attribute>
          <xsl:attribute name="aria-describedby">cc-search-error</xsl:attribute>
        </xsl:if>
      </input>
      <xsl:for-each select="request/@kind | request/@stage">
        <input type="hidden" name="{name()}" value="{.}"/>
      </xsl:for-each>
      <button class="cc-button cc-button-plain" type="submit"><cc:text key="search.send"/></button>
    </form>
    <xsl:if test="search/@refused">
      <p class="cc-error" id="cc-search-error" role="alert"><xsl:apply-templates select="search/@refused"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="search/@refused">
    <xsl:choose>
      <xsl:when test=". = 'too-long'"><cc:text key="search.refused.long"/></xsl:when>
      <xsl:when test=". = 'too-many'"><cc:text key="search.refused.many"/></xsl:when>
      <xsl:otherwise><cc:text key="search.refused.missing"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Nothing was found: perhaps nobody has said it yet. What was looked for becomes the title. -->
  <xsl:template name="search-empty">
    <xsl:if test="search/@refused"><p class="cc-more"><a href="{$base}/ideas"><cc:text key="nomatch.all"/></a></p></xsl:if>
    <xsl:if test="not(search/@refused)"><xsl:call-template name="search-none"/></xsl:if>
  </xsl:template>

  <xsl:template name="search-none">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="search.none.title"/></p>
      <p><cc:text key="search.none.text"/></p>
      <p class="cc-actions">
        <a class="cc-button">
          <xsl:attribute name="href"><xsl:value-of select="concat($base, '/ideas/new?title=')"/><xsl:call-template name="q"/></xsl:attribute>
          <cc:text key="share"/>
        </a>
        <a href="{$base}/ideas"><cc:text key="nomatch.all"/></a>
      </p>
    </div>
  </xsl:template>

  <!-- The words that were looked for as an address has them: they are the last in the canonical one. -->
  <xsl:template name="q">
    <xsl:value-of select="substring-after(/cocreate[request/@q]/@href, 'q=')"/>
  </xsl:template>

  <!-- Ideas close to a title: a page, and the fragment that the script puts under the title of the form. -->
  <xsl:template match="cocreate[@page = 'ideas_similar']" mode="content">
    <xsl:if test="$whole or ideas/idea">
      <section class="cc-similar">
        <xsl:element name="h{$top}">
          <xsl:attribute name="class">
            <xsl:choose>
              <xsl:when test="$whole">cc-title</xsl:when>
              <xsl:otherwise>cc-similar-title</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:choose>
            <xsl:when test="ideas/idea"><cc:text key="similar.title"/></xsl:when>
            <xsl:otherwise><cc:text key="similar.none"/></xsl:otherwise>
          </xsl:choose>
        </xsl:element>
        <xsl:if test="ideas/idea">
          <p class="cc-quiet"><cc:text key="similar.text"/></p>
          <ul class="cc-similar-list"><xsl:apply-templates select="ideas/idea" mode="similar"/></ul>
        </xsl:if>
        <xsl:if test="$whole">
          <p class="cc-actions">
            <a class="cc-button" href="{$base}/ideas/new?title={substring-after(/cocreate/@href, 'title=')}"><cc:text key="share"/></a>
            <a href="{$base}/ideas"><cc:text key="overview.all"/></a>
          </p>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="idea" mode="similar">
    <li class="cc-similar-item">
      <a href="{$base}/ideas/{@number}" dir="auto"><xsl:value-of select="title"/></a>
      <p class="cc-meta">
        <xsl:apply-templates select="." mode="kind"/>
        <xsl:text> </xsl:text>
        <span><cc:text key="similar.votes" count="@votes" n="@votes"/></span>
      </p>
    </li>
  </xsl:template>

  <!-- Under the title of a new idea. Without script, what is close is shown in a tab of its own, so that no word is lost. -->
  <xsl:template name="similar-place">
    <xsl:variable name="title">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'title'"/>
        <xsl:with-param name="stored" select="request/@title"/>
      </xsl:call-template>
    </xsl:variable>
    <div class="cc-similar-place" data-similar="{$base}/ideas/similar.fragment" aria-live="polite">
      <xsl:if test="string($title)">
        <button class="cc-link" type="submit" form="cc-similar-form"><cc:text key="similar.look"/></button>
      </xsl:if>
    </div>
  </xsl:template>

  <!-- What that button sends: no form may stand within another. -->
  <xsl:template name="similar-form">
    <xsl:variable name="title" select="(typed/field[@name = 'title'] | request/@title)[last()]"/>
    <xsl:if test="string($title)">
      <form id="cc-similar-form" method="get" action="{$base}/ideas/similar" target="_blank">
        <input type="hidden" name="title" value="{$title}"/>
      </form>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
