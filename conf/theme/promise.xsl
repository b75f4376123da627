<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One promise: what it says, where it stands, every word that was said about it, and the form of its keeper. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'promise']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <xsl:apply-templates select="promise" mode="what"/>
    <xsl:if test="not(promise)"><cc:text key="promises.title"/></xsl:if>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'promise']" mode="content">
    <article class="cc-section cc-one-promise">
      <header class="cc-record-head">
        <p class="cc-way"><a href="{$base}/promises"><cc:text key="promises.all"/></a></p>
        <xsl:element name="h{$top}">
          <xsl:attribute name="class">cc-title</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <xsl:apply-templates select="promise" mode="what"/>
          <xsl:if test="not(promise)"><cc:text key="promises.title"/></xsl:if>
        </xsl:element>
        <xsl:apply-templates select="promise" mode="standing"/>
      </header>
      <xsl:call-template name="work-refusals"/>
      <xsl:apply-templates select="promise" mode="facts"/>
      <xsl:apply-templates select="promise" mode="ledger"/>
      <xsl:if test="promise/@own or refusals"><xsl:apply-templates select="promise" mode="tell"/></xsl:if>
    </article>
  </xsl:template>

  <!-- The state in one sentence, so that nobody has to work it out of dates. -->
  <xsl:template match="promise" mode="standing">
    <p class="cc-standing" data-state="{@state}">
      <xsl:apply-templates select="." mode="state"/>
      <xsl:text> </xsl:text>
      <span><xsl:apply-templates select="." mode="when"/></span>
    </p>
  </xsl:template>

  <xsl:template match="promise" mode="facts">
    <dl class="cc-facts">
      <div>
        <dt><cc:text key="fact.keeper"/></dt>
        <dd><bdi class="cc-name"><xsl:value-of select="keeper"/></bdi></dd>
      </div>
      <xsl:if test="people">
        <div>
          <dt><cc:text key="fact.people"/></dt>
          <dd dir="auto"><xsl:value-of select="people"/></dd>
        </div>
      </xsl:if>
      <div>
        <dt><cc:text key="fact.made"/></dt>
        <dd><xsl:call-template name="day"><xsl:with-param name="at" select="@made"/></xsl:call-template></dd>
      </div>
      <div>
        <dt><cc:text key="fact.first"/></dt>
        <dd><xsl:call-template name="day"><xsl:with-param name="at" select="@first-due"/></xsl:call-template></dd>
      </div>
      <xsl:if test="@moves &gt; 0">
        <div>
          <dt><cc:text key="fact.due"/></dt>
          <dd><xsl:call-template name="day"><xsl:with-param name="at" select="@due"/></xsl:call-template><xsl:text>, </xsl:text><cc:text key="promise.moves" count="@moves" n="@moves"/></dd>
        </div>
      </xsl:if>
      <xsl:if test="round-title">
        <div>
          <dt><cc:text key="fact.from"/></dt>
          <dd dir="auto"><a href="{$base}/rounds/{@round}"><xsl:value-of select="round-title"/></a></dd>
        </div>
      </xsl:if>
    </dl>
  </xsl:template>

  <!-- The ledger begins with the promise itself. Nothing in it was ever changed. -->
  <xsl:template match="promise" mode="ledger">
    <section class="cc-section">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="ledger.title"/></xsl:element>
      <ol class="cc-ledger">
        <li class="cc-entry" data-kind="made">
          <p class="cc-entry-head">
            <strong><cc:text key="ledger.made"/></strong>
            <xsl:text> </xsl:text>
            <xsl:call-template name="day"><xsl:with-param name="at" select="@made"/></xsl:call-template>
          </p>
          <p><cc:text key="ledger.due"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@first-due"/></xsl:call-template></p>
        </li>
        <xsl:apply-templates select="/cocreate/events/event" mode="ledger"/>
        <xsl:if test="@state = 'broken' and not(@ended-at)">
          <li class="cc-entry" data-kind="broken">
            <p class="cc-entry-head"><strong><cc:text key="ledger.broken"/></strong></p>
            <p><cc:text key="ledger.silent"/></p>
          </li>
        </xsl:if>
      </ol>
      <p class="cc-quiet"><cc:text key="ledger.note"/></p>
    </section>
  </xsl:template>

  <xsl:template match="event" mode="ledger">
    <li class="cc-entry" data-kind="{@kind}">
      <p class="cc-entry-head">
        <strong><xsl:apply-templates select="." mode="kind"/></strong>
        <xsl:text> </xsl:text>
        <xsl:call-template name="day"><xsl:with-param name="at" select="@at"/></xsl:call-template>
        <xsl:if test="string(by)"><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="by"/></bdi></xsl:if>
      </p>
      <xsl:if test="@due">
        <p><cc:text key="ledger.new-date"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@due"/></xsl:call-template></p>
      </xsl:if>
      <xsl:if test="keeper"><p><cc:text key="ledger.keeper"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="keeper"/></bdi></p></xsl:if>
      <xsl:if test="text/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="text/node()" mode="markdown"/></div></xsl:if>
    </li>
  </xsl:template>

  <!-- The keeper's form. The new date and the new keeper show with the choice that they belong to; a browser that does not
       know :has() shows them always, and their hints say when they count. -->
  <xsl:template match="promise" mode="tell">
    <div class="cc-section" id="tell">
      <xsl:choose>
        <xsl:when test="@ended-at">
          <details class="cc-fold">
            <xsl:if test="/cocreate/refusals"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
            <summary><cc:text key="tell.again"/></summary>
            <xsl:apply-templates select="/cocreate" mode="tell"/>
          </details>
        </xsl:when>
        <xsl:otherwise>
          <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="tell.title"/></xsl:element>
          <xsl:apply-templates select="/cocreate" mode="tell"/>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- What a round promises by its dates is kept by what the round does, so nobody says so here. An ended one cannot move. -->
  <xsl:template match="cocreate" mode="tell">
    <xsl:variable name="act" select="promise/@kind = 'act'"/>
    <xsl:variable name="chosen">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'kind'"/>
        <xsl:with-param name="stored" select="'progress'"/>
      </xsl:call-template>
    </xsl:variable>
    <form class="cc-form cc-tell" method="post" action="{$base}{@path}" novalidate="novalidate">
      <xsl:call-template name="draft-form"><xsl:with-param name="key" select="concat($base, @path)"/></xsl:call-template>
      <xsl:call-template name="draft-note"/>
      <fieldset class="cc-field cc-choices">
        <legend class="cc-label"><cc:text key="tell.kind"/></legend>
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'kind'"/></xsl:call-template>
        <div class="cc-cards">
          <xsl:call-template name="tell-kind">
            <xsl:with-param name="kind" select="'progress'"/>
            <xsl:with-param name="chosen" select="$chosen"/>
            <xsl:with-param name="name"><cc:text key="tell.progress"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="tell.progress.hint"/></xsl:with-param>
          </xsl:call-template>
          <xsl:if test="$act">
            <xsl:call-template name="tell-kind">
              <xsl:with-param name="kind" select="'kept'"/>
              <xsl:with-param name="chosen" select="$chosen"/>
              <xsl:with-param name="name"><cc:text key="tell.kept"/></xsl:with-param>
              <xsl:with-param name="hint"><cc:text key="tell.kept.hint"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
          <xsl:if test="not(promise/@ended-at)">
            <xsl:call-template name="tell-kind">
              <xsl:with-param name="kind" select="'moved'"/>
              <xsl:with-param name="chosen" select="$chosen"/>
              <xsl:with-param name="name"><cc:text key="tell.moved"/></xsl:with-param>
              <xsl:with-param name="hint"><cc:text key="tell.moved.hint"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
          <xsl:call-template name="tell-kind">
            <xsl:with-param name="kind" select="'broken'"/>
            <xsl:with-param name="chosen" select="$chosen"/>
            <xsl:with-param name="name"><cc:text key="tell.broken"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="tell.broken.hint"/></xsl:with-param>
          </xsl:call-template>
          <xsl:if test="$act">
            <xsl:call-template name="tell-kind">
              <xsl:with-param name="kind" select="'released'"/>
              <xsl:with-param name="chosen" select="$chosen"/>
              <xsl:with-param name="name"><cc:text key="tell.released"/></xsl:with-param>
              <xsl:with-param name="hint"><cc:text key="tell.released.hint"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
        </div>
      </fieldset>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'text'"/>
        <xsl:with-param name="label"><cc:text key="tell.text"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="tell.text.hint"/></xsl:with-param>
        <xsl:with-param name="lines" select="5"/>
        <xsl:with-param name="max" select="4000"/>
        <xsl:with-param name="required" select="true()"/>
      </xsl:call-template>
      <div class="cc-only" data-only="moved">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'due'"/>
          <xsl:with-param name="type" select="'date'"/>
          <xsl:with-param name="label"><cc:text key="tell.due"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="tell.due.hint"/></xsl:with-param>
        </xsl:call-template>
      </div>
      <div class="cc-only" data-only="progress">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'keeper'"/>
          <xsl:with-param name="optional" select="true()"/>
          <xsl:with-param name="label"><cc:text key="tell.keeper"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="tell.keeper.hint"/></xsl:with-param>
        </xsl:call-template>
      </div>
      <input type="hidden" name="token" value="{form/@token}"/>
      <div class="cc-actions cc-form-end">
        <button class="cc-button" type="submit" data-send=""><cc:text key="tell.send"/></button>
        <p class="cc-quiet"><cc:text key="tell.for-ever"/></p>
      </div>
    </form>
  </xsl:template>

  <xsl:template name="tell-kind">
    <xsl:param name="kind"/>
    <xsl:param name="chosen"/>
    <xsl:param name="name"/>
    <xsl:param name="hint"/>
    <label class="cc-card">
      <input type="radio" name="kind" value="{$kind}">
        <xsl:if test="$kind = 'progress'"><xsl:attribute name="id">cc-form-kind</xsl:attribute></xsl:if>
        <xsl:if test="$kind = $chosen"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <span class="cc-card-text">
        <span class="cc-card-name"><xsl:value-of select="$name"/></span>
        <xsl:text> </xsl:text>
        <span class="cc-quiet"><xsl:value-of select="$hint"/></span>
      </span>
    </label>
  </xsl:template>
</xsl:stylesheet>
