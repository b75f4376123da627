<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The insight editor: every card, the insights beside them, what the tables left, and what is missing before what was heard is
     shared. A card is chosen by its box, which belongs to the form of the insight wherever that stands. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'hearing']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="hearing.title"/>
    <xsl:text> · </xsl:text>
    <xsl:value-of select="round/title"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'hearing']" mode="content">
    <article class="cc-section cc-work">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="hearing.title"/></xsl:with-param></xsl:call-template>
      <xsl:apply-templates select="next" mode="line"/>
      <xsl:call-template name="work-refusals"/>
      <xsl:choose>
        <xsl:when test="round/@phase = 'hearing'">
          <p class="cc-lead"><cc:text key="hearing.lead"/></p>
          <xsl:apply-templates select="todo" mode="hearing"/>
        </xsl:when>
        <xsl:when test="round/@heard"><xsl:call-template name="work-over"/></xsl:when>
        <xsl:when test="round/@cancelled or round/@phase = 'empty' or round/@phase = 'closed'"/>
        <xsl:otherwise><p class="cc-note"><cc:text key="hearing.early"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="cards/card">
          <div class="cc-editor">
            <xsl:call-template name="hearing-cards"/>
            <xsl:call-template name="hearing-insights"/>
          </div>
        </xsl:when>
        <xsl:when test="round/@phase = 'hearing' or round/@heard"><xsl:call-template name="no-cards"/></xsl:when>
      </xsl:choose>
      <xsl:apply-templates select="lefts[left]"/>
    </article>
  </xsl:template>

  <!-- The work of this page is done: nothing here can be changed any more. -->
  <xsl:template name="work-over">
    <p class="cc-note">
      <cc:text key="work.over"/>
      <xsl:text> </xsl:text>
      <a href="{$base}/rounds/{round/@number}"><cc:text key="answer.round"/></a>
    </p>
  </xsl:template>

  <xsl:template name="no-cards">
    <div class="cc-empty">
      <p class="cc-empty-title"><cc:text key="work.none.title"/></p>
      <p><cc:text key="work.none.text"/></p>
    </div>
  </xsl:template>

  <!-- ==== What is missing ==== -->

  <xsl:template match="todo" mode="hearing">
    <xsl:variable name="signed" select="@agreed or @disagreements &gt; 0"/>
    <section class="cc-missing" aria-labelledby="todo-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">todo-name</xsl:attribute>
        <cc:text key="hearing.todo"/>
      </xsl:element>
      <ul class="cc-checklist">
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="@looked &gt;= @cards"/>
          <xsl:with-param name="text"><cc:text key="hearing.looked" n="@looked" of="@cards"/></xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="@insights &gt; 0"/>
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="@insights &gt; 0"><cc:text key="hearing.insights" count="@insights" n="@insights"/></xsl:when>
              <xsl:otherwise><cc:text key="hearing.insight.missing"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:if test="@empty &gt; 0">
          <xsl:call-template name="todo-item">
            <xsl:with-param name="done" select="false()"/>
            <xsl:with-param name="text"><cc:text key="hearing.empty" count="@empty" n="@empty"/></xsl:with-param>
          </xsl:call-template>
        </xsl:if>
        <xsl:call-template name="todo-item">
          <xsl:with-param name="done" select="$signed"/>
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="@disagreements &gt; 0"><cc:text key="hearing.disagreements" count="@disagreements" n="@disagreements"/></xsl:when>
              <xsl:when test="@agreed"><cc:text key="hearing.agreed"/></xsl:when>
              <xsl:otherwise><cc:text key="hearing.disagreement.missing"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </ul>
      <xsl:if test="@disagreements = 0"><xsl:apply-templates select="." mode="sign"/></xsl:if>
      <xsl:choose>
        <xsl:when test="@looked &gt;= @cards and @insights &gt; 0 and @empty = 0 and $signed">
          <div class="cc-share-now">
            <p><cc:text key="hearing.share.note"/></p>
            <xsl:call-template name="press">
              <xsl:with-param name="action" select="concat($base, '/rounds/', /cocreate/round/@number, '/heard')"/>
              <xsl:with-param name="class" select="'cc-button'"/>
              <xsl:with-param name="label"><cc:text key="hearing.share"/></xsl:with-param>
            </xsl:call-template>
          </div>
        </xsl:when>
        <xsl:otherwise><p class="cc-quiet"><cc:text key="hearing.share.later"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- A line of a list of what has to be done. The mark is said in words to those who hear it. -->
  <xsl:template name="todo-item">
    <xsl:param name="done"/>
    <xsl:param name="text"/>
    <li class="cc-check">
      <xsl:if test="$done"><xsl:attribute name="data-done">yes</xsl:attribute></xsl:if>
      <span class="cc-hidden">
        <xsl:choose>
          <xsl:when test="$done"><cc:text key="todo.done"/></xsl:when>
          <xsl:otherwise><cc:text key="todo.open"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
      </span>
      <span><xsl:value-of select="$text"/></span>
    </li>
  </xsl:template>

  <xsl:template match="todo" mode="sign">
    <xsl:variable name="action" select="concat($base, '/rounds/', /cocreate/round/@number, '/agreed')"/>
    <xsl:choose>
      <xsl:when test="@agreed">
        <xsl:call-template name="press">
          <xsl:with-param name="action" select="$action"/>
          <xsl:with-param name="name" select="'value'"/>
          <xsl:with-param name="value" select="'unsign'"/>
          <xsl:with-param name="label"><cc:text key="hearing.unsign"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <!-- It is for the host to say; what this page knows against it stands beside it. -->
        <xsl:if test="/cocreate/cards/card/@differs &gt; 0 or /cocreate/lefts/left[string(differ)]"><p><cc:text key="hearing.sign.differs"/></p></xsl:if>
        <xsl:call-template name="press">
          <xsl:with-param name="action" select="$action"/>
          <xsl:with-param name="name" select="'value'"/>
          <xsl:with-param name="value" select="'sign'"/>
          <xsl:with-param name="class" select="'cc-button cc-button-plain cc-button-small'"/>
          <xsl:with-param name="label"><cc:text key="hearing.sign"/></xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== The cards ==== -->

  <xsl:template name="hearing-cards">
    <xsl:variable name="open" select="round/@phase = 'hearing'"/>
    <section class="cc-editor-cards" aria-labelledby="cards-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">cards-name</xsl:attribute>
        <cc:text key="hearing.cards"/>
      </xsl:element>
      <xsl:if test="$open">
        <p class="cc-quiet"><cc:text key="hearing.cards.hint"/></p>
        <p class="cc-jump"><a href="#insight-form"><cc:text key="hearing.jump"/></a></p>
      </xsl:if>
      <ol class="cc-pick-list">
        <xsl:apply-templates select="cards/card" mode="pick"><xsl:with-param name="open" select="$open"/></xsl:apply-templates>
      </ol>
      <xsl:if test="$open">
        <p class="cc-actions cc-look">
          <button class="cc-button cc-button-plain" type="submit" form="insight-form" formaction="{$base}/rounds/{round/@number}/look" data-send="">
            <cc:text key="hearing.look"/>
          </button>
          <span class="cc-quiet"><cc:text key="hearing.look.hint"/></span>
        </p>
      </xsl:if>
      <xsl:call-template name="card-pager"><xsl:with-param name="path" select="concat('/rounds/', round/@number, '/hearing')"/></xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template match="card" mode="pick">
    <xsl:param name="open"/>
    <xsl:variable name="name" select="concat('card-', @number)"/>
    <xsl:variable name="in" select="/cocreate/placed/in[@card = current()/@number]/@insight"/>
    <li class="cc-pick-item">
      <xsl:if test="@looked"><xsl:attribute name="data-looked">yes</xsl:attribute></xsl:if>
      <p class="cc-pick-head">
        <xsl:if test="$open and (@state = 'sent' or @state = 'erased')">
          <label class="cc-pill cc-pick">
            <input type="checkbox" name="{$name}" value="yes" form="insight-form">
              <xsl:if test="/cocreate/typed/field[@name = $name] = 'yes'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
            </input>
            <cc:text key="hearing.pick" n="position()"/>
          </label>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:choose>
          <xsl:when test="@looked"><span class="cc-tag cc-tag-done"><cc:text key="hearing.is-looked"/></span></xsl:when>
          <xsl:when test="@state = 'sent'"><span class="cc-tag"><cc:text key="hearing.is-new"/></span></xsl:when>
        </xsl:choose>
      </p>
      <xsl:apply-templates select="." mode="card">
        <xsl:with-param name="level" select="$top + 2"/>
        <xsl:with-param name="foot">
          <xsl:apply-templates select="." mode="echo"/>
          <xsl:if test="$in">
            <ul class="cc-under">
              <xsl:for-each select="/cocreate/insights/insight[@number = $in]">
                <li><cc:text key="hearing.under"/><xsl:text> </xsl:text><a href="#insight-{@number}" dir="auto"><xsl:value-of select="sentence"/></a></li>
              </xsl:for-each>
            </ul>
          </xsl:if>
        </xsl:with-param>
      </xsl:apply-templates>
    </li>
  </xsl:template>

  <!-- What the table made of a card, in numbers; the words are at the table. -->
  <xsl:template match="card" mode="echo">
    <xsl:if test="@builds + @differs + @asks + @stories + @facts &gt; 0">
      <p class="cc-meta">
        <xsl:if test="@builds &gt; 0"><span><cc:text key="echo.builds" count="@builds" n="@builds"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@differs &gt; 0"><span><cc:text key="echo.differs" count="@differs" n="@differs"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@asks &gt; 0"><span><cc:text key="echo.asks" count="@asks" n="@asks"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@stories &gt; 0"><span><cc:text key="echo.stories" count="@stories" n="@stories"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@facts &gt; 0"><span><cc:text key="echo.facts" count="@facts" n="@facts"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@table">
          <a href="{$base}/rounds/{/cocreate/round/@number}/tables/{@table}#card-{@number}"><cc:text key="echo.read" n="@table"/></a>
        </xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- Further cards of a page of hosts; query: what else the address says. -->
  <xsl:template name="card-pager">
    <xsl:param name="path"/>
    <xsl:param name="query"/>
    <xsl:variable name="more" select="cards/card[@more][last()]"/>
    <xsl:if test="$more or request/@after">
      <nav class="cc-pager" aria-label="{cc:cards.pager}">
        <xsl:if test="$more">
          <a class="cc-button cc-button-plain" href="{$base}{$path}?{$query}after={$more/@cursor}"><cc:text key="cards.more"/></a>
        </xsl:if>
        <xsl:if test="request/@after"><a href="{$base}{$path}"><cc:text key="cards.first"/></a></xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- ==== What the tables left ==== -->

  <xsl:template match="lefts">
    <section class="cc-section" aria-labelledby="lefts-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">lefts-name</xsl:attribute>
        <cc:text key="lefts.title"/>
      </xsl:element>
      <ul class="cc-lefts"><xsl:apply-templates select="left"/></ul>
    </section>
  </xsl:template>

  <xsl:template match="left">
    <li class="cc-leaving">
      <xsl:element name="h{$top + 2}">
        <xsl:attribute name="class">cc-leaving-name</xsl:attribute>
        <a href="{$base}/rounds/{/cocreate/round/@number}/tables/{@number}"><cc:text key="lefts.table" n="@number"/></a>
      </xsl:element>
      <xsl:choose>
        <xsl:when test="@silent"><p class="cc-quiet"><cc:text key="lefts.silent"/></p></xsl:when>
        <xsl:when test="not(see or differ or first)"><p class="cc-quiet"><cc:text key="lefts.nothing"/></p></xsl:when>
      </xsl:choose>
      <xsl:if test="see or differ or first">
        <dl class="cc-facts">
          <xsl:if test="see">
            <div><dt><cc:text key="lefts.see"/></dt><dd dir="auto"><xsl:apply-templates select="see/node()" mode="markdown"/></dd></div>
          </xsl:if>
          <xsl:if test="differ">
            <div>
              <dt><cc:text key="lefts.differ"/></dt>
              <dd dir="auto"><xsl:apply-templates select="differ/node()" mode="markdown"/></dd>
              <dd dir="auto"><xsl:apply-templates select="differ-too/node()" mode="markdown"/></dd>
            </div>
          </xsl:if>
          <xsl:if test="first">
            <div><dt><cc:text key="lefts.first"/></dt><dd dir="auto"><xsl:apply-templates select="first/node()" mode="markdown"/></dd></div>
          </xsl:if>
        </dl>
      </xsl:if>
    </li>
  </xsl:template>
</xsl:stylesheet>
