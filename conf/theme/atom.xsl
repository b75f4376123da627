<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- From the document to an Atom feed (RFC 4287): the list of ideas, or one idea; rounds, what happened in one, and what became of
     promises. An entry's id is its address, for ever. -->
<xsl:stylesheet version="1.0"
    xmlns="http://www.w3.org/2005/Atom"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:include href="labels.xsl"/>
  <xsl:include href="dates.xsl"/>
  <xsl:include href="promise_words.xsl"/>

  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:variable name="root" select="concat(/cocreate/@origin, /cocreate/@base)"/>
  <xsl:variable name="xhtml" select="'http://www.w3.org/1999/xhtml'"/>

  <xsl:template match="/cocreate">
    <xsl:variable name="query" select="concat(substring('?', 1, contains(@href, '?')), substring-after(@href, '?'))"/>
    <xsl:variable name="page" select="concat($root, @path, $query)"/>
    <feed xml:lang="{@lang}">
      <title><xsl:call-template name="feed-title"/></title>
      <id><xsl:value-of select="$page"/></id>
      <link rel="self" type="application/atom+xml" href="{$root}{@path}.atom{$query}"/>
      <link rel="alternate" type="text/html" href="{$page}"/>
      <updated><xsl:call-template name="newest"/></updated>
      <generator>mod_cocreate</generator>
      <xsl:apply-templates select="ideas/idea | idea | rounds/round | log/event | events/event"/>
    </feed>
  </xsl:template>

  <xsl:template name="feed-title">
    <xsl:choose>
      <xsl:when test="@page = 'idea'"><xsl:value-of select="idea/title"/></xsl:when>
      <xsl:when test="@page = 'round'"><xsl:value-of select="round/title"/></xsl:when>
      <xsl:when test="@page = 'rounds'"><cc:text key="feed.rounds" site="site/@title"/></xsl:when>
      <xsl:when test="@page = 'promises'"><cc:text key="feed.promises" site="site/@title"/></xsl:when>
      <xsl:otherwise><cc:text key="feed.title" site="site/@title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The youngest date in the feed. They are all of one form, so the order of the text is the order of time. -->
  <xsl:template name="newest">
    <xsl:variable name="dates" select="(ideas/idea | idea)/@*[name() = 'created' or name() = 'edited']
                                       | rounds/round/@*[name() = 'published' or name() = 'heard' or name() = 'chosen' or name() = 'reported']
                                       | log/event/@at | events/event/@at"/>
    <xsl:if test="not($dates)">1970-01-01T00:00:00Z</xsl:if>
    <xsl:for-each select="$dates">
      <xsl:sort select="." data-type="text" order="descending"/>
      <xsl:if test="position() = 1"><xsl:value-of select="."/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="idea">
    <entry>
      <title><xsl:value-of select="title"/></title>
      <id><xsl:value-of select="concat($root, '/ideas/', @number)"/></id>
      <link rel="alternate" type="text/html" href="{$root}/ideas/{@number}"/>
      <author><name><xsl:value-of select="author"/></name></author>
      <published><xsl:value-of select="@created"/></published>
      <updated>
        <xsl:value-of select="@edited"/>
        <xsl:if test="not(@edited)"><xsl:value-of select="@created"/></xsl:if>
      </updated>
      <xsl:apply-templates select="kind | stage"/>
      <xsl:apply-templates select="body"/>
    </entry>
  </xsl:template>

  <!-- A round comes again when we said what we heard, what we chose, and what came of it. -->
  <xsl:template match="rounds/round">
    <entry>
      <title><xsl:value-of select="title"/></title>
      <id><xsl:value-of select="concat($root, '/rounds/', @number)"/></id>
      <link rel="alternate" type="text/html" href="{$root}/rounds/{@number}"/>
      <author><name><xsl:value-of select="host"/></name></author>
      <published><xsl:value-of select="@published"/></published>
      <updated>
        <xsl:choose>
          <xsl:when test="@reported"><xsl:value-of select="@reported"/></xsl:when>
          <xsl:when test="@chosen"><xsl:value-of select="@chosen"/></xsl:when>
          <xsl:when test="@heard"><xsl:value-of select="@heard"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@published"/></xsl:otherwise>
        </xsl:choose>
      </updated>
      <xsl:apply-templates select="stage"/>
      <xsl:if test="question"><summary><xsl:value-of select="question"/></summary></xsl:if>
    </entry>
  </xsl:template>

  <!-- What happened in a round. -->
  <xsl:template match="log/event">
    <entry>
      <title><xsl:apply-templates select="@kind" mode="history"/></title>
      <id><xsl:value-of select="concat($root, '/rounds/', /cocreate/round/@number, '#event-', @number)"/></id>
      <link rel="alternate" type="text/html" href="{$root}/rounds/{/cocreate/round/@number}"/>
      <author><name><xsl:value-of select="/cocreate/round/host"/></name></author>
      <updated><xsl:value-of select="@at"/></updated>
      <xsl:apply-templates select="text"/>
    </entry>
  </xsl:template>

  <!-- A line of the ledger of a promise. -->
  <xsl:template match="events/event">
    <entry>
      <title>
        <xsl:apply-templates select="." mode="kind"/>
        <xsl:text>: </xsl:text>
        <xsl:call-template name="promise-what">
          <xsl:with-param name="kind" select="@promise-kind"/>
          <xsl:with-param name="text" select="promise-text"/>
        </xsl:call-template>
        <xsl:if test="@due">
          <xsl:text> · </xsl:text>
          <cc:text key="ledger.new-date"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="date"><xsl:with-param name="at" select="@due"/></xsl:call-template>
        </xsl:if>
      </title>
      <id><xsl:value-of select="concat($root, '/promises/', @promise, '#event-', @number)"/></id>
      <link rel="alternate" type="text/html" href="{$root}/promises/{@promise}"/>
      <author><name><xsl:value-of select="by"/><xsl:if test="not(string(by))"><xsl:value-of select="/cocreate/site/@title"/></xsl:if></name></author>
      <updated><xsl:value-of select="@at"/></updated>
      <xsl:apply-templates select="text"/>
    </entry>
  </xsl:template>

  <xsl:template match="event/text[not(*)]">
    <xsl:if test="string(.)"><summary><xsl:value-of select="."/></summary></xsl:if>
  </xsl:template>

  <xsl:template match="event/text[*]">
    <content type="xhtml">
      <xsl:element name="div" namespace="{$xhtml}"><xsl:apply-templates mode="xhtml"/></xsl:element>
    </content>
  </xsl:template>

  <xsl:template match="kind | stage">
    <category term="{@key}" scheme="{$root}/ideas#{name()}">
      <xsl:attribute name="label"><xsl:apply-templates select="." mode="label"/></xsl:attribute>
    </category>
  </xsl:template>

  <!-- An excerpt is text alone; the body of one idea has elements. -->
  <xsl:template match="body[not(*)]">
    <summary><xsl:value-of select="."/></summary>
  </xsl:template>

  <xsl:template match="body[*]">
    <content type="xhtml">
      <xsl:element name="div" namespace="{$xhtml}"><xsl:apply-templates mode="xhtml"/></xsl:element>
    </content>
  </xsl:template>

  <xsl:template match="p | ul | ol | li | blockquote | pre | code | em | strong | hr | br | h3 | h4 | h5 | h6" mode="xhtml">
    <xsl:element name="{local-name()}" namespace="{$xhtml}"><xsl:apply-templates mode="xhtml"/></xsl:element>
  </xsl:template>

  <xsl:template match="a" mode="xhtml">
    <xsl:element name="a" namespace="{$xhtml}">
      <xsl:copy-of select="@href"/>
      <xsl:apply-templates mode="xhtml"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="*" mode="xhtml"><xsl:apply-templates mode="xhtml"/></xsl:template>
</xsl:stylesheet>
