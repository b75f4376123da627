<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One piece of advice on a page of its own: what it says, what came of it, and what may be done with it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'card']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="card.title"/>
    <xsl:text> · </xsl:text>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'card']" mode="content">
    <xsl:variable name="card" select="cards/card"/>
    <xsl:variable name="round" select="concat($base, '/rounds/', round/@number)"/>
    <xsl:variable name="address" select="concat($round, '/cards/', $card/@number)"/>
    <article class="cc-section cc-one-card">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="card.title"/></xsl:with-param></xsl:call-template>
      <xsl:call-template name="work-refusals"/>
      <xsl:apply-templates select="$card" mode="card"><xsl:with-param name="level" select="$top + 1"/></xsl:apply-templates>
      <xsl:call-template name="card-came"><xsl:with-param name="card" select="$card"/></xsl:call-template>
      <xsl:if test="flags/flag"><xsl:call-template name="card-flags"/></xsl:if>
      <xsl:if test="viewer-may/@*">
        <div class="cc-card-ways">
          <xsl:if test="viewer-may/@trace">
            <p><a class="cc-button cc-button-plain cc-button-small" href="{$round}/traces#card-{$card/@number}"><cc:text key="card.trace"/></a></p>
          </xsl:if>
          <xsl:if test="viewer-may/@withdraw">
            <details class="cc-fold">
              <summary><cc:text key="card.withdraw"/></summary>
              <p class="cc-quiet"><cc:text key="card.withdraw.hint"/></p>
              <xsl:call-template name="press">
                <xsl:with-param name="action" select="concat($address, '/withdraw')"/>
                <xsl:with-param name="class" select="'cc-button cc-button-plain cc-button-small'"/>
                <xsl:with-param name="label"><cc:text key="card.withdraw.do"/></xsl:with-param>
              </xsl:call-template>
            </details>
          </xsl:if>
          <xsl:if test="viewer-may/@keep">
            <div>
              <p class="cc-quiet"><cc:text key="card.keep.hint"/></p>
              <xsl:call-template name="press">
                <xsl:with-param name="action" select="concat($address, '/keep')"/>
                <xsl:with-param name="class" select="'cc-button cc-button-plain cc-button-small'"/>
                <xsl:with-param name="label"><cc:text key="card.keep"/></xsl:with-param>
              </xsl:call-template>
            </div>
          </xsl:if>
          <xsl:if test="viewer-may/@hide">
            <xsl:call-template name="card-reason">
              <xsl:with-param name="action" select="concat($address, '/hide')"/>
              <xsl:with-param name="id" select="'hide-reason'"/>
              <xsl:with-param name="title"><cc:text key="card.hide"/></xsl:with-param>
              <xsl:with-param name="label"><cc:text key="card.hide.reason"/></xsl:with-param>
              <xsl:with-param name="hint"><cc:text key="card.hide.hint"/></xsl:with-param>
              <xsl:with-param name="send"><cc:text key="card.hide.do"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
          <xsl:if test="viewer-may/@flag">
            <xsl:call-template name="card-reason">
              <xsl:with-param name="action" select="concat($address, '/flag')"/>
              <xsl:with-param name="id" select="'flag-reason'"/>
              <xsl:with-param name="title"><cc:text key="card.flag"/></xsl:with-param>
              <xsl:with-param name="label"><cc:text key="card.flag.reason"/></xsl:with-param>
              <xsl:with-param name="hint"><cc:text key="card.flag.hint"/></xsl:with-param>
              <xsl:with-param name="send"><cc:text key="card.flag.do"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
        </div>
      </xsl:if>
    </article>
  </xsl:template>

  <!-- Where it lies, and its outcome when that may be seen. -->
  <xsl:template name="card-came">
    <xsl:param name="card"/>
    <xsl:variable name="in" select="placed/in[@card = $card/@number]/@insight"/>
    <xsl:variable name="insights" select="insights/insight[@number = $in]"/>
    <xsl:variable name="trace" select="traces/trace[@card = $card/@number]"/>
    <xsl:if test="$insights or $trace">
      <section class="cc-section" aria-labelledby="came-name">
        <xsl:element name="h{$top + 1}">
          <xsl:attribute name="class">cc-subtitle</xsl:attribute>
          <xsl:attribute name="id">came-name</xsl:attribute>
          <cc:text key="card.came"/>
        </xsl:element>
        <xsl:if test="$insights">
          <ul class="cc-under">
            <xsl:for-each select="$insights"><li><cc:text key="hearing.under"/><xsl:text> </xsl:text><q dir="auto"><xsl:value-of select="sentence"/></q></li></xsl:for-each>
          </ul>
        </xsl:if>
        <xsl:if test="$trace"><div class="cc-outcome"><xsl:apply-templates select="$trace" mode="said"/></div></xsl:if>
        <xsl:if test="$card/@own"><p class="cc-more"><a href="{$base}/rounds/{round/@number}/mine{$linked}"><cc:text key="card.answer"/></a></p></xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- What people told the moderators about it. -->
  <xsl:template name="card-flags">
    <section class="cc-section" aria-labelledby="flags-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">flags-name</xsl:attribute>
        <cc:text key="card.flags" count="count(flags/flag)" n="count(flags/flag)"/>
      </xsl:element>
      <ul class="cc-flags">
        <xsl:for-each select="flags/flag">
          <li>
            <blockquote class="cc-said" dir="auto"><p><xsl:value-of select="reason"/></p></blockquote>
            <p class="cc-meta"><xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template></p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- A small form behind its name: one reason. -->
  <xsl:template name="card-reason">
    <xsl:param name="action"/>
    <xsl:param name="id"/>
    <xsl:param name="title"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="send"/>
    <xsl:variable name="mine" select="concat($base, /cocreate/@path) = $action"/>
    <details class="cc-fold">
      <xsl:if test="$mine"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><xsl:value-of select="$title"/></summary>
      <form class="cc-form" method="post" action="{$action}{$linked}" novalidate="novalidate">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'reason'"/>
          <xsl:with-param name="id" select="$id"/>
          <xsl:with-param name="mine" select="$mine"/>
          <xsl:with-param name="lines" select="3"/>
          <xsl:with-param name="max" select="4000"/>
          <xsl:with-param name="required" select="true()"/>
          <xsl:with-param name="label" select="$label"/>
          <xsl:with-param name="hint" select="$hint"/>
        </xsl:call-template>
        <p><button class="cc-button cc-button-small" type="submit" data-send=""><xsl:value-of select="$send"/></button></p>
      </form>
    </details>
  </xsl:template>
</xsl:stylesheet>
