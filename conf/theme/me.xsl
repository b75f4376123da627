<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A member's own page: what is new, the promises to keep, the rounds with a part in them, what came of the advice given. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'me']" mode="title"><cc:text key="me.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'me']" mode="content">
    <div class="cc-me">
      <header class="cc-record-head">
        <xsl:element name="h{$top}">
          <xsl:attribute name="class">cc-title</xsl:attribute>
          <xsl:choose>
            <xsl:when test="string(viewer/@name)"><cc:text key="me.heading" name="viewer/@name"/></xsl:when>
            <xsl:otherwise><cc:text key="me.title"/></xsl:otherwise>
          </xsl:choose>
        </xsl:element>
        <p class="cc-lead"><cc:text key="me.lead"/></p>
      </header>
      <xsl:call-template name="refusals"/>
      <xsl:apply-templates select="notices"/>
      <xsl:apply-templates select="promises[promise]" mode="me"/>
      <xsl:apply-templates select="rounds" mode="me"/>
      <xsl:apply-templates select="traces" mode="me"/>
      <xsl:apply-templates select="kept[card]" mode="me"/>
    </div>
  </xsl:template>

  <!-- ==== What is new ==== -->

  <xsl:template match="notices">
    <section class="cc-section" aria-labelledby="new-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">new-name</xsl:attribute>
        <cc:text key="me.new"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="notice">
          <ul class="cc-notices"><xsl:apply-templates select="notice"/></ul>
          <xsl:if test="notice[not(@seen)]">
            <xsl:call-template name="press">
              <xsl:with-param name="action" select="concat($base, '/me')"/>
              <xsl:with-param name="class" select="'cc-button cc-button-plain cc-button-small'"/>
              <xsl:with-param name="label"><cc:text key="me.seen"/></xsl:with-param>
            </xsl:call-template>
          </xsl:if>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="me.new.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="notice">
    <li class="cc-notice">
      <xsl:if test="not(@seen)"><xsl:attribute name="data-new">yes</xsl:attribute></xsl:if>
      <p>
        <xsl:if test="not(@seen)"><span class="cc-hidden"><cc:text key="me.new.mark"/><xsl:text> </xsl:text></span></xsl:if>
        <a>
          <xsl:attribute name="href"><xsl:value-of select="$base"/><xsl:apply-templates select="." mode="path"/></xsl:attribute>
          <xsl:apply-templates select="." mode="words"/>
        </a>
      </p>
      <p class="cc-meta">
        <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template>
        <xsl:if test="string(title)"><xsl:text> </xsl:text><bdi><xsl:value-of select="title"/></bdi></xsl:if>
        <xsl:if test="string(text)"><xsl:text> </xsl:text><bdi><xsl:value-of select="text"/></bdi></xsl:if>
      </p>
      <xsl:if test="string(reason)"><p class="cc-quiet" dir="auto"><xsl:value-of select="reason"/></p></xsl:if>
    </li>
  </xsl:template>

  <!-- Where it leads, below the base. -->
  <xsl:template match="notice" mode="path">
    <xsl:variable name="round" select="concat('/rounds/', @round)"/>
    <xsl:choose>
      <xsl:when test="@kind = 'promise' and @promise"><xsl:value-of select="concat('/promises/', @promise)"/></xsl:when>
      <xsl:when test="@kind = 'report'"><xsl:value-of select="concat($round, '/mine')"/></xsl:when>
      <xsl:when test="@kind = 'cancelled'"><cc:text key="notice.cancelled"/></xsl:when>
      <xsl:when test="@kind = 'insight-empty'"><xsl:value-of select="concat($round, '/hearing')"/></xsl:when>
      <xsl:when test="@kind = 'contested'"><xsl:value-of select="concat($round, '/traces?from=contested')"/></xsl:when>
      <xsl:when test="@kind = 'hidden' or @kind = 'flag-answered'"><xsl:value-of select="concat($round, '/cards/', @card)"/></xsl:when>
      <xsl:when test="(@kind = 'seated' or @kind = 'reply' or @kind = 'asked') and @table"><xsl:value-of select="concat($round, '/tables/', @table)"/></xsl:when>
      <xsl:when test="@round"><xsl:value-of select="$round"/></xsl:when>
      <xsl:otherwise>/me</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="notice" mode="words">
    <xsl:choose>
      <xsl:when test="@kind = 'invited'"><cc:text key="notice.invited"/></xsl:when>
      <xsl:when test="@kind = 'closing'"><cc:text key="notice.closing"/></xsl:when>
      <xsl:when test="@kind = 'extended'"><cc:text key="notice.extended"/></xsl:when>
      <xsl:when test="@kind = 'seated'"><cc:text key="notice.seated"/></xsl:when>
      <xsl:when test="@kind = 'reply'"><cc:text key="notice.reply"/></xsl:when>
      <xsl:when test="@kind = 'asked'"><cc:text key="notice.asked"/></xsl:when>
      <xsl:when test="@kind = 'heard'"><cc:text key="notice.heard"/></xsl:when>
      <xsl:when test="@kind = 'chosen'"><cc:text key="notice.chosen"/></xsl:when>
      <xsl:when test="@kind = 'promise'"><cc:text key="notice.promise"/></xsl:when>
      <xsl:when test="@kind = 'report'"><cc:text key="notice.report"/></xsl:when>
      <xsl:when test="@kind = 'insight-empty'"><cc:text key="notice.insight-empty"/></xsl:when>
      <xsl:when test="@kind = 'hidden'"><cc:text key="notice.hidden"/></xsl:when>
      <xsl:when test="@kind = 'flag-answered'"><cc:text key="notice.flag-answered"/></xsl:when>
      <xsl:when test="@kind = 'contested'"><cc:text key="notice.contested"/></xsl:when>
      <xsl:otherwise><cc:text key="notice.other"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== The rest ==== -->

  <xsl:template match="promises" mode="me">
    <section class="cc-section" aria-labelledby="keep-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">keep-name</xsl:attribute>
        <cc:text key="me.promises"/>
      </xsl:element>
      <ol class="cc-promise-list"><xsl:apply-templates select="promise" mode="item"/></ol>
    </section>
  </xsl:template>

  <xsl:template match="rounds" mode="me">
    <section class="cc-section" aria-labelledby="rounds-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">rounds-name</xsl:attribute>
        <cc:text key="me.rounds"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="round"><ul class="cc-list"><xsl:apply-templates select="round" mode="me"/></ul></xsl:when>
        <xsl:otherwise>
          <p class="cc-quiet"><cc:text key="me.rounds.none"/></p>
          <p class="cc-more"><a href="{$base}/rounds"><cc:text key="me.rounds.all"/></a></p>
        </xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- A round with my part in it and the one line about what comes next. -->
  <xsl:template match="round" mode="me">
    <li class="cc-item">
      <div class="cc-item-text">
        <xsl:element name="h{$top + 2}">
          <xsl:attribute name="class">cc-item-title</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <a href="{$base}/rounds/{@number}"><xsl:value-of select="title"/></a>
        </xsl:element>
        <p><xsl:apply-templates select="next" mode="what"/><xsl:apply-templates select="next" mode="until"/></p>
        <xsl:apply-templates select="next" mode="late"/>
        <p class="cc-meta">
          <span class="cc-phase" data-phase="{@phase}"><xsl:apply-templates select="@phase" mode="phase"/></span>
          <xsl:if test="@hosting"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="me.part.host"/></span></xsl:if>
          <xsl:if test="@wrote"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="me.part.wrote"/></span></xsl:if>
          <xsl:if test="@invited and not(@wrote) and not(@declined)"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="me.part.invited"/></span></xsl:if>
          <xsl:if test="@declined"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="me.part.declined"/></span></xsl:if>
          <xsl:if test="@table"><xsl:text> </xsl:text><a href="{$base}/rounds/{@number}/tables/{@table}"><cc:text key="me.part.table" n="@table"/></a></xsl:if>
          <xsl:if test="@wrote and @reported"><xsl:text> </xsl:text><a href="{$base}/rounds/{@number}/mine"><cc:text key="me.answer"/></a></xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <xsl:template match="traces" mode="me">
    <section class="cc-section" aria-labelledby="came-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">came-name</xsl:attribute>
        <cc:text key="answer.title"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="trace">
          <ul class="cc-came">
            <xsl:for-each select="trace">
              <li class="cc-came-item">
                <p class="cc-came-said" dir="auto">
                  <xsl:choose>
                    <xsl:when test="string(body)"><q><xsl:value-of select="body"/></q></xsl:when>
                    <xsl:otherwise><cc:text key="answer.withdrawn"/></xsl:otherwise>
                  </xsl:choose>
                </p>
                <p>
                  <a href="{$base}/rounds/{@round}/mine#card-{@card}"><xsl:call-template name="outcome-name"/></a>
                  <xsl:text> </xsl:text>
                  <span class="cc-quiet"><bdi><xsl:value-of select="round-title"/></bdi>, <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template></span>
                </p>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="me.came.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- Advice that came too late for its round and was kept. -->
  <xsl:template match="kept" mode="me">
    <section class="cc-section" aria-labelledby="kept-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">kept-name</xsl:attribute>
        <cc:text key="me.kept"/>
      </xsl:element>
      <p class="cc-quiet"><cc:text key="me.kept.hint"/></p>
      <ul class="cc-came">
        <xsl:for-each select="card">
          <li class="cc-came-item">
            <div class="cc-text" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></div>
            <p class="cc-quiet">
              <bdi><xsl:value-of select="round-title"/></bdi><xsl:text>, </xsl:text>
              <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template>
            </p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>
</xsl:stylesheet>
