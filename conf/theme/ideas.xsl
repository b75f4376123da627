<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The list of ideas: in an order, by kind, by moment; page after page. Everything is a link, nothing needs script. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'ideas']" mode="content">
    <!-- A short fragment inside another page is the list alone. -->
    <xsl:variable name="compact" select="not($whole) and request/@limit &lt;= 10"/>
    <xsl:variable name="back">
      <xsl:if test="$whole">
        <xsl:call-template name="list-path"><xsl:with-param name="after" select="request/@after"/></xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <section class="cc-section">
      <xsl:element name="h{$top}">
        <xsl:attribute name="class">
          <xsl:choose>
            <xsl:when test="$compact">cc-subtitle</xsl:when>
            <xsl:otherwise>cc-title</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:choose>
          <xsl:when test="request/@q or not($compact)"><xsl:call-template name="ideas-title"/></xsl:when>
          <xsl:when test="request/@sort = 'new'"><cc:text key="overview.newest"/></xsl:when>
          <xsl:when test="request/@sort = 'top'"><cc:text key="ideas.top"/></xsl:when>
          <xsl:otherwise><cc:text key="overview.trending"/></xsl:otherwise>
        </xsl:choose>
      </xsl:element>
      <xsl:if test="not($compact) and (ideas/idea or request/@kind or request/@stage or request/@q)">
        <xsl:if test="not(request/@q)"><xsl:call-template name="ideas-hint"/></xsl:if>
        <xsl:call-template name="search"/>
        <xsl:call-template name="tools"/>
      </xsl:if>
      <xsl:if test="not($compact) and ideas/idea/@capped"><p class="cc-quiet"><cc:text key="search.capped"/></p></xsl:if>
      <xsl:choose>
        <xsl:when test="ideas/idea">
          <ul class="cc-list">
            <xsl:apply-templates select="ideas/idea" mode="item">
              <xsl:with-param name="level" select="$top + 1"/>
              <!-- Made a string once: every idea asks for it, and the string of a tree takes 4 KB of libxml2 each time. -->
              <xsl:with-param name="back" select="string($back)"/>
            </xsl:apply-templates>
          </ul>
        </xsl:when>
        <xsl:when test="request/@q"><xsl:call-template name="search-empty"/></xsl:when>
        <xsl:when test="request/@kind or request/@stage or request/@after"><xsl:call-template name="no-match"/></xsl:when>
        <xsl:when test="$compact"><xsl:call-template name="none-yet"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="no-ideas"/></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="$compact"><p class="cc-more"><a href="{$base}/ideas"><cc:text key="overview.all"/></a></p></xsl:when>
        <xsl:otherwise><xsl:call-template name="pager"/></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- The heading of the list: what it shows. -->
  <xsl:template name="ideas-title">
    <xsl:choose>
      <xsl:when test="request/@q and not(search/@refused)"><cc:text key="search.title" q="request/@q"/></xsl:when>
      <xsl:otherwise><cc:text key="ideas.title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One idea in a list. -->
  <xsl:template match="idea" mode="item">
    <xsl:param name="level"/>
    <xsl:param name="back" select="''"/>
    <li class="cc-item">
      <!-- Who votes without script comes back to here. -->
      <xsl:if test="$back != ''">
        <xsl:attribute name="id"><xsl:value-of select="concat('idea-', @number)"/></xsl:attribute>
      </xsl:if>
      <div class="cc-item-text">
        <xsl:element name="h{$level}">
          <xsl:attribute name="class">cc-item-title</xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <a href="{$base}/ideas/{@number}"><xsl:value-of select="title"/></a>
        </xsl:element>
        <xsl:if test="body != ''"><p class="cc-excerpt" dir="auto"><xsl:value-of select="body"/></p></xsl:if>
        <p class="cc-meta">
          <xsl:apply-templates select="." mode="kind"/>
          <xsl:text> </xsl:text>
          <xsl:apply-templates select="." mode="by"/>
        </p>
      </div>
      <xsl:apply-templates select="." mode="vote"><xsl:with-param name="back" select="$back"/></xsl:apply-templates>
    </li>
  </xsl:template>

  <!-- What to do here, in one line; a visitor is told how to take part. -->
  <xsl:template name="ideas-hint">
    <p class="cc-lead">
      <cc:choose slot="member">
        <cc:text key="ideas.hint"/>
        <cc:else/>
        <cc:text key="ideas.hint"/>
        <xsl:if test="login">
          <xsl:text> </xsl:text>
          <a href="{login/@href}" rel="nofollow"><cc:text key="ideas.signin"/></a>
        </xsl:if>
      </cc:choose>
    </p>
  </xsl:template>

  <!-- What was looked for has an order of its own. -->
  <xsl:template name="tools">
    <div class="cc-tools">
      <xsl:if test="not(request/@q)"><xsl:call-template name="tabs"/></xsl:if>
      <div class="cc-filters">
        <xsl:apply-templates select="kinds[kind]" mode="filter"/>
        <xsl:apply-templates select="stages[stage]" mode="filter"/>
      </div>
    </div>
  </xsl:template>

  <xsl:template name="tabs">
    <nav class="cc-tabs" aria-label="{cc:sort.label}">
      <xsl:call-template name="tab"><xsl:with-param name="sort" select="'trending'"/></xsl:call-template>
      <xsl:call-template name="tab"><xsl:with-param name="sort" select="'top'"/></xsl:call-template>
      <xsl:call-template name="tab"><xsl:with-param name="sort" select="'new'"/></xsl:call-template>
    </nav>
  </xsl:template>

  <xsl:template name="tab">
    <xsl:param name="sort"/>
    <a class="cc-tab">
      <xsl:attribute name="href">
        <xsl:value-of select="$base"/>
        <xsl:call-template name="list-path"><xsl:with-param name="sort" select="$sort"/></xsl:call-template>
      </xsl:attribute>
      <xsl:if test="request/@sort = $sort"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
      <cc:text key="sort.{$sort}"/>
    </a>
  </xsl:template>

  <!-- A filter is a list of links behind a summary that says what is chosen. Each link is the same address with another key,
       so that address is made once, with a star in the key's place. -->
  <xsl:template match="kinds | stages" mode="filter">
    <xsl:variable name="now" select="/cocreate/request/@kind[current()/self::kinds] | /cocreate/request/@stage[current()/self::stages]"/>
    <xsl:variable name="chosen" select="*[@key = $now]"/>
    <xsl:variable name="link"><xsl:apply-templates select="." mode="link"><xsl:with-param name="key" select="'*'"/></xsl:apply-templates></xsl:variable>
    <xsl:variable name="before" select="substring-before($link, '*')"/>
    <xsl:variable name="behind" select="substring-after($link, '*')"/>
    <details class="cc-menu">
      <summary>
        <xsl:if test="$now"><xsl:attribute name="class">cc-chosen</xsl:attribute></xsl:if>
        <span class="cc-menu-name"><xsl:apply-templates select="." mode="name"/></span>
        <xsl:text> </xsl:text>
        <xsl:apply-templates select="$chosen" mode="label"/>
        <xsl:if test="not($chosen)"><xsl:apply-templates select="." mode="any"/></xsl:if>
      </summary>
      <ul class="cc-menu-list">
        <li>
          <a>
            <xsl:attribute name="href"><xsl:apply-templates select="." mode="link"/></xsl:attribute>
            <xsl:if test="not($now)"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
            <xsl:apply-templates select="." mode="any"/>
          </a>
        </li>
        <xsl:for-each select="*">
          <li>
            <a href="{$before}{@key}{$behind}">
              <xsl:if test="@key = $now"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
              <xsl:apply-templates select="." mode="label"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </details>
  </xsl:template>

  <xsl:template match="kinds" mode="name"><cc:text key="filter.kind"/></xsl:template>
  <xsl:template match="kinds" mode="any"><cc:text key="filter.kind.all"/></xsl:template>
  <xsl:template match="stages" mode="name"><cc:text key="filter.stage"/></xsl:template>
  <xsl:template match="stages" mode="any"><cc:text key="filter.stage.all"/></xsl:template>

  <!-- The address of one choice; without a key the one that takes the filter away. -->
  <xsl:template match="kinds" mode="link">
    <xsl:param name="key" select="''"/>
    <xsl:value-of select="$base"/>
    <xsl:call-template name="list-path"><xsl:with-param name="kind" select="$key"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="stages" mode="link">
    <xsl:param name="key" select="''"/>
    <xsl:value-of select="$base"/>
    <xsl:call-template name="list-path"><xsl:with-param name="stage" select="$key"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="pager">
    <xsl:variable name="last" select="ideas/idea[last()]"/>
    <xsl:if test="request/@after or $last/@more">
      <nav class="cc-pager" aria-label="{cc:pager.label}">
        <xsl:if test="$last/@more">
          <a class="cc-button cc-button-plain" rel="next">
            <xsl:attribute name="href">
              <xsl:value-of select="$base"/>
              <xsl:call-template name="list-path"><xsl:with-param name="after" select="$last/@cursor"/></xsl:call-template>
            </xsl:attribute>
            <cc:text key="pager.more"/>
          </a>
        </xsl:if>
        <xsl:if test="request/@after">
          <a>
            <xsl:attribute name="href"><xsl:value-of select="$base"/><xsl:call-template name="list-path"/></xsl:attribute>
            <cc:text key="pager.first"/>
          </a>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="none-yet">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="empty.title"/></p>
      <p><cc:text key="empty.text"/></p>
      <p><xsl:call-template name="share"/></p>
    </div>
  </xsl:template>

  <xsl:template name="no-match">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="nomatch.title"/></p>
      <p><cc:text key="nomatch.text"/></p>
      <p class="cc-actions">
        <xsl:call-template name="share"/>
        <a href="{$base}/ideas"><cc:text key="nomatch.all"/></a>
      </p>
    </div>
  </xsl:template>
</xsl:stylesheet>
