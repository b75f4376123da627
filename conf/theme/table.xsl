<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A kitchen table: who sits there, three courses, the cards and what is said to them, the spare card, and what the table leaves. People
     are roles and seats here, never names. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'table']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <cc:text key="table.title" n="table/@number"/>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'table']" mode="content">
    <div class="cc-table">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="table.title" n="table/@number"/></xsl:with-param></xsl:call-template>
      <xsl:apply-templates select="next" mode="line"/>
      <xsl:call-template name="table-refused"/>
      <xsl:apply-templates select="seats" mode="table"/>
      <xsl:if test="table/@why-not and round/@phase = 'table'"><p class="cc-note"><xsl:apply-templates select="table" mode="stop-title"/><xsl:text>. </xsl:text><xsl:apply-templates select="table" mode="stop-text"/></p></xsl:if>
      <xsl:apply-templates select="courses" mode="nav"/>
      <xsl:apply-templates select="courses/course[@shown]" mode="course"/>
      <xsl:apply-templates select="table" mode="leaves"/>
    </div>
  </xsl:template>

  <!-- What is wrong is said at the top of the page, with links to the fields. Where the page has no form for it any more, the words that
       were typed are given back. -->
  <xsl:template name="table-refused">
    <xsl:variable name="card" select="string(typed/field[@name = 'card'])"/>
    <xsl:variable name="parent" select="string(typed/field[@name = 'parent'])"/>
    <xsl:variable name="said" select="table/@may-reply and typed/field[@name = 'kind'] and courses/course[@shown]/@number = typed/field[@name = 'course']
        and (not($card) or cards/card[@number = $card and not(@wait)]) and (not($parent) or replies/reply[@number = $parent])"/>
    <xsl:variable name="left" select="table/@may-reply and typed/field[@name = 'see']"/>
    <xsl:if test="refusals/refusal">
      <xsl:call-template name="refusals">
        <xsl:with-param name="fields">
          <xsl:choose>
            <xsl:when test="$said"><xsl:text> body source </xsl:text></xsl:when>
            <xsl:when test="$left"><xsl:text> see differ differ_too first </xsl:text></xsl:when>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="prefix">
          <xsl:choose>
            <xsl:when test="$said and ($card or $parent)"><xsl:value-of select="concat('cc-to-', $card, substring('r', 1, number(boolean($parent))), $parent, '-')"/></xsl:when>
            <xsl:when test="$said">cc-to-course-</xsl:when>
            <xsl:otherwise>cc-form-</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="not($said or $left)"><xsl:apply-templates select="typed" mode="keep"/></xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- ==== Who sits here ==== -->

  <xsl:template match="seats" mode="table">
    <section class="cc-seats" aria-labelledby="cc-seats">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-side-title</xsl:attribute><xsl:attribute name="id">cc-seats</xsl:attribute><cc:text key="table.who"/></xsl:element>
      <ol class="cc-seat-list">
        <xsl:for-each select="seat[@place &gt; 0]">
          <li class="cc-seat">
            <xsl:if test="@own"><xsl:attribute name="class">cc-seat cc-seat-own</xsl:attribute></xsl:if>
            <span class="cc-seat-place"><cc:text key="table.seat" n="@place"/></span>
            <xsl:text> </xsl:text>
            <xsl:call-template name="who"/>
            <xsl:if test="@host"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="table.host"/></span></xsl:if>
          </li>
        </xsl:for-each>
      </ol>
      <xsl:if test="seat[@place = 0]"><p class="cc-quiet"><cc:text key="table.along" count="count(seat[@place = 0])" n="count(seat[@place = 0])"/></p></xsl:if>
      <xsl:variable name="yielded" select="concat(' ', /cocreate/table/@yielded, ' ')"/>
      <xsl:if test="contains($yielded, ' distributor ')"><p class="cc-quiet"><cc:text key="table.yielded.distributor"/></p></xsl:if>
      <xsl:if test="contains($yielded, ' staff ')"><p class="cc-quiet"><cc:text key="table.yielded.staff"/></p></xsl:if>
      <xsl:if test="contains($yielded, ' third ')"><p class="cc-quiet"><cc:text key="table.yielded.third"/></p></xsl:if>
      <xsl:if test="contains($yielded, ' firms ')"><p class="cc-quiet"><cc:text key="table.yielded.firms"/></p></xsl:if>
      <xsl:if test="contains($yielded, ' pairs ')"><p class="cc-quiet"><cc:text key="table.yielded.pairs"/></p></xsl:if>
      <xsl:if test="/cocreate/table/@silent"><p class="cc-note"><cc:text key="table.silent.text"/></p></xsl:if>
    </section>
  </xsl:template>

  <!-- ==== Courses ==== -->

  <xsl:template match="courses" mode="nav">
    <nav class="cc-courses" aria-label="{cc:table.courses}">
      <ol>
        <xsl:for-each select="course">
          <li>
            <xsl:choose>
              <xsl:when test="@open">
                <a class="cc-course" href="{$base}/rounds/{/cocreate/round/@number}/tables/{/cocreate/table/@number}?from={@number}{translate($linked, '?', '&amp;')}">
                  <xsl:if test="@shown"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
                  <span><xsl:apply-templates select="." mode="question"/></span>
                  <xsl:text> </xsl:text>
                  <span class="cc-quiet"><cc:text key="table.replies" count="@replies" n="@replies"/></span>
                </a>
              </xsl:when>
              <xsl:otherwise>
                <span class="cc-course cc-course-shut">
                  <span><xsl:apply-templates select="." mode="question"/></span>
                  <xsl:text> </xsl:text>
                  <span class="cc-quiet"><cc:text key="table.opens"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@opens"/></xsl:call-template></span>
                </span>
              </xsl:otherwise>
            </xsl:choose>
          </li>
        </xsl:for-each>
      </ol>
    </nav>
  </xsl:template>

  <xsl:template match="course" mode="question">
    <xsl:choose>
      <xsl:when test="@number = 1"><cc:text key="table.course.1"/></xsl:when>
      <xsl:when test="@number = 2"><cc:text key="table.course.2"/></xsl:when>
      <xsl:otherwise><cc:text key="table.course.3"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="course" mode="course">
    <section class="cc-section" id="course">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><xsl:apply-templates select="." mode="question"/></xsl:element>
      <xsl:apply-templates select="/cocreate/table" mode="spare"/>
      <xsl:if test="@number = 1"><xsl:apply-templates select="/cocreate/cards[card]" mode="table"/></xsl:if>
      <xsl:variable name="answers" select="/cocreate/replies/reply[not(@card) and not(@parent)]"/>
      <xsl:if test="$answers"><ol class="cc-thread"><xsl:apply-templates select="$answers" mode="thread"/></ol></xsl:if>
      <xsl:if test="not($answers) and not(/cocreate/cards/card)"><p class="cc-quiet"><cc:text key="table.nothing"/></p></xsl:if>
      <xsl:call-template name="replies-pager"/>
      <xsl:if test="/cocreate/table/@may-reply">
        <div class="cc-else">
          <xsl:element name="h{$top + 2}">
            <xsl:attribute name="class">cc-hand-title</xsl:attribute>
            <xsl:choose>
              <xsl:when test="@number = 1 or $answers"><cc:text key="table.else"/></xsl:when>
              <xsl:otherwise><cc:text key="table.first-word"/></xsl:otherwise>
            </xsl:choose>
          </xsl:element>
          <xsl:call-template name="reply-form"/>
        </div>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- The cards of this table, each with what is said to it. -->
  <xsl:template match="cards" mode="table">
    <ul class="cc-cards-list">
      <xsl:for-each select="card">
        <li>
          <xsl:apply-templates select="." mode="card"><xsl:with-param name="level" select="$top + 2"/></xsl:apply-templates>
          <xsl:variable name="said" select="/cocreate/replies/reply[@card = current()/@number and not(@parent)]"/>
          <xsl:if test="$said"><ol class="cc-thread"><xsl:apply-templates select="$said" mode="thread"/></ol></xsl:if>
          <xsl:choose>
            <xsl:when test="@wait"><p class="cc-quiet"><cc:text key="table.wait"/></p></xsl:when>
            <xsl:when test="/cocreate/table/@may-reply">
              <xsl:call-template name="reply-fold"><xsl:with-param name="card" select="."/></xsl:call-template>
            </xsl:when>
          </xsl:choose>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- ==== What is said ==== -->

  <xsl:template match="reply" mode="thread">
    <xsl:variable name="below" select="/cocreate/replies/reply[@parent = current()/@number]"/>
    <li class="cc-reply" id="reply-{@number}" data-reply="{@kind}">
      <p class="cc-meta">
        <xsl:if test="@kind != 'answer'"><span class="cc-reply-kind"><xsl:apply-templates select="@kind" mode="reply"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="@place &gt; 0"><span><cc:text key="table.seat" n="@place"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:call-template name="who"/>
        <xsl:text> </xsl:text>
        <xsl:call-template name="time"><xsl:with-param name="at" select="@at"/></xsl:call-template>
      </p>
      <xsl:choose>
        <xsl:when test="@withdrawn"><p class="cc-quiet"><cc:text key="reply.withdrawn"/></p></xsl:when>
        <xsl:when test="@hidden"><p class="cc-quiet"><cc:text key="reply.hidden"/></p></xsl:when>
        <xsl:otherwise><div class="cc-text" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></div></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="string(source)"><p><a href="{source}" rel="nofollow ugc noopener"><xsl:value-of select="source"/></a></p></xsl:if>
      <xsl:if test="@own and not(@withdrawn)">
        <xsl:call-template name="press">
          <xsl:with-param name="action" select="concat($base, '/rounds/', /cocreate/round/@number, '/replies/', @number, '/withdraw')"/>
          <xsl:with-param name="label"><cc:text key="own.withdraw"/></xsl:with-param>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="$below"><ol class="cc-thread"><xsl:apply-templates select="$below" mode="thread"/></ol></xsl:if>
      <!-- Two deep and no deeper. -->
      <xsl:if test="/cocreate/table/@may-reply and not(@parent) and not(@withdrawn) and not(/cocreate/cards/card[@number = current()/@card]/@wait)">
        <xsl:call-template name="reply-fold"><xsl:with-param name="reply" select="."/></xsl:call-template>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="@kind" mode="reply">
    <xsl:choose>
      <xsl:when test=". = 'builds'"><cc:text key="reply.builds"/></xsl:when>
      <xsl:when test=". = 'differs'"><cc:text key="reply.differs"/></xsl:when>
      <xsl:when test=". = 'ask'"><cc:text key="reply.ask"/></xsl:when>
      <xsl:when test=". = 'story'"><cc:text key="reply.story"/></xsl:when>
      <xsl:otherwise><cc:text key="reply.fact"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- To a card or to a reply: folded away until somebody wants to say something. -->
  <xsl:template name="reply-fold">
    <xsl:param name="card" select="/.."/>
    <xsl:param name="reply" select="/.."/>
    <xsl:variable name="typed" select="/cocreate/typed"/>
    <details class="cc-fold cc-say">
      <xsl:if test="$typed and string($typed/field[@name = 'card']) = string($card/@number) and string($typed/field[@name = 'parent']) = string($reply/@number)"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <xsl:choose>
          <xsl:when test="$card"><cc:text key="table.to-card"/></xsl:when>
          <xsl:otherwise><cc:text key="table.to-reply"/></xsl:otherwise>
        </xsl:choose>
        <span class="cc-hidden"><xsl:text> </xsl:text><cc:text key="card.number" n="concat($card/@number, $reply/@number)"/></span>
      </summary>
      <xsl:call-template name="reply-form"><xsl:with-param name="card" select="$card"/><xsl:with-param name="reply" select="$reply"/></xsl:call-template>
    </details>
  </xsl:template>

  <xsl:template name="reply-form">
    <xsl:param name="card" select="/.."/>
    <xsl:param name="reply" select="/.."/>
    <xsl:variable name="typed" select="/cocreate/typed[field[@name = 'kind']]"/>
    <xsl:variable name="mine" select="boolean($typed and string($typed/field[@name = 'card']) = string($card/@number) and string($typed/field[@name = 'parent']) = string($reply/@number))"/>
    <xsl:variable name="to" select="concat($card/@number, substring('r', 1, count($reply)), $reply/@number, substring('course', 1, 6 * not($card or $reply)))"/>
    <xsl:variable name="course" select="/cocreate/courses/course[@shown]/@number"/>
    <xsl:variable name="here" select="concat($base, '/rounds/', /cocreate/round/@number, '/tables/', /cocreate/table/@number)"/>
    <form class="cc-form cc-reply-form" method="post" action="{$here}/replies{$linked}" novalidate="novalidate">
      <xsl:call-template name="draft-form">
        <xsl:with-param name="key" select="concat($here, '/replies/', $course, '/', $to)"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <xsl:call-template name="draft-note"/>
      <input type="hidden" name="card" value="{$card/@number}"/>
      <input type="hidden" name="parent" value="{$reply/@number}"/>
      <input type="hidden" name="course" value="{$course}"/>
      <input type="hidden" name="token" value="{/cocreate/form/@token}-{$to}"/>
      <xsl:choose>
        <xsl:when test="$card or $reply"><xsl:call-template name="reply-kinds"><xsl:with-param name="now" select="$typed[$mine]/field[@name = 'kind']"/><xsl:with-param name="fact" select="$card/@may-fact"/></xsl:call-template></xsl:when>
        <xsl:otherwise><input type="hidden" name="kind" value="answer"/></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'body'"/>
        <xsl:with-param name="id" select="concat('cc-to-', $to, '-body')"/>
        <xsl:with-param name="label"><cc:text key="reply.body"/></xsl:with-param>
        <xsl:with-param name="lines" select="3"/>
        <xsl:with-param name="max" select="4000"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <xsl:if test="$card/@may-fact">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'source'"/>
          <xsl:with-param name="id" select="concat('cc-to-', $to, '-source')"/>
          <xsl:with-param name="label"><cc:text key="reply.source"/></xsl:with-param>
          <xsl:with-param name="max" select="500"/>
          <xsl:with-param name="mine" select="$mine"/>
        </xsl:call-template>
      </xsl:if>
      <p><button class="cc-button" type="submit" data-send=""><cc:text key="reply.send"/></button></p>
    </form>
  </xsl:template>

  <!-- Each kind asks its own question. -->
  <xsl:template name="reply-kinds">
    <xsl:param name="now"/>
    <xsl:param name="fact"/>
    <fieldset class="cc-field cc-choices">
      <legend class="cc-label"><cc:text key="reply.kind"/></legend>
      <div class="cc-cards">
        <xsl:call-template name="reply-kind"><xsl:with-param name="kind" select="'builds'"/><xsl:with-param name="on" select="not(string($now)) or $now = 'builds'"/><xsl:with-param name="name"><cc:text key="reply.builds"/></xsl:with-param><xsl:with-param name="asks"><cc:text key="reply.builds.asks"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="reply-kind"><xsl:with-param name="kind" select="'differs'"/><xsl:with-param name="on" select="$now = 'differs'"/><xsl:with-param name="name"><cc:text key="reply.differs"/></xsl:with-param><xsl:with-param name="asks"><cc:text key="reply.differs.asks"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="reply-kind"><xsl:with-param name="kind" select="'ask'"/><xsl:with-param name="on" select="$now = 'ask'"/><xsl:with-param name="name"><cc:text key="reply.ask"/></xsl:with-param><xsl:with-param name="asks"><cc:text key="reply.ask.asks"/></xsl:with-param></xsl:call-template>
        <xsl:call-template name="reply-kind"><xsl:with-param name="kind" select="'story'"/><xsl:with-param name="on" select="$now = 'story'"/><xsl:with-param name="name"><cc:text key="reply.story"/></xsl:with-param><xsl:with-param name="asks"><cc:text key="reply.story.asks"/></xsl:with-param></xsl:call-template>
        <xsl:if test="$fact">
          <xsl:call-template name="reply-kind"><xsl:with-param name="kind" select="'fact'"/><xsl:with-param name="on" select="$now = 'fact'"/><xsl:with-param name="name"><cc:text key="reply.fact"/></xsl:with-param><xsl:with-param name="asks"><cc:text key="reply.fact.asks"/></xsl:with-param></xsl:call-template>
        </xsl:if>
      </div>
    </fieldset>
  </xsl:template>

  <xsl:template name="reply-kind">
    <xsl:param name="kind"/>
    <xsl:param name="on"/>
    <xsl:param name="name"/>
    <xsl:param name="asks"/>
    <label class="cc-card" data-reply="{$kind}">
      <input type="radio" name="kind" value="{$kind}"><xsl:if test="$on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
      <span class="cc-card-text">
        <span class="cc-card-name"><xsl:value-of select="$name"/></span>
        <xsl:text> </xsl:text>
        <span class="cc-quiet"><xsl:value-of select="$asks"/></span>
      </span>
    </label>
  </xsl:template>

  <xsl:template name="replies-pager">
    <xsl:variable name="here" select="concat($base, '/rounds/', /cocreate/round/@number, '/tables/', /cocreate/table/@number, '?from=', @number)"/>
    <xsl:variable name="last" select="/cocreate/replies/reply[last()]"/>
    <xsl:if test="/cocreate/request/@after or $last/@more">
      <nav class="cc-pager" aria-label="{cc:table.pager}">
        <xsl:if test="$last/@more"><a class="cc-button cc-button-plain" rel="next" href="{$here}&amp;after={$last/@cursor}{translate($linked, '?', '&amp;')}"><cc:text key="table.more"/></a></xsl:if>
        <xsl:if test="/cocreate/request/@after"><a href="{$here}{translate($linked, '?', '&amp;')}"><cc:text key="pager.first"/></a></xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- ==== The spare card ==== -->

  <xsl:template match="table" mode="spare">
    <xsl:if test="@spare">
      <p class="cc-spare"><span class="cc-quiet"><cc:text key="spare.title"/></span><xsl:text> </xsl:text><strong><xsl:call-template name="spare-card"><xsl:with-param name="spare" select="@spare"/></xsl:call-template></strong></p>
    </xsl:if>
    <xsl:if test="@host and @may-reply">
      <details class="cc-fold">
        <summary><cc:text key="spare.draw"/></summary>
        <form class="cc-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/tables/{@number}/spare{$linked}">
          <fieldset class="cc-field cc-choices">
            <legend class="cc-label"><cc:text key="spare.which"/></legend>
            <xsl:call-template name="spare-choice"><xsl:with-param name="spare" select="'exception'"/></xsl:call-template>
            <xsl:call-template name="spare-choice"><xsl:with-param name="spare" select="'sign'"/></xsl:call-template>
            <xsl:call-template name="spare-choice"><xsl:with-param name="spare" select="'scale'"/></xsl:call-template>
            <label class="cc-tick"><input type="radio" name="spare" value=""/><span><cc:text key="spare.none"/></span></label>
          </fieldset>
          <p><button class="cc-button cc-button-plain" type="submit" data-send=""><cc:text key="spare.send"/></button></p>
        </form>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template name="spare-choice">
    <xsl:param name="spare"/>
    <label class="cc-tick">
      <input type="radio" name="spare" value="{$spare}"><xsl:if test="@spare = $spare"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
      <span><xsl:call-template name="spare-card"><xsl:with-param name="spare" select="$spare"/></xsl:call-template></span>
    </label>
  </xsl:template>

  <xsl:template name="spare-card">
    <xsl:param name="spare"/>
    <xsl:choose>
      <xsl:when test="$spare = 'exception'"><cc:text key="spare.exception"/></xsl:when>
      <xsl:when test="$spare = 'sign'"><cc:text key="spare.sign"/></xsl:when>
      <xsl:otherwise><cc:text key="spare.scale"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== What the table leaves ==== -->

  <xsl:template match="table" mode="leaves">
    <section class="cc-section cc-leaves" id="leaves">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="leaves.title"/></xsl:element>
      <xsl:if test="see/node() or differ/node() or first/node()">
        <dl class="cc-left">
          <xsl:if test="see/node()"><div><dt><cc:text key="leaves.see"/></dt><dd class="cc-text" dir="auto"><xsl:apply-templates select="see/node()" mode="markdown"/></dd></div></xsl:if>
          <xsl:if test="differ/node()">
            <div>
              <dt><cc:text key="leaves.differ"/></dt>
              <dd class="cc-text" dir="auto"><xsl:apply-templates select="differ/node()" mode="markdown"/></dd>
              <dd class="cc-text" dir="auto"><xsl:apply-templates select="differ-too/node()" mode="markdown"/></dd>
            </div>
          </xsl:if>
          <xsl:if test="first/node()"><div><dt><cc:text key="leaves.first"/></dt><dd class="cc-text" dir="auto"><xsl:apply-templates select="first/node()" mode="markdown"/></dd></div></xsl:if>
        </dl>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@may-reply"><xsl:apply-templates select="." mode="leave-form"/></xsl:when>
        <xsl:when test="not(@left)"><p class="cc-quiet"><cc:text key="leaves.nothing"/></p></xsl:when>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template match="table" mode="leave-form">
    <xsl:variable name="mine" select="boolean(/cocreate/typed/field[@name = 'see'])"/>
    <xsl:variable name="changed" select="/cocreate/refusals/refusal/@key = 'changed'"/>
    <details class="cc-fold">
      <xsl:if test="$mine"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="leaves.write"/></summary>
      <p class="cc-hint"><cc:text key="leaves.hint"/></p>
      <form class="cc-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/tables/{@number}/leave{$linked}" novalidate="novalidate">
        <xsl:call-template name="leave-field"><xsl:with-param name="name" select="'see'"/><xsl:with-param name="label"><cc:text key="leaves.see"/></xsl:with-param><xsl:with-param name="stored" select="see-source"/></xsl:call-template>
        <xsl:call-template name="leave-field"><xsl:with-param name="name" select="'differ'"/><xsl:with-param name="label"><cc:text key="leaves.side"/></xsl:with-param><xsl:with-param name="stored" select="differ-source"/></xsl:call-template>
        <xsl:call-template name="leave-field"><xsl:with-param name="name" select="'differ_too'"/><xsl:with-param name="label"><cc:text key="leaves.other-side"/></xsl:with-param><xsl:with-param name="stored" select="differ-too-source"/></xsl:call-template>
        <xsl:call-template name="leave-field"><xsl:with-param name="name" select="'first'"/><xsl:with-param name="label"><cc:text key="leaves.first"/></xsl:with-param><xsl:with-param name="stored" select="first-source"/></xsl:call-template>
        <input type="hidden" name="version">
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="$mine and not($changed)"><xsl:value-of select="/cocreate/typed/field[@name = 'version']"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="@version"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </input>
        <p><button class="cc-button" type="submit" data-send=""><cc:text key="leaves.send"/></button></p>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="leave-field">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="stored"/>
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="label" select="$label"/>
      <xsl:with-param name="stored" select="$stored"/>
      <xsl:with-param name="lines" select="2"/>
      <xsl:with-param name="max" select="4000"/>
      <xsl:with-param name="mine" select="boolean(/cocreate/typed/field[@name = 'see'])"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
