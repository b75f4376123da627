<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One round: what is asked, what happens next, and the one thing that the reader can do about it now. Its forms are in round_advice.xsl,
     what there is to read in round_read.xsl; the preview shows a round with the same templates. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'round']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'round']" mode="content">
    <article class="cc-round">
      <xsl:apply-templates select="round" mode="head"/>
      <xsl:apply-templates select="next" mode="line"/>
      <div class="cc-round-main">
        <xsl:call-template name="round-refused"/>
        <xsl:apply-templates select="round" mode="ended"/>
        <xsl:apply-templates select="mine" mode="standing"/>
        <xsl:apply-templates select="round" mode="hands"/>
        <xsl:apply-templates select="round" mode="leaning"/>
        <xsl:apply-templates select="round" mode="phase-body"/>
      </div>
      <xsl:apply-templates select="round" mode="aside"/>
    </article>
  </xsl:template>

  <!-- ==== Head ==== -->

  <!-- level: of its heading. In the preview the page has a heading of its own. -->
  <xsl:template match="round" mode="head">
    <xsl:param name="level" select="$top"/>
    <header class="cc-round-head">
      <xsl:if test="$level = $top"><xsl:call-template name="round-way"><xsl:with-param name="list" select="true()"/></xsl:call-template></xsl:if>
      <xsl:element name="h{$level}">
        <xsl:attribute name="class">cc-title</xsl:attribute>
        <xsl:attribute name="dir">auto</xsl:attribute>
        <xsl:attribute name="lang"><xsl:value-of select="@language"/></xsl:attribute>
        <xsl:value-of select="title"/>
      </xsl:element>
      <p class="cc-meta">
        <span><cc:text key="round.asks"/></span>
        <xsl:for-each select="host">
          <xsl:text> </xsl:text>
          <xsl:call-template name="who"><xsl:with-param name="name" select="."/></xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="../cohosts/host">
          <xsl:text> </xsl:text>
          <xsl:call-template name="who"><xsl:with-param name="name" select="name"/></xsl:call-template>
        </xsl:for-each>
      </p>
      <p class="cc-meta">
        <span class="cc-phase" data-phase="{@phase}"><xsl:apply-templates select="@phase" mode="phase"/></span>
        <xsl:text> </xsl:text>
        <span><cc:text key="round.stage"/><xsl:text> </xsl:text><xsl:apply-templates select="stage" mode="label"/></span>
        <xsl:if test="../groups/group">
          <xsl:text> </xsl:text>
          <span>
            <cc:text key="round.whom"/>
            <xsl:for-each select="../groups/group">
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="." mode="label"/>
              <xsl:if test="position() != last()"><xsl:text>,</xsl:text></xsl:if>
            </xsl:for-each>
          </span>
        </xsl:if>
        <xsl:if test="@invited-only"><xsl:text> </xsl:text><span><cc:text key="round.invited-only"/></span></xsl:if>
      </p>
      <xsl:if test="@newness = 'radical'"><p class="cc-note cc-radical"><cc:text key="round.radical"/></p></xsl:if>
      <xsl:if test="@owing"><p class="cc-note"><cc:text key="round.owing" count="@owing" n="@owing"/></p></xsl:if>
    </header>
  </xsl:template>

  <!-- What is ours to change because of the advice, and what is not: said before anybody writes. -->
  <xsl:template match="round" mode="hands">
    <section class="cc-hands" aria-label="{cc:round.hands}">
      <div class="cc-hand">
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="round.in-our-hands"/></xsl:element>
        <div class="cc-text" dir="auto" lang="{@language}"><xsl:apply-templates select="in-our-hands/node()" mode="markdown"/></div>
      </div>
      <div class="cc-hand cc-hand-not">
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="round.not-in-our-hands"/></xsl:element>
        <div class="cc-text" dir="auto" lang="{@language}"><xsl:apply-templates select="not-in-our-hands/node()" mode="markdown"/></div>
      </div>
    </section>
  </xsl:template>

  <!-- What the host leans to comes after the first card, so that it cannot pull; so the preview says what a member reads before. -->
  <xsl:template match="round" mode="leaning">
    <xsl:choose>
      <xsl:when test="/cocreate/@page = 'round_preview'">
        <xsl:if test="leaning/node()"><p class="cc-quiet"><cc:text key="round.leaning.later"/></p></xsl:if>
      </xsl:when>
      <xsl:when test="leaning/node()">
        <section class="cc-leaning" id="leaning">
          <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="round.leaning"/></xsl:element>
          <div class="cc-text" dir="auto" lang="{@language}"><xsl:apply-templates select="leaning/node()" mode="markdown"/></div>
        </section>
      </xsl:when>
      <xsl:when test="/cocreate/mine[@leaning and @may-advise]"><p class="cc-quiet"><cc:text key="round.leaning.later"/></p></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- ==== Called off, or empty ==== -->

  <xsl:template match="round" mode="ended">
    <xsl:if test="@cancelled">
      <div class="cc-note">
        <p><strong><cc:text key="round.cancelled"/></strong><xsl:text> </xsl:text><bdi><xsl:value-of select="cancel-reason"/></bdi></p>
        <xsl:if test="/cocreate/own/card"><p><cc:text key="round.cancelled.own"/></p></xsl:if>
      </div>
    </xsl:if>
    <xsl:if test="@phase = 'empty' or learning">
      <section class="cc-note">
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="round.learning"/></xsl:element>
        <xsl:choose>
          <xsl:when test="learning/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="learning/node()" mode="markdown"/></div></xsl:when>
          <xsl:otherwise><p><cc:text key="round.learning.wait"/></p></xsl:otherwise>
        </xsl:choose>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ==== Where the reader stands: one thing to do ==== -->

  <xsl:template match="mine" mode="standing">
    <xsl:variable name="round" select="/cocreate/round"/>
    <xsl:variable name="here" select="concat($base, '/rounds/', $round/@number)"/>
    <xsl:variable name="sealed" select="$round/@phase = 'announced' or $round/@phase = 'advice'"/>
    <xsl:choose>
      <xsl:when test="@host"><xsl:apply-templates select="." mode="hosting"><xsl:with-param name="here" select="$here"/></xsl:apply-templates></xsl:when>
      <xsl:when test="$round/@phase = 'draft'">
        <div class="cc-todo"><p class="cc-actions"><a class="cc-button" href="{$here}/preview"><cc:text key="host.preview"/></a></p></div>
      </xsl:when>
      <xsl:when test="@adviser and ($round/@phase = 'reported' or $round/@phase = 'closed')">
        <div class="cc-todo">
          <p><cc:text key="mine.reported"/></p>
          <p class="cc-actions"><a class="cc-button" href="{$here}/mine{$linked}"><cc:text key="mine.reported.link"/></a></p>
        </div>
      </xsl:when>
      <xsl:when test="@may-lay">
        <div class="cc-todo">
          <p><cc:text key="mine.lay"/></p>
          <p class="cc-actions"><a class="cc-button" href="#stones"><cc:text key="mine.lay.link"/></a></p>
        </div>
      </xsl:when>
      <xsl:when test="@table and $round/@phase = 'table'">
        <div class="cc-todo">
          <p><cc:text key="mine.table" n="@table"/></p>
          <p class="cc-actions"><a class="cc-button" href="{$here}/tables/{@table}{$linked}"><cc:text key="mine.table.link"/></a></p>
        </div>
      </xsl:when>
      <xsl:when test="/cocreate/next/@key = 'grace' and @adviser">
        <div class="cc-todo"><p><cc:text key="mine.grace"/></p></div>
      </xsl:when>
      <xsl:when test="@declined and $sealed">
        <div class="cc-todo">
          <p><cc:text key="mine.declined"/></p>
          <xsl:call-template name="press">
            <xsl:with-param name="action" select="concat($here, '/join')"/>
            <xsl:with-param name="name" select="'value'"/>
            <xsl:with-param name="value" select="'accept'"/>
            <xsl:with-param name="label"><cc:text key="mine.declined.back"/></xsl:with-param>
            <xsl:with-param name="class" select="'cc-button cc-button-plain'"/>
          </xsl:call-template>
        </div>
      </xsl:when>
      <xsl:when test="@invited and $sealed and not(@wrote)">
        <xsl:apply-templates select="." mode="invited"><xsl:with-param name="here" select="$here"/></xsl:apply-templates>
      </xsl:when>
      <xsl:when test="@joining"><div class="cc-todo"><p><cc:text key="mine.joining"/></p></div></xsl:when>
      <xsl:when test="@may-join">
        <div class="cc-todo">
          <p><cc:text key="mine.join"/></p>
          <xsl:call-template name="press">
            <xsl:with-param name="action" select="concat($here, '/join')"/>
            <xsl:with-param name="name" select="'value'"/>
            <xsl:with-param name="value" select="'ask'"/>
            <xsl:with-param name="label"><cc:text key="mine.join.ask"/></xsl:with-param>
            <xsl:with-param name="class" select="'cc-button'"/>
          </xsl:call-template>
        </div>
      </xsl:when>
      <xsl:when test="@link and $sealed"><div class="cc-todo"><p><cc:text key="mine.link"/></p></div></xsl:when>
      <xsl:when test="@why-not and $sealed"><xsl:apply-templates select="@why-not" mode="why-not"/></xsl:when>
      <xsl:when test="not(/cocreate/viewer) and $sealed"><xsl:call-template name="visitor"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Invited: why this person, how many others, and a way out that takes one press. -->
  <xsl:template match="mine" mode="invited">
    <xsl:param name="here"/>
    <div class="cc-todo">
      <p class="cc-todo-title"><cc:text key="mine.invited"/></p>
      <xsl:if test="why/node()"><blockquote class="cc-text" dir="auto"><xsl:apply-templates select="why/node()" mode="markdown"/></blockquote></xsl:if>
      <p class="cc-quiet">
        <xsl:choose>
          <xsl:when test="@others = 0"><cc:text key="mine.alone"/></xsl:when>
          <xsl:when test="@others"><cc:text key="mine.others" count="@others" n="@others"/></xsl:when>
        </xsl:choose>
      </p>
      <div class="cc-actions">
        <xsl:if test="@may-advise"><a class="cc-button" href="#advice"><cc:text key="mine.write"/></a></xsl:if>
        <xsl:call-template name="press">
          <xsl:with-param name="action" select="concat($here, '/join')"/>
          <xsl:with-param name="name" select="'value'"/>
          <xsl:with-param name="value" select="'decline'"/>
          <xsl:with-param name="label"><cc:text key="mine.decline"/></xsl:with-param>
        </xsl:call-template>
      </div>
    </div>
  </xsl:template>

  <xsl:template match="@why-not" mode="why-not">
    <xsl:choose>
      <xsl:when test=". = 'sign-in'"><xsl:call-template name="visitor"/></xsl:when>
      <xsl:otherwise>
        <div class="cc-todo">
          <p>
            <xsl:choose>
              <xsl:when test=". = 'invited-only'"><cc:text key="why-not.invited-only"/></xsl:when>
              <xsl:when test=". = 'not-your-group'"><cc:text key="why-not.group"/></xsl:when>
              <xsl:when test=". = 'not-open-yet'"><cc:text key="why-not.not-yet"/></xsl:when>
              <xsl:otherwise><cc:text key="why-not.other"/></xsl:otherwise>
            </xsl:choose>
          </p>
        </div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="visitor">
    <div class="cc-todo">
      <xsl:choose>
        <xsl:when test="/cocreate/login">
          <p><cc:text key="mine.visitor"/></p>
          <p class="cc-actions"><a class="cc-button" href="{/cocreate/login/@href}" rel="nofollow"><cc:text key="mine.visitor.link"/></a></p>
        </xsl:when>
        <xsl:otherwise><p><cc:text key="mine.visitor.nologin"/></p></xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>

  <!-- The host: the next step of the work, and the page for everything else. -->
  <xsl:template match="mine" mode="hosting">
    <xsl:param name="here"/>
    <xsl:variable name="phase" select="/cocreate/round/@phase"/>
    <div class="cc-todo">
      <p class="cc-todo-title"><cc:text key="host.you"/></p>
      <xsl:choose>
        <xsl:when test="$phase = 'advice' and @enough = 'yes'"><p><cc:text key="host.enough"/></p></xsl:when>
        <xsl:when test="$phase = 'advice'"><p><cc:text key="host.not-enough"/></p></xsl:when>
      </xsl:choose>
      <p class="cc-actions">
        <xsl:choose>
          <xsl:when test="$phase = 'draft'">
            <a class="cc-button" href="{$here}/preview"><cc:text key="host.preview"/></a>
            <a href="{$here}/edit"><cc:text key="host.edit"/></a>
          </xsl:when>
          <xsl:when test="$phase = 'announced'">
            <a class="cc-button" href="{$here}/host"><cc:text key="host.page"/></a>
            <a href="{$here}/edit"><cc:text key="host.mend"/></a>
          </xsl:when>
          <xsl:when test="$phase = 'hearing'"><a class="cc-button" href="{$here}/hearing"><cc:text key="host.hearing"/></a></xsl:when>
          <xsl:when test="$phase = 'choosing'"><a class="cc-button" href="{$here}/choosing"><cc:text key="host.choosing"/></a></xsl:when>
          <xsl:when test="$phase = 'acting'"><a class="cc-button" href="{$here}/traces"><cc:text key="host.traces"/></a></xsl:when>
          <xsl:when test="$phase = 'reported'"><a class="cc-button" href="{$here}/traces?from=contested"><cc:text key="host.contested"/></a></xsl:when>
          <xsl:when test="$phase = 'empty'">
            <!-- The one or two who did answer get their answer first. -->
            <xsl:if test="/cocreate/round/@cards &gt; 0"><a class="cc-button" href="{$here}/traces"><cc:text key="host.traces"/></a></xsl:if>
            <a href="{$here}/host#learning">
              <xsl:if test="not(/cocreate/round/@cards &gt; 0)"><xsl:attribute name="class">cc-button</xsl:attribute></xsl:if>
              <cc:text key="host.learn"/>
            </a>
          </xsl:when>
        </xsl:choose>
        <xsl:if test="$phase != 'draft' and $phase != 'announced' and $phase != 'empty'"><a href="{$here}/host"><cc:text key="host.page"/></a></xsl:if>
      </p>
    </div>
  </xsl:template>

  <!-- ==== The body, by phase ==== -->

  <xsl:template match="round" mode="phase-body">
    <xsl:variable name="doc" select="/cocreate"/>
    <xsl:choose>
      <xsl:when test="@phase = 'draft' or @phase = 'announced'"><xsl:apply-templates select="$doc/questions" mode="plain"/></xsl:when>
      <xsl:when test="@phase = 'advice'"><xsl:apply-templates select="$doc/questions" mode="advice"/></xsl:when>
      <xsl:when test="@phase = 'cancelled' or @phase = 'empty'">
        <xsl:apply-templates select="$doc/own[card]" mode="own"/>
        <xsl:apply-templates select="$doc/questions" mode="plain"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$doc/insights[insight]" mode="read"/>
        <xsl:apply-templates select="$doc/actions[action]" mode="read"/>
        <xsl:apply-templates select="$doc/outcomes[outcome]" mode="read"/>
        <xsl:apply-templates select="$doc/mine[@late or @may-keep]" mode="afterwards"/>
        <xsl:apply-templates select="$doc/own[card]" mode="own"/>
        <xsl:choose>
          <xsl:when test="$doc/cards/card or $doc/request/@after"><xsl:apply-templates select="$doc/cards" mode="read"/></xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates select="$doc/questions" mode="plain"/>
            <xsl:if test="@phase = 'table' or @phase = 'hearing' or @phase = 'choosing' or @phase = 'acting'">
              <p class="cc-quiet"><cc:text key="cards.sealed"/></p>
            </xsl:if>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Questions as they will be, or were, asked. -->
  <xsl:template match="questions" mode="plain">
    <section class="cc-section" id="questions">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="round.questions" count="count(question)"/></xsl:element>
      <ol class="cc-questions">
        <xsl:for-each select="question">
          <li id="question-{@place}">
            <p class="cc-question-text" dir="auto" lang="{/cocreate/round/@language}"><xsl:apply-templates select="." mode="asked"/></p>
            <xsl:apply-templates select="." mode="marks"/>
          </li>
        </xsl:for-each>
      </ol>
    </section>
  </xsl:template>

  <xsl:template match="question" mode="asked">
    <xsl:choose>
      <xsl:when test="@struck"><del><xsl:value-of select="text"/></del></xsl:when>
      <xsl:otherwise><xsl:value-of select="text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What happened to a question is said at it. -->
  <xsl:template match="question" mode="marks">
    <xsl:if test="@struck"><p class="cc-note"><cc:text key="question.struck"/><xsl:text> </xsl:text><bdi><xsl:value-of select="struck-reason"/></bdi></p></xsl:if>
    <xsl:if test="@added and not(@struck)">
      <p class="cc-quiet"><cc:text key="question.added"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@added"/></xsl:call-template></p>
    </xsl:if>
    <xsl:if test="string(override-reason)">
      <p class="cc-note"><cc:text key="question.override"/><xsl:text> </xsl:text><bdi><xsl:value-of select="override-reason"/></bdi></p>
    </xsl:if>
  </xsl:template>

  <!-- ==== Beside it: the dates, tables, what happened, what is promised ==== -->

  <xsl:template match="round" mode="aside">
    <aside class="cc-round-side" aria-label="{cc:round.side}">
      <section>
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><cc:text key="round.dates"/></xsl:element>
        <xsl:apply-templates select="." mode="steps"/>
        <p class="cc-quiet">
          <xsl:if test="@extensions"><cc:text key="round.extended" count="@extensions" n="@extensions"/><xsl:text> </xsl:text></xsl:if>
          <a href="{$base}/rounds/{@number}.ics{$linked}"><cc:text key="round.ics"/></a>
        </p>
      </section>
      <xsl:apply-templates select="/cocreate/tables[table]" mode="side"/>
      <xsl:apply-templates select="/cocreate/promises[promise]" mode="side"/>
      <xsl:apply-templates select="/cocreate/log[event]" mode="side"/>
      <xsl:apply-templates select="." mode="numbers"/>
      <xsl:if test="draw-key">
        <section>
          <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><cc:text key="round.draw-key"/></xsl:element>
          <p class="cc-quiet"><cc:text key="round.draw-key.text"/></p>
          <p><code class="cc-draw-key"><xsl:value-of select="draw-key"/></code></p>
        </section>
      </xsl:if>
    </aside>
  </xsl:template>

  <!-- The way of the round, step by step. What was done says when; what is to come says until when. -->
  <xsl:template match="round" mode="steps">
    <xsl:variable name="rank"><xsl:apply-templates select="@phase" mode="rank"/></xsl:variable>
    <!-- Called off, or ended in silence: what did not happen is no step. -->
    <xsl:variable name="whole" select="not(@cancelled or @learned or @phase = 'empty')"/>
    <ol class="cc-steps">
      <xsl:call-template name="step-of-round">
        <xsl:with-param name="rank" select="$rank - 2"/>
        <xsl:with-param name="label"><cc:text key="steps.advice"/></xsl:with-param>
        <xsl:with-param name="from" select="@opens"/>
        <xsl:with-param name="at" select="@advice-until"/>
      </xsl:call-template>
      <xsl:if test="@tables-until and ($whole or @tables-count)">
        <xsl:call-template name="step-of-round">
          <xsl:with-param name="rank" select="$rank - 3"/>
          <xsl:with-param name="label">
            <cc:text key="steps.tables"/>
            <xsl:if test="@tables = 'maybe'"><xsl:text> </xsl:text><cc:text key="steps.maybe"/></xsl:if>
          </xsl:with-param>
          <xsl:with-param name="at" select="@tables-until"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="$whole or @heard">
        <xsl:call-template name="step-of-round">
          <xsl:with-param name="rank" select="$rank - 4"/>
          <xsl:with-param name="label"><cc:text key="steps.hear"/></xsl:with-param>
          <xsl:with-param name="at" select="@hear-due"/>
          <xsl:with-param name="done" select="@heard"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="$whole or @chosen">
        <xsl:call-template name="step-of-round">
          <xsl:with-param name="rank" select="$rank - 5"/>
          <xsl:with-param name="label"><cc:text key="steps.choose"/></xsl:with-param>
          <xsl:with-param name="at" select="@choose-due"/>
          <xsl:with-param name="done" select="@chosen"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="$whole or @reported">
        <xsl:call-template name="step-of-round">
          <xsl:with-param name="rank" select="$rank - 6"/>
          <xsl:with-param name="label"><cc:text key="steps.report"/></xsl:with-param>
          <xsl:with-param name="at" select="@report-due"/>
          <xsl:with-param name="done" select="@reported"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="@closes and $whole">
        <xsl:call-template name="step-of-round">
          <xsl:with-param name="rank" select="$rank - 7"/>
          <xsl:with-param name="label"><cc:text key="steps.answers"/></xsl:with-param>
          <xsl:with-param name="at" select="@closes"/>
        </xsl:call-template>
      </xsl:if>
    </ol>
  </xsl:template>

  <!-- How far a round is: 2 while advice is given. -->
  <xsl:template match="@phase" mode="rank">
    <xsl:choose>
      <xsl:when test=". = 'advice'">2</xsl:when>
      <xsl:when test=". = 'table'">3</xsl:when>
      <xsl:when test=". = 'hearing'">4</xsl:when>
      <xsl:when test=". = 'choosing'">5</xsl:when>
      <xsl:when test=". = 'acting'">6</xsl:when>
      <xsl:when test=". = 'reported'">7</xsl:when>
      <xsl:when test=". = 'closed'">8</xsl:when>
      <xsl:otherwise>1</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- rank: below 0 it is still to come, 0 it is now, above 0 it is over. -->
  <xsl:template name="step-of-round">
    <xsl:param name="rank"/>
    <xsl:param name="label"/>
    <xsl:param name="from"/>
    <xsl:param name="at"/>
    <xsl:param name="done"/>
    <xsl:variable name="over" select="$rank &gt; 0"/>
    <li class="cc-step">
      <xsl:if test="$over"><xsl:attribute name="class">cc-step cc-step-over</xsl:attribute></xsl:if>
      <xsl:if test="$rank = 0"><xsl:attribute name="aria-current">step</xsl:attribute></xsl:if>
      <span class="cc-step-name"><xsl:value-of select="$label"/></span>
      <xsl:text> </xsl:text>
      <span class="cc-quiet">
        <xsl:choose>
          <xsl:when test="$done"><cc:text key="steps.done"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="$done"/></xsl:call-template></xsl:when>
          <xsl:otherwise>
            <xsl:if test="$from and (@phase = 'announced' or @phase = 'draft')">
              <xsl:call-template name="day"><xsl:with-param name="at" select="$from"/></xsl:call-template><xsl:text> – </xsl:text>
            </xsl:if>
            <xsl:if test="not($from and (@phase = 'announced' or @phase = 'draft'))"><cc:text key="next.until"/><xsl:text> </xsl:text></xsl:if>
            <xsl:call-template name="day"><xsl:with-param name="at" select="$at"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </span>
    </li>
  </xsl:template>
</xsl:stylesheet>
