<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The desk of the moderators: what is due and how late, what waits unseen, and the figures that tell whether advice leads anywhere. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'desk']" mode="title"><cc:text key="desk.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'desk']" mode="content">
    <div class="cc-desk">
      <header class="cc-record-head">
        <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="desk.title"/></xsl:element>
        <p class="cc-actions"><a class="cc-button" href="{$base}/rounds/new"><cc:text key="desk.new"/></a></p>
      </header>
      <xsl:apply-templates select="rounds" mode="desk"/>
      <xsl:if test="flagged/card or untraced/round or silent/table"><xsl:call-template name="desk-waits"/></xsl:if>
      <xsl:apply-templates select="due" mode="desk"/>
      <xsl:apply-templates select="numbers" mode="desk"/>
    </div>
  </xsl:template>

  <!-- ==== Rounds, the next due first ==== -->

  <xsl:template match="rounds" mode="desk">
    <section class="cc-section" aria-labelledby="rounds-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">rounds-name</xsl:attribute>
        <cc:text key="desk.rounds"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="round">
          <div class="cc-grid-box" tabindex="0" role="group" aria-labelledby="rounds-name">
            <table class="cc-grid">
              <caption class="cc-hidden"><cc:text key="desk.rounds.caption"/></caption>
              <thead>
                <tr>
                  <th scope="col"><cc:text key="desk.round"/></th>
                  <th scope="col"><cc:text key="desk.until"/></th>
                  <th scope="col"><cc:text key="desk.next"/></th>
                  <th scope="col"><cc:text key="desk.host"/></th>
                </tr>
              </thead>
              <tbody><xsl:apply-templates select="round" mode="desk"/></tbody>
            </table>
          </div>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="desk.rounds.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="round" mode="desk">
    <tr>
      <xsl:if test="next/@late &gt; 0"><xsl:attribute name="class">cc-row-late</xsl:attribute></xsl:if>
      <th scope="row" dir="auto"><a href="{$base}/rounds/{@number}"><xsl:value-of select="title"/></a></th>
      <td>
        <xsl:choose>
          <xsl:when test="next/@until"><xsl:call-template name="day"><xsl:with-param name="at" select="next/@until"/></xsl:call-template></xsl:when>
          <xsl:otherwise>–</xsl:otherwise>
        </xsl:choose>
        <xsl:if test="next/@late &gt; 0"><xsl:text> </xsl:text><strong class="cc-overdue"><cc:text key="desk.late" count="next/@late" n="next/@late"/></strong></xsl:if>
      </td>
      <td><xsl:apply-templates select="next" mode="what"/></td>
      <td><bdi><xsl:value-of select="host"/></bdi></td>
    </tr>
  </xsl:template>

  <!-- ==== What waits unseen ==== -->

  <xsl:template name="desk-waits">
    <section class="cc-section" aria-labelledby="waits-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">waits-name</xsl:attribute>
        <cc:text key="desk.waits"/>
      </xsl:element>
      <ul class="cc-waits">
        <xsl:for-each select="flagged/card">
          <li>
            <a href="{$base}/rounds/{@round}/cards/{@number}"><cc:text key="desk.flagged" count="@flags" n="@flags"/></a>
            <xsl:text> </xsl:text>
            <span class="cc-quiet"><bdi><xsl:value-of select="round-title"/></bdi>, <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template></span>
          </li>
        </xsl:for-each>
        <xsl:for-each select="untraced/round">
          <li>
            <a href="{$base}/rounds/{@number}/traces?from=missing"><cc:text key="desk.untraced" count="@count" n="@count"/></a>
            <xsl:text> </xsl:text>
            <span class="cc-quiet"><bdi><xsl:value-of select="title"/></bdi></span>
          </li>
        </xsl:for-each>
        <xsl:for-each select="silent/table">
          <li>
            <a href="{$base}/rounds/{@round}"><cc:text key="desk.silent" n="@table"/></a>
            <xsl:text> </xsl:text>
            <span class="cc-quiet">
              <bdi><xsl:value-of select="round-title"/></bdi><xsl:text>, </xsl:text>
              <cc:text key="desk.since"/><xsl:text> </xsl:text>
              <xsl:call-template name="time"><xsl:with-param name="at" select="@since"/></xsl:call-template>
            </span>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="due" mode="desk">
    <section class="cc-section" aria-labelledby="due-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">due-name</xsl:attribute>
        <cc:text key="desk.due"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="promise"><ol class="cc-promise-list"><xsl:apply-templates select="promise" mode="item"/></ol></xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="desk.due.none"/></p></xsl:otherwise>
      </xsl:choose>
      <p class="cc-more"><a href="{$base}/promises"><cc:text key="promises.all"/></a></p>
    </section>
  </xsl:template>

  <!-- ==== The figures: pictures, and all of them as a table ==== -->

  <xsl:template match="numbers" mode="desk">
    <section class="cc-section" aria-labelledby="numbers-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">numbers-name</xsl:attribute>
        <cc:text key="desk.numbers"/>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="round">
          <p class="cc-quiet"><cc:text key="desk.numbers.hint"/></p>
          <xsl:call-template name="charts"/>
          <xsl:call-template name="numbers-table"/>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="desk.numbers.none"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template name="numbers-table">
    <div class="cc-grid-box" tabindex="0" role="group" aria-labelledby="numbers-name">
      <table class="cc-grid cc-grid-numbers">
        <caption><cc:text key="desk.numbers.caption"/></caption>
        <thead>
          <tr>
            <th scope="col"><cc:text key="desk.round"/></th>
            <th scope="col"><cc:text key="number.acted"/></th>
            <th scope="col"><cc:text key="number.days"/></th>
            <th scope="col"><cc:text key="number.returned"/></th>
            <th scope="col"><cc:text key="number.missed"/></th>
            <th scope="col"><cc:text key="number.promises"/></th>
            <th scope="col"><cc:text key="number.disagreements"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="round" mode="numbers-row"/></tbody>
        <tfoot><xsl:apply-templates select="/cocreate/total" mode="numbers-row"/></tfoot>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="numbers/round | total" mode="numbers-row">
    <tr>
      <th scope="row" dir="auto">
        <xsl:choose>
          <xsl:when test="self::total"><cc:text key="desk.total" count="@rounds" n="@rounds"/></xsl:when>
          <xsl:otherwise><a href="{$base}/rounds/{@number}"><xsl:value-of select="title"/></a><xsl:text> </xsl:text><span class="cc-quiet">(<xsl:value-of select="@number"/>)</span></xsl:otherwise>
        </xsl:choose>
      </th>
      <td><cc:text key="desk.of" n="@acted" of="@cards"/></td>
      <td><xsl:value-of select="@days-to-report"/><xsl:if test="not(@days-to-report)">–</xsl:if></td>
      <td><cc:text key="desk.of" n="@returned" of="@advisers"/></td>
      <td><cc:text key="desk.of" n="@missed" of="@traces"/></td>
      <td><cc:text key="desk.promises" kept="@kept" late="@late" broken="@broken" released="@released"/></td>
      <td><xsl:value-of select="@disagreements"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
