<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The outcomes of a piece of advice, as its adviser reads them; and "you missed my point", which opens one again. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- What stands on a badge, in a list, in a select. -->
  <xsl:template name="outcome-name">
    <xsl:param name="outcome" select="@outcome"/>
    <xsl:choose>
      <xsl:when test="$outcome = 'shaped_action'"><cc:text key="outcome.shaped_action"/></xsl:when>
      <xsl:when test="$outcome = 'in_insight'"><cc:text key="outcome.in_insight"/></xsl:when>
      <xsl:when test="$outcome = 'already_so'"><cc:text key="outcome.already_so"/></xsl:when>
      <xsl:when test="$outcome = 'for_later'"><cc:text key="outcome.for_later"/></xsl:when>
      <xsl:when test="$outcome = 'not_now'"><cc:text key="outcome.not_now"/></xsl:when>
      <xsl:when test="$outcome = 'could_not_use'"><cc:text key="outcome.could_not_use"/></xsl:when>
      <xsl:when test="$outcome = 'withdrawn'"><cc:text key="outcome.withdrawn"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- ==== As steps of the trail ==== -->

  <xsl:template match="trace[@outcome = 'shaped_action']" mode="outcome">
    <xsl:variable name="action" select="/cocreate/actions/action[@number = current()/@action]"/>
    <xsl:variable name="promise" select="/cocreate/promises/promise[@number = $action/@promise]"/>
    <xsl:call-template name="step">
      <xsl:with-param name="name" select="'will'"/>
      <xsl:with-param name="term"><cc:text key="answer.step.will"/></xsl:with-param>
      <xsl:with-param name="text">
        <p class="cc-will" dir="auto"><xsl:value-of select="($action/title | action-title)[1]"/></p>
        <p class="cc-quiet">
          <cc:text key="outcome.shaped_action.said"/>
          <xsl:if test="string($action/keeper)">
            <xsl:text> </xsl:text>
            <cc:text key="promise.keeper"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="$action/keeper"/></bdi>
          </xsl:if>
        </p>
        <xsl:if test="reason/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="reason/node()" mode="markdown"/></div></xsl:if>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="$promise" mode="promised"/>
  </xsl:template>

  <!-- The day that was promised first stays, also when another one took its place. -->
  <xsl:template match="promise" mode="promised">
    <xsl:call-template name="step">
      <xsl:with-param name="name" select="'promised'"/>
      <xsl:with-param name="state" select="@state"/>
      <xsl:with-param name="term"><cc:text key="answer.step.promised"/></xsl:with-param>
      <xsl:with-param name="text">
        <p>
          <xsl:call-template name="day"><xsl:with-param name="at" select="@first-due"/></xsl:call-template>
          <xsl:if test="@moves &gt; 0">
            <xsl:text>; </xsl:text>
            <cc:text key="promise.moved.to"/>
            <xsl:text> </xsl:text>
            <xsl:call-template name="day"><xsl:with-param name="at" select="@due"/></xsl:call-template>
          </xsl:if>
        </p>
        <p class="cc-meta">
          <xsl:apply-templates select="." mode="state"/>
          <xsl:text> </xsl:text>
          <xsl:if test="@ended-at"><span><xsl:apply-templates select="." mode="when"/></span><xsl:text> </xsl:text></xsl:if>
          <a href="{$base}/promises/{@number}"><cc:text key="answer.ledger"/></a>
        </p>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="trace" mode="outcome">
    <xsl:call-template name="step">
      <xsl:with-param name="name" select="'outcome'"/>
      <xsl:with-param name="term"><cc:text key="answer.step.outcome"/></xsl:with-param>
      <xsl:with-param name="text"><xsl:apply-templates select="." mode="said"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- ==== As sentences ==== -->

  <xsl:template match="trace" mode="said">
    <p>
      <xsl:choose>
        <xsl:when test="@outcome = 'shaped_action'">
          <cc:text key="outcome.shaped_action.said"/>
          <xsl:text> </xsl:text>
          <strong dir="auto"><xsl:value-of select="(action-title | /cocreate/actions/action[@number = current()/@action]/title)[1]"/></strong>
        </xsl:when>
        <xsl:when test="@outcome = 'in_insight'"><xsl:apply-templates select="." mode="in-insight"/></xsl:when>
        <xsl:when test="@outcome = 'already_so'"><cc:text key="outcome.already_so.said"/></xsl:when>
        <xsl:when test="@outcome = 'for_later'">
          <cc:text key="outcome.for_later.said"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="day"><xsl:with-param name="at" select="@again"/></xsl:call-template>
          <xsl:text>.</xsl:text>
        </xsl:when>
        <xsl:when test="@outcome = 'not_now'"><cc:text key="outcome.not_now.said"/></xsl:when>
        <xsl:when test="@outcome = 'could_not_use'"><cc:text key="outcome.could_not_use.said"/></xsl:when>
        <xsl:otherwise><cc:text key="outcome.withdrawn.said"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:if test="string(link)"><p><a href="{link}" rel="noopener"><xsl:value-of select="link"/></a></p></xsl:if>
    <xsl:if test="reason/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="reason/node()" mode="markdown"/></div></xsl:if>
    <xsl:if test="string(question)">
      <p><strong><cc:text key="outcome.question"/></strong><xsl:text> </xsl:text><bdi><xsl:value-of select="question"/></bdi></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="trace" mode="in-insight">
    <xsl:variable name="insight" select="/cocreate/insights/insight[@number = current()/@insight]"/>
    <xsl:choose>
      <xsl:when test="@others &gt; 0"><cc:text key="outcome.in_insight.with" count="@others" n="@others"/></xsl:when>
      <xsl:otherwise><cc:text key="outcome.in_insight.said"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text> </xsl:text>
    <q dir="auto"><xsl:value-of select="($insight/sentence | insight-sentence)[1]"/></q>
    <xsl:text> </xsl:text>
    <cc:text key="outcome.in_insight.no-action"/>
  </xsl:template>

  <!-- ==== You missed my point ==== -->

  <xsl:template match="trace" mode="missed">
    <xsl:choose>
      <xsl:when test="@contested"><xsl:apply-templates select="." mode="contested"/></xsl:when>
      <xsl:when test="@may-miss"><xsl:apply-templates select="." mode="miss-form"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What they said to our answer, and what we did about it. -->
  <xsl:template match="trace" mode="contested">
    <xsl:param name="to-host" select="false()"/>
    <div class="cc-contest">
      <p>
        <strong>
          <xsl:choose>
            <xsl:when test="$to-host"><cc:text key="missed.said.host"/></xsl:when>
            <xsl:otherwise><cc:text key="missed.said"/></xsl:otherwise>
          </xsl:choose>
        </strong>
        <xsl:text> </xsl:text>
        <xsl:call-template name="day"><xsl:with-param name="at" select="@contested"/></xsl:call-template>
      </p>
      <xsl:if test="contest/node()"><blockquote class="cc-said" dir="auto"><xsl:apply-templates select="contest/node()" mode="markdown"/></blockquote></xsl:if>
      <xsl:choose>
        <xsl:when test="@answered">
          <p>
            <cc:text key="missed.answered"/>
            <xsl:text> </xsl:text>
            <xsl:call-template name="day"><xsl:with-param name="at" select="@answered"/></xsl:call-template>
          </p>
          <xsl:if test="@earlier">
            <p class="cc-quiet">
              <cc:text key="missed.earlier"/>
              <xsl:text> </xsl:text>
              <xsl:call-template name="outcome-name"><xsl:with-param name="outcome" select="@earlier"/></xsl:call-template>
            </p>
            <xsl:if test="earlier-reason/node()">
              <div class="cc-text cc-quiet" dir="auto"><xsl:apply-templates select="earlier-reason/node()" mode="markdown"/></div>
            </xsl:if>
          </xsl:if>
        </xsl:when>
        <xsl:when test="$to-host"><p><cc:text key="missed.open.host"/></p></xsl:when>
        <xsl:otherwise><p><cc:text key="missed.open"/></p></xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <xsl:template match="trace" mode="miss-form">
    <xsl:variable name="address" select="concat('/rounds/', /cocreate/round/@number, '/cards/', @card, '/missed')"/>
    <xsl:variable name="back" select="/cocreate/@path = $address"/>
    <details class="cc-missed">
      <xsl:if test="$back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <span class="cc-missed-name"><cc:text key="missed.button"/></span>
        <xsl:if test="/cocreate/round/@closes">
          <xsl:text> </xsl:text>
          <span class="cc-quiet">
            <cc:text key="missed.until"/>
            <xsl:text> </xsl:text>
            <xsl:call-template name="day"><xsl:with-param name="at" select="/cocreate/round/@closes"/></xsl:call-template>
          </span>
        </xsl:if>
      </summary>
      <form class="cc-form" method="post" action="{$base}{$address}{$linked}" novalidate="novalidate">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'text'"/>
          <xsl:with-param name="id" select="concat('missed-', @card, '-text')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="lines" select="4"/>
          <xsl:with-param name="max" select="4000"/>
          <xsl:with-param name="required" select="true()"/>
          <xsl:with-param name="label"><cc:text key="missed.label"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="missed.hint"/></xsl:with-param>
        </xsl:call-template>
        <p><button class="cc-button" type="submit" data-send=""><cc:text key="missed.send"/></button></p>
      </form>
    </details>
  </xsl:template>
</xsl:stylesheet>
