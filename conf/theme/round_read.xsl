<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What there is to read in a round: what was heard and chosen, the small actions, the cards; beside it tables, promises, what happened. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- ==== Heard, and what stood out ==== -->

  <xsl:template match="insights" mode="read">
    <xsl:variable name="round" select="/cocreate/round"/>
    <xsl:if test="insight[@place]">
      <section class="cc-section" id="chosen">
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="read.chosen"/></xsl:element>
        <xsl:if test="$round/@chosen and $round/@stones = 'yes' and not(/cocreate/stones/stone)"><p class="cc-quiet"><cc:text key="read.no-stones"/></p></xsl:if>
        <ol class="cc-stood-out">
          <xsl:for-each select="insight[@place]">
            <xsl:sort select="@place" data-type="number"/>
            <li><xsl:apply-templates select="." mode="with-stones"/></li>
          </xsl:for-each>
        </ol>
        <xsl:if test="string($round/departure)">
          <p class="cc-note"><strong><cc:text key="read.departure"/></strong><xsl:text> </xsl:text><bdi><xsl:value-of select="$round/departure"/></bdi></p>
        </xsl:if>
      </section>
    </xsl:if>
    <xsl:variable name="others" select="insight[not(@place)]"/>
    <xsl:if test="$others or $round/agreed">
      <section class="cc-section" id="heard">
        <xsl:element name="h{$top + 1}">
          <xsl:attribute name="class">cc-subtitle</xsl:attribute>
          <xsl:choose>
            <xsl:when test="insight[@place]"><cc:text key="read.heard.else"/></xsl:when>
            <xsl:otherwise><cc:text key="read.heard"/></xsl:otherwise>
          </xsl:choose>
        </xsl:element>
        <xsl:choose>
          <xsl:when test="/cocreate/mine/@may-lay"><xsl:apply-templates select="." mode="lay"/></xsl:when>
          <xsl:when test="$others">
            <ul class="cc-insights">
              <xsl:for-each select="$others"><li><xsl:apply-templates select="." mode="with-stones"/></li></xsl:for-each>
            </ul>
          </xsl:when>
        </xsl:choose>
        <xsl:if test="$round/agreed"><p class="cc-quiet"><cc:text key="read.agreed"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="$round/agreed/@by"/></bdi></p></xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Stones by role, never as one total. -->
  <xsl:template match="insight" mode="with-stones">
    <xsl:variable name="stones" select="/cocreate/stones/stone[@insight = current()/@number and @count &gt; 0]"/>
    <xsl:apply-templates select="." mode="insight">
      <xsl:with-param name="level" select="$top + 2"/>
      <xsl:with-param name="foot">
        <xsl:if test="$stones">
          <p class="cc-stones">
            <span class="cc-quiet"><cc:text key="read.stones"/></span>
            <xsl:for-each select="$stones">
              <xsl:text> </xsl:text>
              <span class="cc-stone-role"><xsl:call-template name="group-label"/><xsl:text> </xsl:text><strong><xsl:value-of select="@count"/></strong></span>
            </xsl:for-each>
          </p>
        </xsl:if>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <!-- Three stones, laid on the insights where these stand: under each of them a place for the first, the second and the third.
       A stone that is laid elsewhere moves; several may lie on one. -->
  <xsl:template match="insights" mode="lay">
    <form class="cc-form cc-lay" id="stones" method="post" action="{$base}/rounds/{/cocreate/round/@number}/stones{$linked}">
      <div>
        <xsl:element name="h{$top + 2}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="stones.title"/></xsl:element>
        <p><cc:text key="stones.text"/></p>
      </div>
      <ul class="cc-insights">
        <xsl:for-each select="insight">
          <li>
            <xsl:apply-templates select="." mode="insight">
              <xsl:with-param name="level" select="$top + 2"/>
              <xsl:with-param name="foot"><xsl:call-template name="stone-places"><xsl:with-param name="at" select="."/></xsl:call-template></xsl:with-param>
            </xsl:apply-templates>
          </li>
        </xsl:for-each>
      </ul>
      <div class="cc-field">
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'first'"/></xsl:call-template>
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'second'"/></xsl:call-template>
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'third'"/></xsl:call-template>
        <p class="cc-label"><cc:text key="stones.nowhere"/></p>
        <xsl:call-template name="stone-places"/>
      </div>
      <p><button class="cc-button" type="submit" data-send=""><cc:text key="stones.send"/></button></p>
    </form>
  </xsl:template>

  <!-- at: the insight; without one, where stones lie that are not laid. -->
  <xsl:template name="stone-places">
    <xsl:param name="at" select="/.."/>
    <div class="cc-stone-places">
      <xsl:call-template name="stone-place">
        <xsl:with-param name="at" select="$at"/><xsl:with-param name="stone" select="1"/><xsl:with-param name="name" select="'first'"/>
      </xsl:call-template>
      <xsl:call-template name="stone-place">
        <xsl:with-param name="at" select="$at"/><xsl:with-param name="stone" select="2"/><xsl:with-param name="name" select="'second'"/>
      </xsl:call-template>
      <xsl:call-template name="stone-place">
        <xsl:with-param name="at" select="$at"/><xsl:with-param name="stone" select="3"/><xsl:with-param name="name" select="'third'"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="stone-place">
    <xsl:param name="at"/>
    <xsl:param name="stone"/>
    <xsl:param name="name"/>
    <xsl:variable name="now">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="$name"/>
        <xsl:with-param name="stored" select="/cocreate/laid/stone[@stone = $stone]/@insight"/>
      </xsl:call-template>
    </xsl:variable>
    <label class="cc-pill">
      <input type="radio" name="{$name}" value="{$at/@number}">
        <xsl:if test="not($at)"><xsl:attribute name="id"><xsl:value-of select="concat('cc-form-', $name)"/></xsl:attribute></xsl:if>
        <xsl:if test="string($at/@number) = $now"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <span><cc:text key="stones.stone" n="$stone"/></span>
      <span class="cc-hidden"><xsl:text>: </xsl:text><xsl:value-of select="$at/sentence"/><xsl:if test="not($at)"><cc:text key="stones.nowhere"/></xsl:if></span>
    </label>
  </xsl:template>

  <!-- ==== Actions ==== -->

  <xsl:template match="actions" mode="read">
    <section class="cc-section" id="actions">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="read.actions"/></xsl:element>
      <ul class="cc-actions-list">
        <xsl:for-each select="action">
          <li class="cc-action" id="action-{@number}">
            <p class="cc-action-title" dir="auto">
              <xsl:choose>
                <xsl:when test="@promise"><a href="{$base}/promises/{@promise}"><xsl:value-of select="title"/></a></xsl:when>
                <xsl:otherwise><xsl:value-of select="title"/></xsl:otherwise>
              </xsl:choose>
            </p>
            <p class="cc-meta">
              <xsl:if test="@state"><xsl:apply-templates select="." mode="state"/><xsl:text> </xsl:text></xsl:if>
              <span>
                <xsl:choose>
                  <xsl:when test="@state and @state != 'open'"><cc:text key="promise.when.was"/></xsl:when>
                  <xsl:otherwise><cc:text key="promise.when.due"/></xsl:otherwise>
                </xsl:choose>
                <xsl:text> </xsl:text>
                <xsl:call-template name="day"><xsl:with-param name="at" select="@due"/></xsl:call-template>
              </span>
              <xsl:text> </xsl:text>
              <span><cc:text key="promise.keeper"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="keeper"/></bdi></span>
              <xsl:if test="@size = 'small'"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="read.small"/></span></xsl:if>
            </p>
            <p class="cc-quiet"><cc:text key="read.people"/><xsl:text> </xsl:text><bdi><xsl:value-of select="people"/></bdi></p>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- ==== The cards of others ==== -->

  <!-- While they are being heard, question by question; later in the order of the document, which follows the insights. -->
  <xsl:template match="cards" mode="read">
    <xsl:variable name="cards" select="card"/>
    <xsl:variable name="by-question" select="/cocreate/round/@phase = 'table' or /cocreate/round/@phase = 'hearing' or /cocreate/round/@phase = 'choosing'"/>
    <section class="cc-section" id="cards">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="read.cards"/></xsl:element>
      <xsl:choose>
        <xsl:when test="$by-question">
          <xsl:for-each select="/cocreate/questions/question[@place = $cards/@question]">
            <xsl:element name="h{$top + 2}">
              <xsl:attribute name="class">cc-question-text</xsl:attribute>
              <xsl:attribute name="lang"><xsl:value-of select="/cocreate/round/@language"/></xsl:attribute>
              <xsl:attribute name="dir">auto</xsl:attribute>
              <xsl:apply-templates select="." mode="asked"/>
            </xsl:element>
            <xsl:apply-templates select="." mode="marks"/>
            <ul class="cc-cards-list">
              <xsl:for-each select="$cards[@question = current()/@place]"><li><xsl:apply-templates select="." mode="read"/></li></xsl:for-each>
            </ul>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <ul class="cc-cards-list">
            <xsl:for-each select="card">
              <li><xsl:apply-templates select="." mode="read"><xsl:with-param name="level" select="$top + 2"/></xsl:apply-templates></li>
            </xsl:for-each>
          </ul>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="cards-pager"/>
    </section>
  </xsl:template>

  <xsl:template match="card" mode="read">
    <xsl:param name="level" select="0"/>
    <xsl:variable name="in" select="/cocreate/placed/in[@card = current()/@number]"/>
    <xsl:apply-templates select="." mode="card">
      <xsl:with-param name="level" select="$level"/>
      <xsl:with-param name="foot">
        <p class="cc-meta">
          <xsl:if test="$in and /cocreate/insights/insight[@number = $in/@insight]">
            <span>
              <cc:text key="card.heard-in"/>
              <xsl:for-each select="/cocreate/insights/insight[@number = $in/@insight]">
                <xsl:text> </xsl:text>
                <a href="#insight-{@number}" dir="auto"><xsl:value-of select="sentence"/></a>
              </xsl:for-each>
            </span>
            <xsl:text> </xsl:text>
          </xsl:if>
          <a href="{$base}/rounds/{/cocreate/round/@number}/cards/{@number}{$linked}">
            <xsl:if test="@flagged"><xsl:attribute name="class">cc-flagged</xsl:attribute></xsl:if>
            <xsl:choose>
              <xsl:when test="@flagged"><cc:text key="card.flagged"/></xsl:when>
              <xsl:otherwise><cc:text key="card.open"/></xsl:otherwise>
            </xsl:choose>
            <span class="cc-hidden"><xsl:text> </xsl:text><cc:text key="card.number" n="@number"/></span>
          </a>
        </p>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template name="cards-pager">
    <xsl:variable name="here" select="concat($base, '/rounds/', /cocreate/round/@number)"/>
    <xsl:variable name="last" select="card[last()]"/>
    <xsl:if test="/cocreate/request/@after or $last/@more">
      <nav class="cc-pager" aria-label="{cc:cards.pager}">
        <xsl:if test="$last/@more">
          <a class="cc-button cc-button-plain" rel="next" href="{$here}?after={$last/@cursor}{translate($linked, '?', '&amp;')}#cards"><cc:text key="cards.more"/></a>
        </xsl:if>
        <xsl:if test="/cocreate/request/@after"><a href="{$here}{$linked}#cards"><cc:text key="pager.first"/></a></xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- ==== Beside it ==== -->

  <xsl:template match="tables" mode="side">
    <section>
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><cc:text key="round.tables"/></xsl:element>
      <ul class="cc-side-list">
        <xsl:for-each select="table">
          <li>
            <xsl:choose>
              <xsl:when test="/cocreate/round/@phase = 'table' and not(@own)"><span><cc:text key="card.table" n="@number"/></span></xsl:when>
              <xsl:otherwise><a href="{$base}/rounds/{/cocreate/round/@number}/tables/{@number}{$linked}"><cc:text key="card.table" n="@number"/></a></xsl:otherwise>
            </xsl:choose>
            <xsl:text> </xsl:text>
            <span class="cc-quiet"><cc:text key="table.seats" count="@seats" n="@seats"/></span>
            <xsl:if test="@own"><xsl:text> </xsl:text><span class="cc-badge cc-badge-own"><cc:text key="table.yours"/></span></xsl:if>
            <xsl:if test="@silent"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="table.silent"/></span></xsl:if>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="promises" mode="side">
    <section>
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><cc:text key="round.promises"/></xsl:element>
      <ul class="cc-side-list">
        <xsl:for-each select="promise">
          <li>
            <a href="{$base}/promises/{@number}" dir="auto"><xsl:apply-templates select="." mode="what"/></a>
            <p class="cc-meta">
              <xsl:apply-templates select="." mode="state"/>
              <xsl:text> </xsl:text>
              <span><xsl:apply-templates select="." mode="when"/></span>
              <xsl:if test="@moves &gt; 0"><xsl:text> </xsl:text><span><cc:text key="round.moved" count="@moves" n="@moves"/></span></xsl:if>
            </p>
          </li>
        </xsl:for-each>
      </ul>
      <xsl:apply-templates select="/cocreate/record" mode="line"/>
    </section>
  </xsl:template>

  <xsl:template match="log" mode="side">
    <div>
      <details class="cc-fold">
        <summary><cc:text key="round.history"/></summary>
        <ol class="cc-side-list">
          <xsl:for-each select="event">
            <li>
              <xsl:call-template name="day"><xsl:with-param name="at" select="@at"/></xsl:call-template>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="@kind" mode="history"/>
              <xsl:if test="text/node()"><div class="cc-text" dir="auto"><xsl:apply-templates select="text/node()" mode="markdown"/></div></xsl:if>
            </li>
          </xsl:for-each>
        </ol>
      </details>
    </div>
  </xsl:template>

  <!-- Numbers, once they may be known; and the round as a file. -->
  <xsl:template match="round" mode="numbers">
    <xsl:if test="@cards or @asked &gt; 0">
      <section>
        <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><cc:text key="round.numbers"/></xsl:element>
        <ul class="cc-side-list">
          <xsl:if test="@asked &gt; 0"><li><cc:text key="round.asked" count="@asked" n="@asked"/></li></xsl:if>
          <xsl:if test="@advisers"><li><cc:text key="round.advisers" count="@advisers" n="@advisers"/></li></xsl:if>
          <xsl:if test="@cards"><li><cc:text key="round.cards" count="@cards" n="@cards"/></li></xsl:if>
        </ul>
        <xsl:if test="/cocreate/cards/card"><p class="cc-quiet"><a href="{$base}/rounds/{@number}.csv{$linked}"><cc:text key="round.csv"/></a></p></xsl:if>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
