<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The form for the outcome of one card, and the one for all cards of an insight that have none yet. A field shows with the outcome
     that needs it; a browser that does not know :has() shows all of them, and their hints say when they count. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- trace: what is stored. address: of the form. back: it is this form that came back. in: the insights
       that the card lies under; it can be told of no other one. -->
  <xsl:template name="trace-form">
    <xsl:param name="trace"/>
    <xsl:param name="address"/>
    <xsl:param name="back"/>
    <xsl:param name="in"/>
    <xsl:variable name="id" select="concat('trace-', @number)"/>
    <xsl:variable name="typed" select="/cocreate/typed[$back]"/>
    <form class="cc-form cc-trace-form" method="post" action="{$base}{$address}" novalidate="novalidate">
      <xsl:call-template name="outcome-field">
        <xsl:with-param name="id" select="concat($id, '-outcome')"/>
        <xsl:with-param name="mine" select="$back"/>
        <xsl:with-param name="heard" select="boolean($in)"/>
        <xsl:with-param name="chosen" select="($typed/field[@name = 'outcome'] | $trace[not($typed)]/@outcome)[1]"/>
      </xsl:call-template>
      <div class="cc-only" data-only="shaped_action">
        <xsl:call-template name="outcome-action">
          <xsl:with-param name="id" select="concat($id, '-action')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="chosen" select="($typed/field[@name = 'action'] | $trace[not($typed)]/@action)[1]"/>
        </xsl:call-template>
      </div>
      <xsl:if test="$in">
        <div class="cc-only" data-only="in_insight">
          <xsl:call-template name="outcome-insight">
            <xsl:with-param name="id" select="concat($id, '-insight')"/>
            <xsl:with-param name="mine" select="$back"/>
            <xsl:with-param name="in" select="$in"/>
            <xsl:with-param name="chosen" select="($typed/field[@name = 'insight'] | $trace[not($typed)]/@insight)[1]"/>
          </xsl:call-template>
        </div>
      </xsl:if>
      <div class="cc-only" data-only="already_so">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'source'"/>
          <xsl:with-param name="id" select="concat($id, '-source')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="stored" select="$trace/link"/>
          <xsl:with-param name="type" select="'url'"/>
          <xsl:with-param name="label"><cc:text key="trace.source"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="trace.source.hint"/></xsl:with-param>
        </xsl:call-template>
      </div>
      <div class="cc-only" data-only="for_later">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'again'"/>
          <xsl:with-param name="id" select="concat($id, '-again')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="stored" select="$trace/@again"/>
          <xsl:with-param name="type" select="'date'"/>
          <xsl:with-param name="label"><cc:text key="trace.again"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="trace.again.hint"/></xsl:with-param>
        </xsl:call-template>
      </div>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'reason'"/>
        <xsl:with-param name="id" select="concat($id, '-reason')"/>
        <xsl:with-param name="mine" select="$back"/>
        <xsl:with-param name="stored" select="$trace/reason-source"/>
        <xsl:with-param name="lines" select="3"/>
        <xsl:with-param name="max" select="4000"/>
        <xsl:with-param name="label"><cc:text key="trace.reason"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="trace.reason.hint"/></xsl:with-param>
      </xsl:call-template>
      <div class="cc-only" data-only="could_not_use">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'question'"/>
          <xsl:with-param name="id" select="concat($id, '-question')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="stored" select="$trace/question"/>
          <xsl:with-param name="label"><cc:text key="trace.question"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="trace.question.hint"/></xsl:with-param>
        </xsl:call-template>
      </div>
      <xsl:if test="$trace">
        <input type="hidden" name="version" value="{$trace/@version}">
          <xsl:if test="$typed/field[@name = 'version'] and not(/cocreate/refusals/refusal/@key = 'changed')">
            <xsl:attribute name="value"><xsl:value-of select="$typed/field[@name = 'version']"/></xsl:attribute>
          </xsl:if>
        </input>
      </xsl:if>
      <xsl:call-template name="traces-back"/>
      <p><button class="cc-button cc-button-small" type="submit" data-send=""><cc:text key="trace.save"/></button></p>
    </form>
  </xsl:template>

  <!-- Saving comes back to the same part of the list. -->
  <xsl:template name="traces-back">
    <xsl:variable name="request" select="/cocreate/request"/>
    <xsl:if test="$request/@from or $request/@after">
      <input type="hidden" name="back">
        <xsl:attribute name="value">
          <xsl:value-of select="concat('/rounds/', /cocreate/round/@number, '/traces?')"/>
          <xsl:if test="$request/@from"><xsl:value-of select="concat('from=', $request/@from)"/></xsl:if>
          <xsl:if test="$request/@from and $request/@after">&amp;</xsl:if>
          <xsl:if test="$request/@after"><xsl:value-of select="concat('after=', $request/@after)"/></xsl:if>
        </xsl:attribute>
      </input>
    </xsl:if>
  </xsl:template>

  <!-- ==== Its fields ==== -->

  <!-- short: only the outcomes that many cards may share. heard: an insight can be told of. -->
  <xsl:template name="outcome-field">
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:param name="chosen"/>
    <xsl:param name="short" select="false()"/>
    <xsl:param name="heard" select="true()"/>
    <div class="cc-field">
      <label class="cc-label" for="{$id}"><cc:text key="trace.outcome"/></label>
      <xsl:call-template name="form-error">
        <xsl:with-param name="field" select="'outcome'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <select class="cc-input" id="{$id}" name="outcome">
        <xsl:call-template name="form-tied"><xsl:with-param name="field" select="'outcome'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/></xsl:call-template>
        <option value=""><cc:text key="trace.outcome.none"/></option>
        <xsl:if test="/cocreate/actions/action">
          <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'shaped_action'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="$heard">
          <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'in_insight'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="not($short)">
          <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'already_so'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
          <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'for_later'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
        </xsl:if>
        <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'not_now'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
        <xsl:if test="not($short)">
          <xsl:call-template name="outcome-option"><xsl:with-param name="outcome" select="'could_not_use'"/><xsl:with-param name="chosen" select="$chosen"/></xsl:call-template>
        </xsl:if>
      </select>
    </div>
  </xsl:template>

  <xsl:template name="outcome-option">
    <xsl:param name="outcome"/>
    <xsl:param name="chosen"/>
    <option value="{$outcome}">
      <xsl:if test="$outcome = $chosen"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:call-template name="outcome-name"><xsl:with-param name="outcome" select="$outcome"/></xsl:call-template>
    </option>
  </xsl:template>

  <xsl:template name="outcome-action">
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:param name="chosen"/>
    <div class="cc-field">
      <label class="cc-label" for="{$id}"><cc:text key="trace.action"/></label>
      <xsl:call-template name="form-error">
        <xsl:with-param name="field" select="'action'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <select class="cc-input" id="{$id}" name="action">
        <xsl:call-template name="form-tied"><xsl:with-param name="field" select="'action'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/></xsl:call-template>
        <option value=""><cc:text key="trace.action.none"/></option>
        <xsl:for-each select="/cocreate/actions/action">
          <option value="{@number}">
            <xsl:if test="@number = $chosen"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
            <xsl:value-of select="title"/>
          </option>
        </xsl:for-each>
      </select>
    </div>
  </xsl:template>

  <xsl:template name="outcome-insight">
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:param name="in"/>
    <xsl:param name="chosen"/>
    <div class="cc-field">
      <label class="cc-label" for="{$id}"><cc:text key="trace.insight"/></label>
      <xsl:call-template name="form-error">
        <xsl:with-param name="field" select="'insight'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <select class="cc-input" id="{$id}" name="insight">
        <xsl:call-template name="form-tied"><xsl:with-param name="field" select="'insight'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/></xsl:call-template>
        <xsl:apply-templates select="/cocreate/insights/insight[@number = $in]" mode="option"><xsl:with-param name="chosen" select="$chosen"/></xsl:apply-templates>
      </select>
    </div>
  </xsl:template>

  <!-- ==== Many cards at once ==== -->

  <xsl:template name="trace-rest">
    <section class="cc-section" aria-labelledby="rest-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">rest-name</xsl:attribute>
        <cc:text key="traces.rest"/>
      </xsl:element>
      <p class="cc-quiet"><cc:text key="traces.rest.hint"/></p>
      <ul class="cc-rest-list">
        <xsl:apply-templates select="insights/insight[@untraced &gt; 0]" mode="rest"/>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="insight" mode="rest">
    <xsl:variable name="address" select="concat('/rounds/', /cocreate/round/@number, '/insights/', @number, '/traces')"/>
    <xsl:variable name="back" select="/cocreate/@path = $address"/>
    <xsl:variable name="typed" select="/cocreate/typed[$back]"/>
    <xsl:variable name="id" select="concat('rest-', @number)"/>
    <li>
      <details class="cc-fold">
        <xsl:if test="$back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
        <summary>
          <span dir="auto"><xsl:value-of select="sentence"/></span>
          <xsl:text> </xsl:text>
          <span class="cc-quiet"><cc:text key="traces.rest.count" count="@untraced" n="@untraced"/></span>
        </summary>
        <form class="cc-form cc-trace-form" method="post" action="{$base}{$address}" novalidate="novalidate">
          <xsl:call-template name="outcome-field">
            <xsl:with-param name="id" select="concat($id, '-outcome')"/>
            <xsl:with-param name="mine" select="$back"/>
            <xsl:with-param name="short" select="true()"/>
            <xsl:with-param name="chosen" select="$typed/field[@name = 'outcome']"/>
          </xsl:call-template>
          <div class="cc-only" data-only="shaped_action">
            <xsl:call-template name="outcome-action">
              <xsl:with-param name="id" select="concat($id, '-action')"/>
              <xsl:with-param name="mine" select="$back"/>
              <xsl:with-param name="chosen" select="$typed/field[@name = 'action']"/>
            </xsl:call-template>
          </div>
          <xsl:call-template name="text-field">
            <xsl:with-param name="name" select="'reason'"/>
            <xsl:with-param name="id" select="concat($id, '-reason')"/>
            <xsl:with-param name="mine" select="$back"/>
            <xsl:with-param name="lines" select="3"/>
            <xsl:with-param name="max" select="4000"/>
            <xsl:with-param name="label"><cc:text key="trace.reason"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="trace.reason.hint"/></xsl:with-param>
          </xsl:call-template>
          <p><button class="cc-button cc-button-small" type="submit" data-send=""><cc:text key="traces.rest.save"/></button></p>
        </form>
      </details>
    </li>
  </xsl:template>
</xsl:stylesheet>
