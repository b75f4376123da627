<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Giving advice: a form at each question, one piece of advice per card; one's own cards; what comes late, and what comes too late. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- ==== A form that came back ==== -->

  <!-- What is wrong is said at the top of the page, with links to the fields. Where the page has no form for it any more, the words that
       were typed are given back. -->
  <xsl:template name="round-refused">
    <xsl:variable name="question" select="string(typed/field[@name = 'question'])"/>
    <xsl:variable name="card" select="string(typed/field[@name = 'card'])"/>
    <xsl:variable name="own" select="own/card[@number = $card]"/>
    <xsl:variable name="new" select="not($card) and questions/question[@place = $question and not(@struck)]
        and (round/@phase = 'advice' and mine/@may-advise or mine/@late or mine/@may-keep)"/>
    <xsl:variable name="again" select="$own/@may-change or $own/source and round/@cancelled"/>
    <xsl:if test="refusals/refusal">
      <xsl:call-template name="refusals">
        <xsl:with-param name="fields">
          <xsl:choose>
            <xsl:when test="$new or $again"><xsl:text> body share </xsl:text></xsl:when>
            <xsl:when test="mine/@may-lay"><xsl:text> first second third </xsl:text></xsl:when>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="prefix">
          <xsl:choose>
            <xsl:when test="$new"><xsl:value-of select="concat('cc-q', $question, '-new-')"/></xsl:when>
            <xsl:when test="$again"><xsl:value-of select="concat('cc-q', $question, '-', $card, '-')"/></xsl:when>
            <xsl:otherwise>cc-form-</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:choose>
        <!-- Signed out meanwhile: the form is here, to be sent again from this very page. -->
        <xsl:when test="refusals/refusal/@key = 'sign-in' and $question">
          <p class="cc-question-text" dir="auto" lang="{round/@language}"><xsl:value-of select="questions/question[@place = $question]/text"/></p>
          <xsl:call-template name="card-form">
            <xsl:with-param name="question" select="$question"/>
            <xsl:with-param name="number" select="$card"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:when test="not($new or $again)"><xsl:apply-templates select="typed" mode="keep"/></xsl:when>
        <xsl:when test="not(refusals/refusal/@field)">
          <p><a href="#cc-q{$question}-{$card}{substring('new', 1, 3 * not($card))}-body"><cc:text key="refusals.to"/></a></p>
        </xsl:when>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <!-- ==== While advice is given ==== -->

  <xsl:template match="questions" mode="advice">
    <section class="cc-section" id="advice">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:choose>
          <xsl:when test="/cocreate/mine/@may-advise"><cc:text key="advice.title"/></xsl:when>
          <xsl:otherwise><cc:text key="round.questions" count="count(question)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:element>
      <xsl:if test="/cocreate/mine/@may-advise">
        <p><cc:text key="advice.lead"/></p>
        <p class="cc-quiet">
          <xsl:choose>
            <xsl:when test="/cocreate/round/@staff-open"><cc:text key="advice.staff-open"/></xsl:when>
            <xsl:otherwise><cc:text key="advice.sealed"/></xsl:otherwise>
          </xsl:choose>
        </p>
      </xsl:if>
      <xsl:apply-templates select="question" mode="advice"/>
      <xsl:apply-templates select="/cocreate/kept[card]" mode="carry"/>
    </section>
  </xsl:template>

  <xsl:template match="question" mode="advice">
    <xsl:variable name="own" select="/cocreate/own/card[@question = current()/@place]"/>
    <xsl:variable name="open" select="/cocreate/mine/@may-advise and not(@struck)"/>
    <section class="cc-question" id="question-{@place}" data-slot="{@slot}">
      <xsl:element name="h{$top + 2}">
        <xsl:attribute name="class">cc-question-text</xsl:attribute>
        <xsl:attribute name="lang"><xsl:value-of select="/cocreate/round/@language"/></xsl:attribute>
        <xsl:attribute name="dir">auto</xsl:attribute>
        <xsl:apply-templates select="." mode="asked"/>
      </xsl:element>
      <xsl:apply-templates select="." mode="marks"/>
      <xsl:if test="$own">
        <ul class="cc-cards-list"><xsl:for-each select="$own"><li><xsl:apply-templates select="." mode="own"/></li></xsl:for-each></ul>
      </xsl:if>
      <xsl:if test="$open">
        <xsl:choose>
          <xsl:when test="count($own[@state = 'sent' or @state = 'draft']) &gt;= 5"><p class="cc-quiet"><cc:text key="advice.five"/></p></xsl:when>
          <!-- The first card of a question stands open; further ones wait until they are wanted, or came back. -->
          <xsl:when test="$own and not(/cocreate/typed/field[@name = 'question'] = @place and not(string(/cocreate/typed/field[@name = 'card'])))">
            <details class="cc-fold">
              <summary><cc:text key="advice.another"/></summary>
              <xsl:call-template name="card-form"><xsl:with-param name="question" select="@place"/></xsl:call-template>
            </details>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="card-form"><xsl:with-param name="question" select="@place"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- ==== The form of a card ==== -->

  <!-- card: the card that is changed, nothing for a new one. keep: too late to be read in this round. -->
  <xsl:template name="card-form">
    <xsl:param name="question"/>
    <xsl:param name="card" select="/.."/>
    <xsl:param name="number" select="string($card/@number)"/>
    <xsl:param name="keep" select="false()"/>
    <xsl:variable name="typed" select="/cocreate/typed"/>
    <xsl:variable name="mine" select="boolean($typed[field[@name = 'question'] = $question and string(field[@name = 'card']) = $number])"/>
    <xsl:variable name="id" select="concat('cc-q', $question, '-', $number, substring('new', 1, 3 * not($number)))"/>
    <form class="cc-form cc-card-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/cards{$linked}" novalidate="novalidate">
      <xsl:call-template name="draft-form">
        <xsl:with-param name="key" select="concat($base, '/rounds/', /cocreate/round/@number, '/cards/', $question, '/', $number, '#', $card/@version)"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <xsl:call-template name="draft-note"/>
      <input type="hidden" name="question" value="{$question}"/>
      <input type="hidden" name="card" value="{$number}"/>
      <xsl:if test="not($number)"><input type="hidden" name="token" value="{/cocreate/form/@token}-{$question}"/></xsl:if>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'body'"/>
        <xsl:with-param name="id" select="concat($id, '-body')"/>
        <xsl:with-param name="label">
          <xsl:choose>
            <xsl:when test="$card"><cc:text key="advice.body.change"/></xsl:when>
            <xsl:otherwise><cc:text key="advice.body"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="advice.body.hint"/></xsl:with-param>
        <xsl:with-param name="stored" select="$card/source"/>
        <xsl:with-param name="lines" select="4"/>
        <xsl:with-param name="max" select="4000"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <xsl:call-template name="share-field">
        <xsl:with-param name="id" select="concat($id, '-share')"/>
        <xsl:with-param name="now">
          <xsl:choose>
            <xsl:when test="$mine"><xsl:value-of select="$typed/field[@name = 'share']"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$card/@share"/></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
      </xsl:call-template>
      <div class="cc-actions">
        <xsl:choose>
          <xsl:when test="$keep">
            <button class="cc-button" type="submit" name="do" value="next" data-send=""><cc:text key="advice.next"/></button>
            <button class="cc-button cc-button-plain" type="submit" name="do" value="me" data-send=""><cc:text key="advice.me"/></button>
          </xsl:when>
          <xsl:when test="$card/@state = 'sent'">
            <button class="cc-button" type="submit" name="do" value="send" data-send=""><cc:text key="advice.save"/></button>
          </xsl:when>
          <xsl:otherwise>
            <button class="cc-button" type="submit" name="do" value="send" data-send=""><cc:text key="advice.send"/></button>
            <button class="cc-button cc-button-plain" type="submit" name="do" value="draft" data-send=""><cc:text key="advice.draft"/></button>
          </xsl:otherwise>
        </xsl:choose>
      </div>
    </form>
  </xsl:template>

  <!-- Who may read it once the round is reported: said in plain words, and "nobody" until it is chosen otherwise. -->
  <xsl:template name="share-field">
    <xsl:param name="id"/>
    <xsl:param name="now"/>
    <div class="cc-field cc-share">
      <label class="cc-label" for="{$id}"><cc:text key="share.label"/></label>
      <select class="cc-input" id="{$id}" name="share">
        <option value="none"><cc:text key="share.none"/></option>
        <option value="text"><xsl:if test="$now = 'text'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><cc:text key="share.text"/></option>
        <option value="name"><xsl:if test="$now = 'name'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><cc:text key="share.name"/></option>
      </select>
    </div>
  </xsl:template>

  <!-- ==== One's own cards ==== -->

  <xsl:template match="own" mode="own">
    <section class="cc-section" id="own">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="own.title"/></xsl:element>
      <ul class="cc-cards-list">
        <xsl:for-each select="card"><li><xsl:apply-templates select="." mode="own"><xsl:with-param name="level" select="$top + 2"/></xsl:apply-templates></li></xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="card" mode="own">
    <xsl:param name="level" select="0"/>
    <xsl:variable name="here" select="concat($base, '/rounds/', /cocreate/round/@number)"/>
    <xsl:variable name="typed" select="/cocreate/typed/field[@name = 'card'] = @number"/>
    <!-- When nothing can be sent any more, it can be carried on or kept. -->
    <xsl:variable name="keep" select="not(/cocreate/round/@phase = 'advice' or /cocreate/mine/@late)"/>
    <xsl:variable name="cancelled" select="/cocreate/round/@cancelled and @state != 'kept' and source"/>
    <xsl:apply-templates select="." mode="card">
      <xsl:with-param name="level" select="$level"/>
      <xsl:with-param name="foot">
        <p class="cc-quiet"><xsl:apply-templates select="." mode="own-state"/></p>
        <xsl:choose>
          <xsl:when test="$cancelled">
            <xsl:call-template name="card-form">
              <xsl:with-param name="question" select="@question"/>
              <xsl:with-param name="card" select="."/>
              <xsl:with-param name="keep" select="true()"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="@may-change">
            <details class="cc-fold">
              <xsl:if test="$typed"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
              <summary>
                <xsl:choose>
                  <xsl:when test="@state = 'draft' or @state = 'kept'"><cc:text key="own.go-on"/></xsl:when>
                  <xsl:otherwise><cc:text key="own.change"/></xsl:otherwise>
                </xsl:choose>
                <span class="cc-hidden"><xsl:text> </xsl:text><cc:text key="card.number" n="@number"/></span>
              </summary>
              <xsl:call-template name="card-form">
                <xsl:with-param name="question" select="@question"/>
                <xsl:with-param name="card" select="."/>
                <xsl:with-param name="keep" select="$keep"/>
              </xsl:call-template>
            </details>
          </xsl:when>
        </xsl:choose>
        <xsl:if test="@may-withdraw">
          <xsl:call-template name="press">
            <xsl:with-param name="action" select="concat($here, '/cards/', @number, '/withdraw')"/>
            <xsl:with-param name="label">
              <xsl:choose>
                <xsl:when test="@state = 'draft'"><cc:text key="own.drop"/></xsl:when>
                <xsl:otherwise><cc:text key="own.withdraw"/></xsl:otherwise>
              </xsl:choose>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <!-- What one's own card is waiting for, in a sentence. -->
  <xsl:template match="card" mode="own-state">
    <xsl:choose>
      <xsl:when test="@state = 'draft'"><cc:text key="own.state.draft"/></xsl:when>
      <xsl:when test="@kept = 'next'"><cc:text key="own.state.next"/></xsl:when>
      <xsl:when test="@state = 'kept'"><cc:text key="own.state.me"/></xsl:when>
      <xsl:when test="@state = 'hidden'"><cc:text key="own.state.hidden"/></xsl:when>
      <xsl:when test="@state = 'withdrawn' or @state = 'erased'"/>
      <xsl:when test="/cocreate/round/@cancelled"><cc:text key="own.state.cancelled"/></xsl:when>
      <xsl:when test="@late"><cc:text key="own.state.late"/></xsl:when>
      <xsl:when test="@may-change"><cc:text key="own.state.sent"/></xsl:when>
      <xsl:otherwise><cc:text key="own.state.read"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@state = 'sent' and @share != 'none' and not(/cocreate/round/@cancelled)">
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="@share = 'name'"><cc:text key="own.share.name"/></xsl:when>
        <xsl:otherwise><cc:text key="own.share.text"/></xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <!-- ==== Late, and too late ==== -->

  <!-- After the seal, and after the hearing: nothing that somebody wants to say is lost. -->
  <xsl:template match="mine" mode="afterwards">
    <xsl:variable name="typed" select="/cocreate/typed/field[@name = 'question'] and not(string(/cocreate/typed/field[@name = 'card']))"/>
    <details class="cc-fold cc-afterwards" id="advice">
      <xsl:if test="$typed or /cocreate/refusals/refusal[@key = 'moved-on']"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <xsl:choose>
          <xsl:when test="@late"><cc:text key="late.title"/></xsl:when>
          <xsl:otherwise><cc:text key="keep.title"/></xsl:otherwise>
        </xsl:choose>
      </summary>
      <p>
        <xsl:choose>
          <xsl:when test="@late"><cc:text key="late.text"/></xsl:when>
          <xsl:otherwise><cc:text key="keep.text"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:for-each select="/cocreate/questions/question[not(@struck)]">
        <xsl:element name="h{$top + 2}">
          <xsl:attribute name="class">cc-question-text</xsl:attribute>
          <xsl:attribute name="lang"><xsl:value-of select="/cocreate/round/@language"/></xsl:attribute>
          <xsl:attribute name="dir">auto</xsl:attribute>
          <xsl:value-of select="text"/>
        </xsl:element>
        <xsl:call-template name="card-form">
          <xsl:with-param name="question" select="@place"/>
          <xsl:with-param name="keep" select="not(/cocreate/mine/@late)"/>
        </xsl:call-template>
      </xsl:for-each>
    </details>
  </xsl:template>

  <!-- What the reader kept from an earlier round of the same moment: here is a place for it. -->
  <xsl:template match="kept" mode="carry">
    <section class="cc-section" id="kept">
      <xsl:element name="h{$top + 2}"><xsl:attribute name="class">cc-hand-title</xsl:attribute><cc:text key="carry.title" count="count(card)"/></xsl:element>
      <ul class="cc-cards-list">
        <xsl:for-each select="card">
          <li>
            <div class="cc-advice cc-advice-own">
              <p class="cc-meta"><span><cc:text key="carry.from"/><xsl:text> </xsl:text><a href="{$base}/rounds/{@round}" dir="auto"><xsl:value-of select="round-title"/></a></span></p>
              <div class="cc-text" dir="auto"><xsl:apply-templates select="body/node()" mode="markdown"/></div>
              <div class="cc-advice-foot"><xsl:if test="/cocreate/mine/@may-advise"><xsl:apply-templates select="." mode="carry"/></xsl:if></div>
            </div>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template match="kept/card" mode="carry">
    <form class="cc-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/cards{$linked}">
      <input type="hidden" name="card" value=""/>
      <input type="hidden" name="body" value="{source}"/>
      <input type="hidden" name="share" value="none"/>
      <input type="hidden" name="token" value="{/cocreate/form/@token}-{@number}"/>
      <div class="cc-field">
        <label class="cc-label" for="cc-kept-{@number}"><cc:text key="carry.question"/></label>
        <select class="cc-input" id="cc-kept-{@number}" name="question">
          <xsl:for-each select="/cocreate/questions/question[not(@struck)]"><option value="{@place}"><xsl:value-of select="text"/></option></xsl:for-each>
        </select>
      </div>
      <p><button class="cc-button cc-button-plain" type="submit" name="do" value="draft" data-send=""><cc:text key="carry.draft"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
