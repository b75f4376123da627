<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Choosing: which insights stood out and why, and what we will do. Where the advisers' stones lie is sealed for everybody until
     the choice is published; that they are being laid is all that is said here. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'choosing']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="choosing.title"/>
    <xsl:text> · </xsl:text>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'choosing']" mode="content">
    <article class="cc-section cc-work">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="choosing.title"/></xsl:with-param></xsl:call-template>
      <xsl:apply-templates select="next" mode="line"/>
      <xsl:call-template name="work-refusals"/>
      <xsl:choose>
        <xsl:when test="round/@phase = 'choosing'">
          <p class="cc-lead"><cc:text key="choosing.lead"/></p>
          <xsl:if test="round/@stones = 'yes'"><p class="cc-note cc-sealed"><cc:text key="choosing.sealed"/></p></xsl:if>
          <xsl:call-template name="choosing-insights"/>
          <xsl:call-template name="choosing-actions"/>
          <xsl:apply-templates select="todo" mode="choosing"/>
        </xsl:when>
        <xsl:when test="round/@chosen">
          <xsl:call-template name="work-over"/>
          <xsl:call-template name="choosing-insights"/>
          <xsl:call-template name="choosing-actions"/>
        </xsl:when>
        <xsl:when test="round/@cancelled or round/@phase = 'empty' or round/@phase = 'closed'"/>
        <xsl:otherwise><p class="cc-note"><cc:text key="choosing.early"/></p></xsl:otherwise>
      </xsl:choose>
    </article>
  </xsl:template>

  <!-- ==== What stood out ==== -->

  <xsl:template name="choosing-insights">
    <section class="cc-section" aria-labelledby="stood-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">stood-name</xsl:attribute>
        <cc:text key="choosing.stood"/>
      </xsl:element>
      <xsl:if test="round/@phase = 'choosing'"><p class="cc-quiet"><cc:text key="choosing.stood.hint"/></p></xsl:if>
      <ol class="cc-choose-list">
        <xsl:for-each select="insights/insight">
          <li class="cc-choose">
            <xsl:if test="@place"><xsl:attribute name="data-place"><xsl:value-of select="@place"/></xsl:attribute></xsl:if>
            <xsl:apply-templates select="." mode="insight">
              <xsl:with-param name="level" select="$top + 2"/>
              <xsl:with-param name="foot">
                <xsl:apply-templates select="." mode="stones"/>
                <xsl:if test="/cocreate/round/@phase = 'choosing'"><xsl:apply-templates select="." mode="priority"/></xsl:if>
              </xsl:with-param>
            </xsl:apply-templates>
          </li>
        </xsl:for-each>
      </ol>
      <xsl:if test="round/@chosen and round/@stones = 'yes' and not(stones/stone)">
        <p class="cc-note"><cc:text key="choosing.no-stones"/></p>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- By role, never as one total. -->
  <xsl:template match="insight" mode="stones">
    <xsl:variable name="stones" select="/cocreate/stones/stone[@insight = current()/@number]"/>
    <xsl:if test="$stones">
      <ul class="cc-stones">
        <xsl:for-each select="$stones">
          <li><xsl:apply-templates select="." mode="label"/><xsl:text>: </xsl:text><cc:text key="choosing.stones" count="@count" n="@count"/></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- Its place among the priorities, with the reason. -->
  <xsl:template match="insight" mode="priority">
    <xsl:variable name="back" select="contains(/cocreate/@path, '/priorities') and /cocreate/typed/field[@name = 'insight'] = @number"/>
    <xsl:variable name="place">
      <xsl:choose>
        <xsl:when test="$back"><xsl:value-of select="/cocreate/typed/field[@name = 'place']"/></xsl:when>
        <xsl:when test="@place"><xsl:value-of select="@place"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="free-place"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <details class="cc-fold cc-priority">
      <xsl:if test="$back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <xsl:choose>
          <xsl:when test="@place"><cc:text key="priority.change" n="@place"/></xsl:when>
          <xsl:otherwise><cc:text key="priority.choose"/></xsl:otherwise>
        </xsl:choose>
        <span class="cc-hidden"><xsl:text>: </xsl:text><xsl:value-of select="sentence"/></span>
      </summary>
      <form class="cc-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/priorities" novalidate="novalidate">
        <input type="hidden" name="insight" value="{@number}"/>
        <div class="cc-field">
          <label class="cc-label" for="priority-{@number}-place"><cc:text key="priority.place"/></label>
          <xsl:call-template name="form-error">
            <xsl:with-param name="field" select="'place'"/>
            <xsl:with-param name="id" select="concat('priority-', @number, '-place')"/>
            <xsl:with-param name="mine" select="$back"/>
          </xsl:call-template>
          <select class="cc-input" id="priority-{@number}-place" name="place">
            <xsl:call-template name="form-tied"><xsl:with-param name="field" select="'place'"/><xsl:with-param name="id" select="concat('priority-', @number, '-place')"/><xsl:with-param name="mine" select="$back"/></xsl:call-template>
            <xsl:if test="@place"><option value=""><cc:text key="priority.none"/></option></xsl:if>
            <xsl:call-template name="place-option"><xsl:with-param name="n" select="1"/><xsl:with-param name="chosen" select="$place"/></xsl:call-template>
            <xsl:call-template name="place-option"><xsl:with-param name="n" select="2"/><xsl:with-param name="chosen" select="$place"/></xsl:call-template>
            <xsl:call-template name="place-option"><xsl:with-param name="n" select="3"/><xsl:with-param name="chosen" select="$place"/></xsl:call-template>
            <xsl:call-template name="place-option"><xsl:with-param name="n" select="4"/><xsl:with-param name="chosen" select="$place"/></xsl:call-template>
            <xsl:call-template name="place-option"><xsl:with-param name="n" select="5"/><xsl:with-param name="chosen" select="$place"/></xsl:call-template>
          </select>
        </div>
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'reason'"/>
          <xsl:with-param name="id" select="concat('priority-', @number, '-reason')"/>
          <xsl:with-param name="mine" select="$back"/>
          <xsl:with-param name="stored" select="reason"/>
          <xsl:with-param name="lines" select="3"/>
          <xsl:with-param name="max" select="4000"/>
          <xsl:with-param name="label"><cc:text key="priority.reason"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="priority.reason.hint"/></xsl:with-param>
        </xsl:call-template>
        <p><button class="cc-button cc-button-small" type="submit" data-send=""><cc:text key="priority.save"/></button></p>
      </form>
    </details>
  </xsl:template>

  <!-- The first place that no insight has. -->
  <xsl:template name="free-place">
    <xsl:param name="n" select="1"/>
    <xsl:choose>
      <xsl:when test="$n &gt; 5"/>
      <xsl:when test="/cocreate/insights/insight/@place = $n"><xsl:call-template name="free-place"><xsl:with-param name="n" select="$n + 1"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:value-of select="$n"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="place-option">
    <xsl:param name="n"/>
    <xsl:param name="chosen"/>
    <option value="{$n}">
      <xsl:if test="$chosen = $n"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <cc:text key="priority.n" n="$n"/>
    </option>
  </xsl:template>

  <!-- ==== What is missing ==== -->

  <xsl:template match="todo" mode="choosing">
    <section class="cc-missing" aria-labelledby="todo-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">todo-name</xsl:attribute>
        <cc:text key="choosing.todo"/>
      </xsl:element>
      <ul class="cc-checklist">
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="@priorities &gt; 0"/>
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="@priorities &gt; 0"><cc:text key="choosing.priorities" count="@priorities" n="@priorities"/></xsl:when>
              <xsl:otherwise><cc:text key="choosing.priority.missing"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="@small &gt; 0"/>
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="@small &gt; 0"><cc:text key="choosing.small" count="@small" n="@small"/></xsl:when>
              <xsl:otherwise><cc:text key="choosing.small.missing"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:if test="@empty &gt; 0">
          <xsl:call-template name="todo-item">
            <xsl:with-param name="done" select="false()"/>
            <xsl:with-param name="text"><cc:text key="hearing.empty" count="@empty" n="@empty"/></xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </ul>
      <xsl:choose>
        <xsl:when test="@priorities &gt; 0 and @small &gt; 0 and @empty = 0">
          <form class="cc-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/chosen" novalidate="novalidate">
            <xsl:if test="/cocreate/round/@stones = 'yes'">
              <xsl:call-template name="text-field">
                <xsl:with-param name="name" select="'departure'"/>
                <xsl:with-param name="mine" select="contains(/cocreate/@path, '/chosen')"/>
                <xsl:with-param name="lines" select="3"/>
                <xsl:with-param name="max" select="4000"/>
                <xsl:with-param name="label"><cc:text key="choosing.departure"/></xsl:with-param>
                <xsl:with-param name="hint"><cc:text key="choosing.departure.hint"/></xsl:with-param>
              </xsl:call-template>
            </xsl:if>
            <p class="cc-quiet"><cc:text key="choosing.share.note"/></p>
            <p><button class="cc-button" type="submit" data-send=""><cc:text key="choosing.share"/></button></p>
          </form>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="choosing.share.later"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>
</xsl:stylesheet>
