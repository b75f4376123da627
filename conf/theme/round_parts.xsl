<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What the pages of a round share: the way back to it, the one line about what comes next, moments, roles, a card, an insight, the
     state of a promise, and the fields of its forms. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- Who came by a link keeps it in every address below the round. -->
  <xsl:variable name="linked" select="substring(concat('?link=', /cocreate/@link), 1, 200 * boolean(/cocreate/@link))"/>

  <!-- Above the heading: where we are. On the round's own page the list, on its other pages the round. -->
  <xsl:template name="round-way">
    <xsl:param name="list" select="false()"/>
    <xsl:variable name="round" select="/cocreate/round"/>
    <p class="cc-eyebrow">
      <xsl:choose>
        <xsl:when test="$list or not($round)"><a href="{$base}/rounds"><cc:text key="round.way.list"/></a></xsl:when>
        <xsl:otherwise>
          <cc:text key="round.way"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/rounds/{$round/@number}{$linked}" dir="auto"><xsl:value-of select="$round/title"/></a>
        </xsl:otherwise>
      </xsl:choose>
    </p>
  </xsl:template>

  <!-- The heading of a page of a round; title: what this page is. -->
  <xsl:template name="round-title">
    <xsl:param name="title"/>
    <header class="cc-round-head">
      <xsl:call-template name="round-way"/>
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><xsl:value-of select="$title"/></xsl:element>
    </header>
  </xsl:template>

  <!-- ==== The one line: what happens next, by whom, until when; and how late we are. ==== -->

  <xsl:template match="next" mode="line">
    <div class="cc-next" data-next="{@key}">
      <p class="cc-next-line">
        <span class="cc-hidden"><cc:text key="next.label"/><xsl:text> </xsl:text></span>
        <span class="cc-next-what"><xsl:apply-templates select="." mode="what"/></span>
        <xsl:apply-templates select="." mode="until"/>
      </p>
      <xsl:apply-templates select="." mode="late"/>
    </div>
  </xsl:template>

  <xsl:template match="next" mode="what">
    <xsl:choose>
      <xsl:when test="@key = 'publish'"><cc:text key="next.publish"/></xsl:when>
      <xsl:when test="@key = 'opens'"><cc:text key="next.opens"/></xsl:when>
      <xsl:when test="@key = 'advice'"><cc:text key="next.advice"/></xsl:when>
      <xsl:when test="@key = 'grace'"><cc:text key="next.grace"/></xsl:when>
      <xsl:when test="@key = 'tables'"><cc:text key="next.tables"/></xsl:when>
      <xsl:when test="@key = 'hear'"><cc:text key="next.hear"/></xsl:when>
      <xsl:when test="@key = 'choose'"><cc:text key="next.choose"/></xsl:when>
      <xsl:when test="@key = 'report'"><cc:text key="next.report"/></xsl:when>
      <xsl:when test="@key = 'answers'"><cc:text key="next.answers"/></xsl:when>
      <xsl:when test="@key = 'learn'"><cc:text key="next.learn"/></xsl:when>
      <xsl:when test="@key = 'cancelled'"><cc:text key="next.cancelled"/></xsl:when>
      <xsl:otherwise><cc:text key="next.closed"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="next" mode="until">
    <xsl:if test="@until">
      <xsl:text> </xsl:text>
      <span class="cc-next-until">
        <xsl:choose>
          <xsl:when test="@key = 'opens'"><cc:text key="next.on"/></xsl:when>
          <xsl:when test="@key = 'hear' or @key = 'choose' or @key = 'report' or @key = 'learn'"><cc:text key="next.by"/></xsl:when>
          <xsl:otherwise><cc:text key="next.until"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <xsl:call-template name="moment"><xsl:with-param name="at" select="@until"/></xsl:call-template>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- Lateness of the people who asked is never hidden. -->
  <xsl:template match="next" mode="late">
    <xsl:if test="@late &gt; 0">
      <p class="cc-late">
        <xsl:choose>
          <xsl:when test="@key = 'hear'"><cc:text key="late.hear" count="@late" n="@late"/></xsl:when>
          <xsl:when test="@key = 'choose'"><cc:text key="late.choose" count="@late" n="@late"/></xsl:when>
          <xsl:when test="@key = 'report'"><cc:text key="late.report" count="@late" n="@late"/></xsl:when>
          <xsl:otherwise><cc:text key="late.days" count="@late" n="@late"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- ==== Moments ==== -->

  <!-- A day with its hour. The script says it in the reader's own time; what was written stays in the tooltip. -->
  <xsl:template name="moment">
    <xsl:param name="at"/>
    <time class="cc-moment" datetime="{$at}" data-moment="">
      <xsl:variable name="day"><xsl:call-template name="date"><xsl:with-param name="at" select="$at"/></xsl:call-template></xsl:variable>
      <cc:text key="date.moment" day="$day" time="substring($at, 12, 5)"/>
    </time>
  </xsl:template>

  <!-- A day alone. -->
  <xsl:template name="day">
    <xsl:param name="at"/>
    <time datetime="{substring($at, 1, 10)}" data-day="">
      <xsl:call-template name="date"><xsl:with-param name="at" select="$at"/></xsl:call-template>
    </time>
  </xsl:template>

  <!-- ==== Who ==== -->

  <!-- The role of whoever carries @group and @label; with the name where it may be shown, "you", and how they came. -->
  <xsl:template name="who">
    <xsl:param name="name"/>
    <span class="cc-by">
      <xsl:if test="string($name)"><bdi class="cc-name"><xsl:value-of select="$name"/></bdi><xsl:text> </xsl:text></xsl:if>
      <span class="cc-badge">
        <xsl:if test="@speaks"><xsl:attribute name="class">cc-badge cc-badge-speaks</xsl:attribute></xsl:if>
        <xsl:call-template name="group-label"/>
      </span>
      <xsl:if test="@own"><xsl:text> </xsl:text><span class="cc-badge cc-badge-own"><cc:text key="card.own"/></span></xsl:if>
      <xsl:if test="@by-link"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="card.by-link"/></span></xsl:if>
    </span>
  </xsl:template>

  <!-- ==== A card ==== -->

  <!-- level: of a heading that names the question (0: none). foot: what may be done with it. -->
  <xsl:template match="card" mode="card">
    <xsl:param name="level" select="0"/>
    <xsl:param name="foot"/>
    <!-- Without a heading it is no article. -->
    <xsl:element name="{substring('article', 1, 7 * ($level &gt; 0))}{substring('div', 1, 3 * not($level &gt; 0))}">
      <xsl:attribute name="class">cc-advice</xsl:attribute>
      <xsl:attribute name="id"><xsl:value-of select="concat('card-', @number)"/></xsl:attribute>
      <xsl:attribute name="data-state"><xsl:value-of select="@state"/></xsl:attribute>
      <xsl:if test="@own"><xsl:attribute name="class">cc-advice cc-advice-own</xsl:attribute></xsl:if>
      <xsl:if test="$level &gt; 0">
        <xsl:element name="h{$level}">
          <xsl:attribute name="class">cc-advice-question</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <xsl:value-of select="/cocreate/questions/question[@place = current()/@question]/text"/>
        </xsl:element>
      </xsl:if>
      <p class="cc-meta">
        <xsl:call-template name="who"><xsl:with-param name="name" select="author"/></xsl:call-template>
        <xsl:if test="@table and /cocreate/@page != 'table'"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="card.table" n="@table"/></span></xsl:if>
        <xsl:if test="@late"><xsl:text> </xsl:text><span class="cc-tag cc-tag-late"><cc:text key="card.late"/></span></xsl:if>
        <xsl:if test="@state = 'draft'"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="card.draft"/></span></xsl:if>
        <xsl:if test="@state = 'kept'"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="card.kept"/></span></xsl:if>
        <xsl:text> </xsl:text>
        <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template>
      </p>
      <xsl:apply-templates select="." mode="words"/>
      <xsl:if test="string($foot)"><div class="cc-advice-foot"><xsl:copy-of select="$foot"/></div></xsl:if>
    </xsl:element>
  </xsl:template>

  <!-- What it says, or why it no longer says anything. -->
  <xsl:template match="card" mode="words">
    <xsl:choose>
      <xsl:when test="@state = 'withdrawn'"><p class="cc-quiet"><cc:text key="card.withdrawn"/></p></xsl:when>
      <xsl:when test="@state = 'erased' and not(body/node())"><p class="cc-quiet"><cc:text key="card.erased"/></p></xsl:when>
      <xsl:otherwise>
        <xsl:if test="@state = 'hidden'">
          <p class="cc-note"><cc:text key="card.hidden"/><xsl:if test="string(hidden-reason)"><xsl:text> </xsl:text><bdi><xsl:value-of select="hidden-reason"/></bdi></xsl:if></p>
        </xsl:if>
        <xsl:if test="body/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></div></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== An insight ==== -->

  <!-- level: of the sentence as a heading (0: a paragraph). -->
  <xsl:template match="insight" mode="insight">
    <xsl:param name="level" select="0"/>
    <xsl:param name="foot"/>
    <xsl:element name="{substring('article', 1, 7 * ($level &gt; 0))}{substring('div', 1, 3 * not($level &gt; 0))}">
      <xsl:attribute name="class">cc-insight</xsl:attribute>
      <xsl:attribute name="id"><xsl:value-of select="concat('insight-', @number)"/></xsl:attribute>
      <xsl:attribute name="data-kind"><xsl:value-of select="@kind"/></xsl:attribute>
      <p class="cc-meta">
        <span class="cc-kind"><xsl:apply-templates select="@kind" mode="insight-kind"/></span>
        <xsl:if test="@cards &gt; 0"><xsl:text> </xsl:text><span><cc:text key="insight.cards" count="@cards" n="@cards"/></span></xsl:if>
      </p>
      <xsl:choose>
        <xsl:when test="$level &gt; 0">
          <xsl:element name="h{$level}">
            <xsl:attribute name="class">cc-insight-sentence</xsl:attribute>
            <xsl:attribute name="dir">auto</xsl:attribute>
            <xsl:value-of select="sentence"/>
          </xsl:element>
        </xsl:when>
        <xsl:otherwise><p class="cc-insight-sentence" dir="auto"><xsl:value-of select="sentence"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="string(reason)">
        <p class="cc-insight-reason"><strong><cc:text key="insight.reason"/></strong><xsl:text> </xsl:text><bdi><xsl:value-of select="reason"/></bdi></p>
      </xsl:if>
      <xsl:if test="string($foot)"><div class="cc-advice-foot"><xsl:copy-of select="$foot"/></div></xsl:if>
    </xsl:element>
  </xsl:template>

  <xsl:template match="@kind" mode="insight-kind">
    <xsl:choose>
      <xsl:when test=". = 'remove'"><cc:text key="insight.remove"/></xsl:when>
      <xsl:when test=". = 'keep'"><cc:text key="insight.keep"/></xsl:when>
      <xsl:when test=". = 'better'"><cc:text key="insight.better"/></xsl:when>
      <xsl:when test=". = 'disagreement'"><cc:text key="insight.disagreement"/></xsl:when>
      <xsl:otherwise><cc:text key="insight.surprise"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== The state of a promise ==== -->

  <xsl:template match="promise | action" mode="state">
    <span class="cc-state" data-state="{@state}">
      <xsl:choose>
        <xsl:when test="@state = 'overdue'"><cc:text key="promise.state.overdue"/></xsl:when>
        <xsl:when test="@state = 'kept'"><cc:text key="promise.state.kept"/></xsl:when>
        <xsl:when test="@state = 'late'"><cc:text key="promise.state.late"/></xsl:when>
        <xsl:when test="@state = 'broken'"><cc:text key="promise.state.broken"/></xsl:when>
        <xsl:when test="@state = 'released'"><cc:text key="promise.state.released"/></xsl:when>
        <xsl:otherwise><cc:text key="promise.state.open"/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- ==== Fields ==== -->

  <!-- Somebody was faster: what they saved stands beside what was typed here. -->
  <xsl:template name="saved-now">
    <xsl:param name="stored"/>
    <xsl:param name="value"/>
    <xsl:if test="/cocreate/refusals/refusal/@key = 'changed' and string($stored) and normalize-space($stored) != normalize-space($value)">
      <div class="cc-now">
        <p class="cc-quiet"><cc:text key="field.now"/></p>
        <p class="cc-keep-text" dir="auto"><xsl:value-of select="$stored"/></p>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- One line, or a text of several (lines). mine: false where the page holds several forms and another one came back.
       prefix: of the id, where the same field stands in several forms. -->
  <xsl:template name="text-field">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="stored"/>
    <xsl:param name="lines" select="1"/>
    <xsl:param name="max" select="300"/>
    <xsl:param name="id" select="concat('cc-form-', $name)"/>
    <xsl:param name="mine" select="true()"/>
    <xsl:param name="required" select="false()"/>
    <xsl:param name="optional" select="false()"/>
    <xsl:param name="type" select="'text'"/>
    <xsl:variable name="wrong" select="/cocreate/refusals/refusal[$mine and @field = $name]"/>
    <xsl:variable name="value">
      <xsl:choose>
        <xsl:when test="/cocreate/typed and $mine"><xsl:value-of select="/cocreate/typed/field[@name = $name]"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$stored"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <div class="cc-field">
      <label class="cc-label" for="{$id}">
        <xsl:value-of select="$label"/>
        <xsl:if test="$optional"><xsl:text> </xsl:text><span class="cc-optional"><cc:text key="field.optional"/></span></xsl:if>
      </label>
      <xsl:if test="string($hint)"><p class="cc-hint" id="{$id}-hint"><xsl:value-of select="$hint"/></p></xsl:if>
      <xsl:if test="$wrong">
        <div class="cc-error" id="{$id}-error"><xsl:for-each select="$wrong"><p><xsl:call-template name="refusal"/></p></xsl:for-each></div>
      </xsl:if>
      <xsl:if test="$mine">
        <xsl:call-template name="saved-now"><xsl:with-param name="stored" select="$stored"/><xsl:with-param name="value" select="$value"/></xsl:call-template>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$lines &gt; 1">
          <textarea class="cc-input cc-lines" id="{$id}" name="{$name}" dir="auto" rows="{$lines}" data-max="{$max}">
            <xsl:call-template name="tied"><xsl:with-param name="id" select="$id"/><xsl:with-param name="wrong" select="boolean($wrong)"/><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
            <xsl:if test="$required"><xsl:attribute name="required">required</xsl:attribute></xsl:if>
            <xsl:value-of select="$value"/>
          </textarea>
        </xsl:when>
        <xsl:otherwise>
          <input class="cc-input" type="{$type}" id="{$id}" name="{$name}" value="{$value}" autocomplete="off">
            <!-- What was typed where a browser knows no dates, and is none, is not thrown away by one that does. -->
            <xsl:if test="$type = 'date' and string($value) and translate($value, '0123456789', 'dddddddddd') != 'dddd-dd-dd'"><xsl:attribute name="type">text</xsl:attribute></xsl:if>
            <xsl:if test="$type = 'text'">
              <xsl:attribute name="dir">auto</xsl:attribute>
              <xsl:attribute name="data-max"><xsl:value-of select="$max"/></xsl:attribute>
            </xsl:if>
            <xsl:call-template name="tied"><xsl:with-param name="id" select="$id"/><xsl:with-param name="wrong" select="boolean($wrong)"/><xsl:with-param name="hint" select="string($hint)"/></xsl:call-template>
            <xsl:if test="$required"><xsl:attribute name="required">required</xsl:attribute></xsl:if>
          </input>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="$type = 'text'"><p class="cc-counter" data-counter="{$id}" aria-hidden="true"/></xsl:if>
    </div>
  </xsl:template>

  <!-- A field is tied to its hint and its error by their ids. -->
  <xsl:template name="tied">
    <xsl:param name="id"/>
    <xsl:param name="wrong"/>
    <xsl:param name="hint"/>
    <xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
    <xsl:if test="$wrong or string($hint)">
      <xsl:attribute name="aria-describedby">
        <xsl:if test="$wrong"><xsl:value-of select="concat($id, '-error')"/></xsl:if>
        <xsl:if test="$wrong and string($hint)"><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="string($hint)"><xsl:value-of select="concat($id, '-hint')"/></xsl:if>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- What the script needs to keep a draft of a form, and to count. Called inside <form>, before any child. -->
  <xsl:template name="draft-form">
    <xsl:param name="key"/>
    <xsl:param name="mine" select="true()"/>
    <xsl:attribute name="data-draft"><xsl:value-of select="concat($key, '#', /cocreate/viewer/@name)"/></xsl:attribute>
    <xsl:attribute name="data-left"><cc:text key="form.left"/></xsl:attribute>
    <xsl:attribute name="data-over"><cc:text key="form.over"/></xsl:attribute>
    <xsl:if test="/cocreate/typed and $mine"><xsl:attribute name="data-typed">yes</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="draft-note">
    <div class="cc-draft" data-draft-note="" hidden="hidden">
      <p><cc:text key="form.draft"/></p>
      <button class="cc-link" type="button" data-draft-drop=""><cc:text key="form.draft.drop"/></button>
    </div>
  </xsl:template>

  <!-- A form that is one button. -->
  <xsl:template name="press">
    <xsl:param name="action"/>
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="label"/>
    <xsl:param name="class" select="'cc-link'"/>
    <form class="cc-press" method="post" action="{$action}{$linked}">
      <xsl:if test="/cocreate/form/@token"><input type="hidden" name="token" value="{/cocreate/form/@token}"/></xsl:if>
      <button class="{$class}" type="submit" data-send="">
        <xsl:if test="string($name)">
          <xsl:attribute name="name"><xsl:value-of select="$name"/></xsl:attribute>
          <xsl:attribute name="value"><xsl:value-of select="$value"/></xsl:attribute>
        </xsl:if>
        <xsl:value-of select="$label"/>
      </button>
    </form>
  </xsl:template>
</xsl:stylesheet>
