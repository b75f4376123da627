<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What came of my advice: a letter to one person. Each piece of advice is a trail: what you said, what the table made of it, what
     we heard, why it stood out, what we will do, for when it is promised, and where that stands. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'answer']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="answer.title"/>
    <xsl:text> · </xsl:text>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'answer']" mode="content">
    <xsl:variable name="sent" select="own/card[@state != 'draft' and @state != 'kept']"/>
    <xsl:variable name="told" select="round/@phase = 'reported' or round/@phase = 'closed'"/>
    <article class="cc-letter">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="answer.title"/></xsl:with-param></xsl:call-template>
      <xsl:choose>
        <xsl:when test="$sent">
          <xsl:call-template name="letter-opening"/>
          <xsl:apply-templates select="round/cancel-reason" mode="letter"/>
          <xsl:if test="not($told)"><xsl:apply-templates select="next" mode="line"/></xsl:if>
          <xsl:call-template name="work-refusals"/>
          <xsl:apply-templates select="$sent" mode="answer"><xsl:with-param name="many" select="count($sent) &gt; 1"/></xsl:apply-templates>
          <xsl:if test="$told"><xsl:call-template name="letter-close"/></xsl:if>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="letter-none"/></xsl:otherwise>
      </xsl:choose>
    </article>
  </xsl:template>

  <!-- "Dear Ada, you advised us in ... on 12 March." -->
  <xsl:template name="letter-opening">
    <xsl:variable name="name" select="adviser/name"/>
    <xsl:variable name="cards" select="own/card[@state != 'draft' and @state != 'kept']"/>
    <xsl:variable name="day"><xsl:call-template name="date"><xsl:with-param name="at" select="$cards[1]/@at"/></xsl:call-template></xsl:variable>
    <div class="cc-letter-opening">
      <p class="cc-greeting">
        <xsl:choose>
          <xsl:when test="string($name)"><cc:text key="answer.dear" name="$name"/></xsl:when>
          <xsl:otherwise><cc:text key="answer.dear.nobody"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <p class="cc-lead">
        <cc:text key="answer.you" title="round/title" day="$day"/>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="round/@phase = 'reported' or round/@phase = 'closed'"><cc:text key="answer.came" count="count($cards)" n="count($cards)"/></xsl:when>
          <xsl:when test="round/@cancelled"><cc:text key="answer.cancelled"/></xsl:when>
          <xsl:otherwise><cc:text key="answer.coming"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </div>
  </xsl:template>

  <!-- Called off, with the reason. -->
  <xsl:template match="cancel-reason" mode="letter">
    <p class="cc-note" dir="auto"><xsl:value-of select="."/></p>
  </xsl:template>

  <!-- Nobody wrote, or not here: say where the way goes on. -->
  <xsl:template name="letter-none">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="answer.none.title"/></p>
      <xsl:choose>
        <xsl:when test="own/card">
          <p><cc:text key="answer.none.drafts"/></p>
        </xsl:when>
        <xsl:otherwise><p><cc:text key="answer.none.text"/></p></xsl:otherwise>
      </xsl:choose>
      <p><a class="cc-button cc-button-plain" href="{$base}/rounds/{round/@number}{$linked}"><cc:text key="answer.round"/></a></p>
    </div>
  </xsl:template>

  <xsl:template name="letter-close">
    <div class="cc-letter-close">
      <xsl:if test="round/learning/node()">
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="answer.learning"/></xsl:element>
        <div class="cc-text" dir="auto"><xsl:apply-templates select="round/learning/node()" mode="markdown"/></div>
      </xsl:if>
      <p><cc:text key="answer.thanks"/></p>
      <p class="cc-sign">
        <xsl:for-each select="round/host">
          <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
          <bdi class="cc-name"><xsl:value-of select="."/></bdi>
        </xsl:for-each>
      </p>
      <p class="cc-actions">
        <a href="{$base}/rounds/{round/@number}{$linked}"><cc:text key="answer.round"/></a>
        <a href="{$base}/promises"><cc:text key="promises.all"/></a>
      </p>
    </div>
  </xsl:template>

  <!-- ==== One piece of advice ==== -->

  <xsl:template match="card" mode="answer">
    <xsl:param name="many"/>
    <xsl:variable name="trace" select="/cocreate/traces/trace[@card = current()/@number]"/>
    <section class="cc-answer" id="card-{@number}" aria-labelledby="card-{@number}-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-answer-name</xsl:attribute>
        <xsl:attribute name="id"><xsl:value-of select="concat('card-', @number, '-name')"/></xsl:attribute>
        <xsl:attribute name="dir">auto</xsl:attribute>
        <xsl:if test="$many">
          <span class="cc-answer-count"><cc:text key="answer.piece" n="position()"/></span>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:value-of select="/cocreate/questions/question[@place = current()/@question]/text"/>
      </xsl:element>
      <dl class="cc-trail">
        <xsl:apply-templates select="." mode="said"/>
        <xsl:if test="@state != 'withdrawn' and @state != 'hidden'">
          <xsl:apply-templates select="." mode="at-table"/>
          <xsl:apply-templates select="." mode="heard"><xsl:with-param name="trace" select="$trace"/></xsl:apply-templates>
        </xsl:if>
        <xsl:apply-templates select="$trace" mode="outcome"/>
        <xsl:if test="not($trace) and @state = 'sent' and not(/cocreate/round[@cancelled or @phase = 'closed'])">
          <xsl:call-template name="step">
            <xsl:with-param name="name" select="'coming'"/>
            <xsl:with-param name="term"><cc:text key="answer.step.outcome"/></xsl:with-param>
            <xsl:with-param name="text"><xsl:call-template name="answer-by"/></xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </dl>
      <xsl:apply-templates select="$trace" mode="missed"/>
    </section>
  </xsl:template>

  <!-- One step of the trail; state: of the promise that it names. -->
  <xsl:template name="step">
    <xsl:param name="name"/>
    <xsl:param name="term"/>
    <xsl:param name="text"/>
    <xsl:param name="state"/>
    <div class="cc-trail-step" data-step="{$name}">
      <xsl:if test="string($state)"><xsl:attribute name="data-state"><xsl:value-of select="$state"/></xsl:attribute></xsl:if>
      <dt><xsl:value-of select="$term"/></dt>
      <dd><xsl:copy-of select="$text"/></dd>
    </div>
  </xsl:template>

  <xsl:template match="card" mode="said">
    <xsl:call-template name="step">
      <xsl:with-param name="name" select="'said'"/>
      <xsl:with-param name="term"><cc:text key="answer.step.said"/></xsl:with-param>
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="@state = 'withdrawn'"><p class="cc-quiet"><cc:text key="answer.withdrawn"/></p></xsl:when>
          <xsl:otherwise>
            <xsl:if test="@state = 'hidden'"><xsl:apply-templates select="." mode="hidden-note"/></xsl:if>
            <blockquote class="cc-said" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></blockquote>
            <xsl:if test="@late"><p class="cc-quiet"><cc:text key="answer.late"/></p></xsl:if>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="card" mode="hidden-note">
    <p class="cc-note">
      <cc:text key="answer.hidden"/>
      <xsl:if test="string(hidden-reason)"><xsl:text> </xsl:text><bdi><xsl:value-of select="hidden-reason"/></bdi></xsl:if>
    </p>
  </xsl:template>

  <!-- How many did what with it; who saw it differently is quoted. -->
  <xsl:template match="card" mode="at-table">
    <xsl:variable name="replies" select="/cocreate/replies/reply[@card = current()/@number and not(@withdrawn) and not(@hidden)]"/>
    <xsl:variable name="builds" select="count($replies[@kind = 'builds'])"/>
    <xsl:variable name="differs" select="$replies[@kind = 'differs']"/>
    <xsl:variable name="other" select="$replies[@kind != 'builds' and @kind != 'differs']"/>
    <xsl:if test="$replies">
      <xsl:call-template name="step">
        <xsl:with-param name="name" select="'table'"/>
        <xsl:with-param name="term"><cc:text key="answer.step.table"/></xsl:with-param>
        <xsl:with-param name="text">
          <p>
            <xsl:if test="$builds"><cc:text key="answer.builds" count="$builds" n="$builds"/><xsl:text> </xsl:text></xsl:if>
            <xsl:if test="$differs"><cc:text key="answer.differs" count="count($differs)" n="count($differs)"/><xsl:text> </xsl:text></xsl:if>
            <xsl:if test="$other"><cc:text key="answer.others" count="count($other)" n="count($other)"/></xsl:if>
          </p>
          <xsl:for-each select="$differs[position() &lt;= 3]">
            <blockquote class="cc-voice" dir="auto">
              <xsl:apply-templates select="body/node()" mode="markdown"/>
              <p class="cc-meta"><xsl:call-template name="who"/></p>
            </blockquote>
          </xsl:for-each>
          <xsl:if test="@table">
            <p><a href="{$base}/rounds/{/cocreate/round/@number}/tables/{@table}{$linked}#card-{@number}"><cc:text key="answer.table"/></a></p>
          </xsl:if>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The insights that it lies under, and which of them stood out. -->
  <xsl:template match="card" mode="heard">
    <xsl:param name="trace"/>
    <xsl:variable name="own" select="/cocreate/placed/in[@card = current()/@number]/@insight"/>
    <xsl:variable name="insights" select="/cocreate/insights/insight[@number = $own]"/>
    <xsl:if test="$insights">
      <xsl:call-template name="step">
        <xsl:with-param name="name" select="'heard'"/>
        <xsl:with-param name="term"><cc:text key="answer.step.heard"/></xsl:with-param>
        <xsl:with-param name="text">
          <xsl:for-each select="$insights">
            <p class="cc-heard">
              <q dir="auto"><xsl:value-of select="sentence"/></q>
              <xsl:if test="@cards &gt; 1">
                <xsl:text> </xsl:text>
                <span class="cc-quiet"><cc:text key="answer.with" count="@cards - 1" n="@cards - 1"/></span>
              </xsl:if>
            </p>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="$insights/@place">
        <xsl:call-template name="step">
          <xsl:with-param name="name" select="'stood'"/>
          <xsl:with-param name="term"><cc:text key="answer.step.stood"/></xsl:with-param>
          <xsl:with-param name="text"><xsl:apply-templates select="$insights[@place]" mode="stood"/></xsl:with-param>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <xsl:template match="insight" mode="stood">
    <p>
      <xsl:choose>
        <xsl:when test="@place = 1"><cc:text key="answer.place.1"/></xsl:when>
        <xsl:when test="@place = 2"><cc:text key="answer.place.2"/></xsl:when>
        <xsl:when test="@place = 3"><cc:text key="answer.place.3"/></xsl:when>
        <xsl:when test="@place = 4"><cc:text key="answer.place.4"/></xsl:when>
        <xsl:otherwise><cc:text key="answer.place.5"/></xsl:otherwise>
      </xsl:choose>
      <xsl:text> </xsl:text>
      <bdi><xsl:value-of select="reason"/></bdi>
    </p>
  </xsl:template>

  <xsl:template name="answer-by">
    <p>
      <cc:text key="answer.by"/>
      <xsl:text> </xsl:text>
      <xsl:call-template name="day"><xsl:with-param name="at" select="/cocreate/round/@report-due"/></xsl:call-template>
      <xsl:text>.</xsl:text>
    </p>
  </xsl:template>
</xsl:stylesheet>
