<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What those who ask may do to a running round besides hearing: invite, send links, extend, strike, add a question, call it off. Only what
     will be taken now is shown. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'round_host']" mode="title"><cc:text key="hostpage.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'round_host']" mode="content">
    <xsl:variable name="here" select="concat($base, '/rounds/', round/@number)"/>
    <div class="cc-host">
      <xsl:call-template name="round-title"><xsl:with-param name="title"><cc:text key="hostpage.title"/></xsl:with-param></xsl:call-template>
      <xsl:apply-templates select="next" mode="line"/>
      <xsl:call-template name="host-refused"/>
      <xsl:apply-templates select="todo" mode="standing"/>
      <xsl:apply-templates select="joins[person]" mode="host"><xsl:with-param name="here" select="$here"/></xsl:apply-templates>
      <xsl:if test="todo/@may-learn"><xsl:call-template name="host-learn"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
      <xsl:if test="todo/@may-invite or invited/person">
        <section class="cc-section" id="invite">
          <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="invite.title"/></xsl:element>
          <xsl:if test="todo/@may-invite"><xsl:call-template name="host-invite"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
          <xsl:apply-templates select="invited[person]" mode="host"/>
        </section>
      </xsl:if>
      <xsl:if test="todo/@may-invite or links/link"><xsl:call-template name="host-links"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
      <div class="cc-folds">
        <xsl:if test="todo/@may-ask"><xsl:call-template name="host-ask"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
        <xsl:if test="todo/@may-strike"><xsl:call-template name="host-strike"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
        <xsl:if test="todo/@may-extend"><xsl:call-template name="host-extend"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
        <xsl:if test="todo/@may-cancel"><xsl:call-template name="host-cancel"><xsl:with-param name="here" select="$here"/></xsl:call-template></xsl:if>
      </div>
    </div>
  </xsl:template>

  <xsl:template match="todo" mode="standing">
    <xsl:variable name="sealed" select="/cocreate/round/@phase = 'announced' or /cocreate/round/@phase = 'advice'"/>
    <xsl:if test="$sealed or @enough or @asked &gt; 0">
      <div class="cc-todo">
        <xsl:choose>
          <xsl:when test="@enough = 'yes'"><p><cc:text key="host.enough"/></p></xsl:when>
          <xsl:when test="@enough = 'no'"><p><cc:text key="host.not-enough"/></p></xsl:when>
        </xsl:choose>
        <xsl:if test="@asked &gt; 0">
          <p class="cc-quiet">
            <cc:text key="hostpage.asked" count="@asked" n="@asked"/>
            <xsl:if test="@declined &gt; 0"><xsl:text> </xsl:text><cc:text key="hostpage.declined" count="@declined" n="@declined"/></xsl:if>
          </p>
        </xsl:if>
        <xsl:if test="$sealed"><p class="cc-quiet"><cc:text key="hostpage.sealed"/></p></xsl:if>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- What is wrong is said at the top of the page, with links to the fields. What was refused as a whole has lost its form, perhaps, so
       the words that were typed are given back. -->
  <xsl:template name="host-refused">
    <xsl:variable name="act" select="substring-after(@path, concat('/rounds/', round/@number, '/'))"/>
    <xsl:variable name="which" select="typed/field[@name = 'invitation' or (@name = 'place' and $act = 'strike')]"/>
    <xsl:if test="refusals/refusal">
      <xsl:call-template name="refusals">
        <xsl:with-param name="fields" select="' who why guest days text reason learning '"/>
        <xsl:with-param name="prefix" select="concat('cc-', $act, substring('-', 1, count($which)), $which, '-')"/>
      </xsl:call-template>
      <xsl:if test="not(round) or refusals/refusal[not(@field)]"><xsl:apply-templates select="typed" mode="keep"/></xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- Whether it is this form that came back: its address is the page's. -->
  <xsl:template name="host-field">
    <xsl:param name="act"/>
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="lines" select="2"/>
    <xsl:param name="max" select="4000"/>
    <xsl:param name="stored"/>
    <xsl:param name="type" select="'text'"/>
    <xsl:param name="key" select="$act"/>
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="id" select="concat('cc-', $key, '-', $name)"/>
      <xsl:with-param name="label" select="$label"/>
      <xsl:with-param name="hint" select="$hint"/>
      <xsl:with-param name="lines" select="$lines"/>
      <xsl:with-param name="max" select="$max"/>
      <xsl:with-param name="stored" select="$stored"/>
      <xsl:with-param name="type" select="$type"/>
      <xsl:with-param name="mine" select="/cocreate/@path = concat('/rounds/', /cocreate/round/@number, '/', $act)
        and ($key = $act or $key = concat($act, '-', /cocreate/typed/field[@name = 'invitation' or @name = 'place'][1]))"/>
    </xsl:call-template>
  </xsl:template>

  <!-- ==== People ==== -->

  <xsl:template match="joins" mode="host">
    <xsl:param name="here"/>
    <section class="cc-section" id="joins">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="joins.title" count="count(person)" n="count(person)"/></xsl:element>
      <ul class="cc-people">
        <xsl:for-each select="person">
          <li>
            <p><xsl:call-template name="who"><xsl:with-param name="name" select="name"/></xsl:call-template></p>
            <form class="cc-form" method="post" action="{$here}/admit">
              <input type="hidden" name="invitation" value="{@number}"/>
              <xsl:call-template name="host-field">
                <xsl:with-param name="act" select="'admit'"/>
                <xsl:with-param name="key" select="concat('admit-', @number)"/>
                <xsl:with-param name="name" select="'why'"/>
                <xsl:with-param name="label"><cc:text key="joins.why"/></xsl:with-param>
              </xsl:call-template>
              <div class="cc-actions">
                <button class="cc-button" type="submit" name="value" value="yes" data-send=""><cc:text key="joins.yes"/></button>
                <button class="cc-button cc-button-plain" type="submit" name="value" value="no" data-send=""><cc:text key="joins.no"/></button>
              </div>
            </form>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <xsl:template name="host-invite">
    <xsl:param name="here"/>
    <form class="cc-form" method="post" action="{$here}/invite">
      <xsl:call-template name="host-field">
        <xsl:with-param name="act" select="'invite'"/>
        <xsl:with-param name="name" select="'who'"/>
        <xsl:with-param name="label"><cc:text key="invite.who"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="invite.who.hint"/></xsl:with-param>
        <xsl:with-param name="lines" select="3"/>
      </xsl:call-template>
      <xsl:call-template name="host-field">
        <xsl:with-param name="act" select="'invite'"/>
        <xsl:with-param name="name" select="'why'"/>
        <xsl:with-param name="label"><cc:text key="invite.why"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="invite.why.hint"/></xsl:with-param>
      </xsl:call-template>
      <p><button class="cc-button" type="submit" data-send=""><cc:text key="invite.send"/></button></p>
    </form>
  </xsl:template>

  <xsl:template match="invited" mode="host">
    <details class="cc-fold">
      <summary><cc:text key="invite.list" count="count(person)" n="count(person)"/></summary>
      <ul class="cc-people">
        <xsl:for-each select="person">
          <li>
            <p class="cc-meta">
              <xsl:call-template name="who"><xsl:with-param name="name" select="name"/></xsl:call-template>
              <xsl:text> </xsl:text>
              <xsl:call-template name="day"><xsl:with-param name="at" select="@at"/></xsl:call-template>
              <xsl:if test="@declined"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="invite.declined"/></span></xsl:if>
            </p>
            <xsl:if test="string(why)"><p class="cc-quiet" dir="auto"><xsl:value-of select="why"/></p></xsl:if>
          </li>
        </xsl:for-each>
      </ul>
    </details>
  </xsl:template>

  <!-- A link is for one person without an account; whoever has it answers in their name. -->
  <xsl:template name="host-links">
    <xsl:param name="here"/>
    <xsl:variable name="mine" select="@path = concat('/rounds/', round/@number, '/links')"/>
    <section class="cc-section" id="links">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="links.title"/></xsl:element>
      <p class="cc-quiet"><cc:text key="links.text"/></p>
      <xsl:if test="links/link">
        <ul class="cc-people">
          <xsl:for-each select="links/link">
            <li>
              <p class="cc-meta">
                <xsl:call-template name="who"><xsl:with-param name="name" select="name"/></xsl:call-template>
                <xsl:text> </xsl:text>
                <span><cc:text key="next.until"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@expires"/></xsl:call-template></span>
                <xsl:if test="@ended or @gone"><xsl:text> </xsl:text><span class="cc-tag"><cc:text key="links.ended"/></span></xsl:if>
              </p>
              <xsl:if test="@signed and not(@ended) and not(@gone)">
                <p class="cc-link-row">
                  <input class="cc-input" type="text" readonly="readonly" value="{/cocreate/@origin}{$here}?link={@signed}" data-copy="">
                    <xsl:attribute name="aria-label"><cc:text key="links.address" name="name"/></xsl:attribute>
                  </input>
                  <button class="cc-button cc-button-plain" type="button" hidden="hidden" data-copy-button="" data-copied="{cc:links.copied}"><cc:text key="links.copy"/></button>
                </p>
                <xsl:call-template name="press">
                  <xsl:with-param name="action" select="concat($here, '/links/', @number, '/end')"/>
                  <xsl:with-param name="label"><cc:text key="links.end"/></xsl:with-param>
                </xsl:call-template>
              </xsl:if>
            </li>
          </xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:if test="todo/@may-invite">
        <form class="cc-form" method="post" action="{$here}/links">
          <xsl:call-template name="host-field">
            <xsl:with-param name="act" select="'links'"/>
            <xsl:with-param name="name" select="'guest'"/>
            <xsl:with-param name="label"><cc:text key="links.guest"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="links.guest.hint"/></xsl:with-param>
            <xsl:with-param name="lines" select="1"/>
            <xsl:with-param name="max" select="80"/>
          </xsl:call-template>
          <div class="cc-field">
            <label class="cc-label" for="cc-links-group"><cc:text key="links.group"/></label>
            <select class="cc-input" id="cc-links-group" name="guest_group">
              <xsl:for-each select="groups/group[not(@speaks)]">
                <option value="{@key}">
                  <xsl:if test="$mine and /cocreate/typed/field[@name = 'guest_group'] = @key"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
                  <xsl:apply-templates select="." mode="label"/>
                </option>
              </xsl:for-each>
            </select>
          </div>
          <xsl:call-template name="host-field">
            <xsl:with-param name="act" select="'links'"/>
            <xsl:with-param name="name" select="'days'"/>
            <xsl:with-param name="label"><cc:text key="links.days"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="links.days.hint"/></xsl:with-param>
            <xsl:with-param name="lines" select="1"/>
            <xsl:with-param name="type" select="'number'"/>
          </xsl:call-template>
          <p><button class="cc-button" type="submit" data-send=""><cc:text key="links.make"/></button></p>
        </form>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- ==== Questions ==== -->

  <xsl:template name="host-ask">
    <xsl:param name="here"/>
    <xsl:variable name="mine" select="@path = concat('/rounds/', round/@number, '/ask')"/>
    <details class="cc-fold">
      <xsl:if test="$mine"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="ask.title"/></summary>
      <p class="cc-hint"><cc:text key="ask.hint"/></p>
      <form class="cc-form" method="post" action="{$here}/ask">
        <input type="hidden" name="language" value="{round/@language}"/>
        <div class="cc-field">
          <label class="cc-label" for="cc-ask-slot"><cc:text key="ask.slot"/></label>
          <select class="cc-input" id="cc-ask-slot" name="slot">
            <xsl:if test="round/@newness = 'usual'"><option value="remove"><cc:text key="slot.remove"/></option></xsl:if>
            <option value="keep"><cc:text key="slot.keep"/></option>
            <option value="story"><cc:text key="slot.story"/></option>
            <xsl:if test="round/@newness = 'usual'">
              <option value="better"><cc:text key="slot.better"/></option>
              <option value="suppose"><cc:text key="slot.suppose"/></option>
              <option value="useful"><cc:text key="slot.useful"/></option>
              <option value="free"><cc:text key="slot.free1"/></option>
            </xsl:if>
          </select>
        </div>
        <xsl:call-template name="host-field">
          <xsl:with-param name="act" select="'ask'"/>
          <xsl:with-param name="name" select="'text'"/>
          <xsl:with-param name="label"><cc:text key="ask.text"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="ask.text.hint"/></xsl:with-param>
          <xsl:with-param name="lines" select="1"/>
          <xsl:with-param name="max" select="300"/>
        </xsl:call-template>
        <xsl:if test="$mine"><div class="cc-findings"><xsl:apply-templates select="findings/finding" mode="finding"/></div></xsl:if>
        <p><button class="cc-button" type="submit" data-send=""><cc:text key="ask.send"/></button></p>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="host-strike">
    <xsl:param name="here"/>
    <details class="cc-fold">
      <xsl:if test="@path = concat('/rounds/', round/@number, '/strike')"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="strike.title"/></summary>
      <p class="cc-hint"><cc:text key="strike.hint"/></p>
      <xsl:for-each select="questions/question[not(@struck)]">
        <form class="cc-form cc-strike" method="post" action="{$here}/strike">
          <input type="hidden" name="place" value="{@place}"/>
          <p class="cc-question-text" dir="auto"><xsl:value-of select="text"/></p>
          <xsl:call-template name="host-field">
            <xsl:with-param name="act" select="'strike'"/>
            <xsl:with-param name="key" select="concat('strike-', @place)"/>
            <xsl:with-param name="name" select="'reason'"/>
            <xsl:with-param name="label"><cc:text key="strike.reason"/></xsl:with-param>
          </xsl:call-template>
          <p><button class="cc-button cc-button-plain" type="submit" data-send=""><cc:text key="strike.send"/></button></p>
        </form>
      </xsl:for-each>
    </details>
  </xsl:template>

  <!-- ==== Time ==== -->

  <xsl:template name="host-extend">
    <xsl:param name="here"/>
    <details class="cc-fold">
      <xsl:if test="@path = concat('/rounds/', round/@number, '/extend')"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="extend.title"/></summary>
      <p class="cc-hint"><cc:text key="extend.hint"/></p>
      <form class="cc-form" method="post" action="{$here}/extend">
        <xsl:call-template name="host-field">
          <xsl:with-param name="act" select="'extend'"/>
          <xsl:with-param name="name" select="'days'"/>
          <xsl:with-param name="label"><cc:text key="extend.days"/></xsl:with-param>
          <xsl:with-param name="lines" select="1"/>
          <xsl:with-param name="type" select="'number'"/>
          <xsl:with-param name="stored" select="todo/@extend-days"/>
        </xsl:call-template>
        <xsl:call-template name="host-field">
          <xsl:with-param name="act" select="'extend'"/>
          <xsl:with-param name="name" select="'reason'"/>
          <xsl:with-param name="label"><cc:text key="extend.reason"/></xsl:with-param>
        </xsl:call-template>
        <p><button class="cc-button" type="submit" data-send=""><cc:text key="extend.send"/></button></p>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="host-cancel">
    <xsl:param name="here"/>
    <details class="cc-fold">
      <xsl:if test="@path = concat('/rounds/', round/@number, '/cancel')"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="cancel.title"/></summary>
      <p class="cc-hint"><cc:text key="cancel.hint"/></p>
      <form class="cc-form" method="post" action="{$here}/cancel">
        <xsl:call-template name="host-field">
          <xsl:with-param name="act" select="'cancel'"/>
          <xsl:with-param name="name" select="'reason'"/>
          <xsl:with-param name="label"><cc:text key="cancel.reason"/></xsl:with-param>
        </xsl:call-template>
        <p><button class="cc-button cc-button-plain" type="submit" data-send=""><cc:text key="cancel.send"/></button></p>
      </form>
    </details>
  </xsl:template>

  <!-- Silence is an answer too. -->
  <xsl:template name="host-learn">
    <xsl:param name="here"/>
    <section class="cc-section" id="learning">
      <xsl:element name="h{$top + 1}"><xsl:attribute name="class">cc-subtitle</xsl:attribute><cc:text key="round.learning"/></xsl:element>
      <p><cc:text key="learn.text"/></p>
      <xsl:if test="round/@cards &gt; 0">
        <p><cc:text key="learn.cards"/><xsl:text> </xsl:text><a href="{$here}/traces"><cc:text key="host.traces"/></a></p>
      </xsl:if>
      <form class="cc-form" method="post" action="{$here}/learning">
        <xsl:call-template name="host-field">
          <xsl:with-param name="act" select="'learning'"/>
          <xsl:with-param name="name" select="'learning'"/>
          <xsl:with-param name="label"><cc:text key="learn.label"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="learn.hint"/></xsl:with-param>
          <xsl:with-param name="lines" select="5"/>
        </xsl:call-template>
        <p><button class="cc-button" type="submit" data-send=""><cc:text key="learn.send"/></button></p>
      </form>
    </section>
  </xsl:template>
</xsl:stylesheet>
