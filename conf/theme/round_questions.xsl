<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Composing the questions of a round: a row for each stem, ticked or not, its sentence filled in; and what the wording check found at a
     sentence, with two better ones beside it. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- slips: the round is published, so only what it asks may be mended. -->
  <xsl:template name="question-fields">
    <xsl:param name="slips"/>
    <fieldset class="cc-field cc-choices cc-slots" id="cc-form-questions" tabindex="-1">
      <xsl:call-template name="described"><xsl:with-param name="field" select="'questions'"/></xsl:call-template>
      <legend class="cc-label"><cc:text key="questions.legend"/></legend>
      <p class="cc-hint" id="cc-form-questions-hint">
        <xsl:choose>
          <xsl:when test="$slips"><cc:text key="questions.slips"/></xsl:when>
          <xsl:otherwise><cc:text key="questions.hint"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'questions'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="$slips">
          <xsl:for-each select="questions/question[not(@struck) and @place &lt;= 8]">
            <xsl:call-template name="slip"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="slot"><xsl:with-param name="field" select="'remove'"/><xsl:with-param name="place" select="1"/></xsl:call-template>
          <xsl:call-template name="slot"><xsl:with-param name="field" select="'keep'"/><xsl:with-param name="place" select="2"/></xsl:call-template>
          <xsl:call-template name="slot"><xsl:with-param name="field" select="'better'"/><xsl:with-param name="place" select="3"/></xsl:call-template>
          <xsl:call-template name="slot"><xsl:with-param name="field" select="'story'"/><xsl:with-param name="place" select="6"/></xsl:call-template>
          <details class="cc-fold">
            <xsl:if test="questions/question[@place = 4 or @place = 5 or @place &gt; 6] or refusals/refusal[contains(' suppose useful free1 free2 ', concat(' ', @field, ' '))]
                or typed/field[@name = 'ask-suppose' or @name = 'ask-useful' or (@name = 'free1' or @name = 'free2') and string(.)]">
              <xsl:attribute name="open">open</xsl:attribute>
            </xsl:if>
            <summary><cc:text key="questions.more"/></summary>
            <xsl:call-template name="slot"><xsl:with-param name="field" select="'suppose'"/><xsl:with-param name="place" select="4"/></xsl:call-template>
            <xsl:call-template name="slot"><xsl:with-param name="field" select="'useful'"/><xsl:with-param name="place" select="5"/></xsl:call-template>
            <p class="cc-hint"><cc:text key="questions.free.hint"/></p>
            <xsl:call-template name="slot"><xsl:with-param name="field" select="'free1'"/><xsl:with-param name="place" select="7"/><xsl:with-param name="free" select="true()"/></xsl:call-template>
            <xsl:call-template name="slot"><xsl:with-param name="field" select="'free2'"/><xsl:with-param name="place" select="8"/><xsl:with-param name="free" select="true()"/></xsl:call-template>
          </details>
        </xsl:otherwise>
      </xsl:choose>
      <!-- The stems, for the script: another language, or something radically new, changes the sentences that nobody touched. -->
      <xsl:if test="not($slips)">
        <div hidden="hidden" data-stems="">
          <xsl:for-each select="stems/stem"><data value="{@slot}" lang="{@language}" data-newness="{@newness}"><xsl:value-of select="text"/></data></xsl:for-each>
        </div>
      </xsl:if>
    </fieldset>
  </xsl:template>

  <!-- One row: whether it is asked, and in which words. An empty one is asked in the words of its stem. -->
  <xsl:template name="slot">
    <xsl:param name="field"/>
    <xsl:param name="place"/>
    <xsl:param name="free" select="false()"/>
    <xsl:variable name="question" select="questions/question[@place = $place]"/>
    <xsl:variable name="language" select="(draft/@language | @lang[not(../draft)])[1]"/>
    <xsl:variable name="stems" select="stems/stem[@slot = $field]"/>
    <xsl:variable name="said" select="$stems[starts-with($language, @language)] | $stems[@language = 'en' and not(../stem[starts-with($language, @language)])]"/>
    <xsl:variable name="stem" select="($said[@newness = 'radical' and /cocreate/draft/@newness = 'radical'] | $said[@newness = 'usual' and not(/cocreate/draft/@newness = 'radical' and $said/@newness = 'radical')])[1]/text"/>
    <xsl:variable name="ticked" select="typed/field[@name = concat('ask-', $field)] = 'yes' or not(typed) and ($question or not(draft) and ($field = 'remove' or $field = 'keep'))"/>
    <xsl:variable name="text">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="$field"/>
        <xsl:with-param name="stored"><xsl:choose><xsl:when test="$question"><xsl:value-of select="$question/text"/></xsl:when><xsl:otherwise><xsl:value-of select="$stem"/></xsl:otherwise></xsl:choose></xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <div class="cc-slot" data-slot="{$field}">
      <xsl:if test="$free"><xsl:attribute name="class">cc-slot cc-slot-free</xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="$free"><label class="cc-slot-name" for="cc-form-{$field}"><xsl:call-template name="slot-name"><xsl:with-param name="field" select="$field"/></xsl:call-template></label></xsl:when>
        <xsl:otherwise>
          <label class="cc-tick cc-slot-name">
            <input type="checkbox" name="ask-{$field}" value="yes">
              <xsl:if test="$ticked"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
            </input>
            <span><xsl:call-template name="slot-name"><xsl:with-param name="field" select="$field"/></xsl:call-template></span>
          </label>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="slot-text"><xsl:with-param name="field" select="$field"/><xsl:with-param name="text" select="$text"/><xsl:with-param name="stored" select="$question/text"/><xsl:with-param name="free" select="$free"/></xsl:call-template>
    </div>
  </xsl:template>

  <!-- The field of a question: named by its place. -->
  <xsl:template name="question-field">
    <xsl:choose>
      <xsl:when test="@slot != 'free'"><xsl:value-of select="@slot"/></xsl:when>
      <xsl:when test="@place = 7">free1</xsl:when>
      <xsl:otherwise>free2</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A question of a published round. -->
  <xsl:template name="slip">
    <xsl:variable name="field"><xsl:call-template name="question-field"/></xsl:variable>
    <xsl:variable name="text"><xsl:call-template name="typed"><xsl:with-param name="field" select="$field"/><xsl:with-param name="stored" select="text"/></xsl:call-template></xsl:variable>
    <div class="cc-slot" data-slot="{$field}">
      <label class="cc-slot-name" for="cc-form-{$field}"><xsl:call-template name="slot-name"><xsl:with-param name="field" select="$field"/></xsl:call-template></label>
      <xsl:call-template name="slot-text"><xsl:with-param name="field" select="$field"/><xsl:with-param name="text" select="$text"/><xsl:with-param name="stored" select="text"/></xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="slot-text">
    <xsl:param name="field"/>
    <xsl:param name="text"/>
    <xsl:param name="stored"/>
    <xsl:param name="free" select="false()"/>
    <xsl:variable name="wrong" select="boolean(/cocreate/refusals/refusal[@field = $field])"/>
    <xsl:call-template name="field-error"><xsl:with-param name="field" select="$field"/></xsl:call-template>
    <xsl:call-template name="saved-now"><xsl:with-param name="stored" select="$stored"/><xsl:with-param name="value" select="$text"/></xsl:call-template>
    <input class="cc-input" type="text" id="cc-form-{$field}" name="{$field}" value="{$text}" dir="auto" autocomplete="off" data-max="300">
      <xsl:if test="not($free)">
        <xsl:attribute name="aria-label"><xsl:call-template name="slot-name"><xsl:with-param name="field" select="$field"/></xsl:call-template><xsl:text>: </xsl:text><cc:text key="questions.words"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
      <xsl:attribute name="aria-describedby">
        <xsl:if test="$wrong"><xsl:value-of select="concat('cc-form-', $field, '-error ')"/></xsl:if>
        <xsl:value-of select="concat('cc-form-', $field, '-findings')"/>
      </xsl:attribute>
    </input>
    <p class="cc-counter" data-counter="cc-form-{$field}" aria-hidden="true"/>
    <div class="cc-findings" id="cc-form-{$field}-findings" data-findings="{$field}" aria-live="polite">
      <xsl:apply-templates select="/cocreate/findings/finding[@field = $field and (@severity != 'need' or starts-with($field, 'free'))]" mode="finding"/>
    </div>
  </xsl:template>

  <xsl:template name="findings-of">
    <xsl:param name="field"/>
    <div class="cc-findings" id="cc-form-{$field}-findings" data-findings="{$field}" aria-live="polite">
      <xsl:apply-templates select="/cocreate/findings/finding[@field = $field and (@severity != 'need' or starts-with($field, 'free'))]" mode="finding"/>
    </div>
  </xsl:template>

  <xsl:template name="slot-name">
    <xsl:param name="field"/>
    <xsl:choose>
      <xsl:when test="$field = 'remove'"><cc:text key="slot.remove"/></xsl:when>
      <xsl:when test="$field = 'keep'"><cc:text key="slot.keep"/></xsl:when>
      <xsl:when test="$field = 'better'"><cc:text key="slot.better"/></xsl:when>
      <xsl:when test="$field = 'suppose'"><cc:text key="slot.suppose"/></xsl:when>
      <xsl:when test="$field = 'useful'"><cc:text key="slot.useful"/></xsl:when>
      <xsl:when test="$field = 'story'"><cc:text key="slot.story"/></xsl:when>
      <xsl:when test="$field = 'free1'"><cc:text key="slot.free1"/></xsl:when>
      <xsl:when test="$field = 'title'"><cc:text key="roundform.title"/></xsl:when>
      <xsl:otherwise><cc:text key="slot.free2"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== What the wording check found ==== -->

  <!-- The script puts a better wording in place; without it the words are there to copy. edit: where the field is, on a page without it. -->
  <xsl:template match="finding" mode="finding">
    <xsl:param name="field" select="@field"/>
    <xsl:param name="edit"/>
    <div class="cc-finding" data-severity="{@severity}">
      <p>
        <strong><xsl:apply-templates select="@severity" mode="severity"/></strong>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="reason"><xsl:value-of select="reason"/></xsl:when>
          <!-- What is counted over the whole round. -->
          <xsl:when test="@rule = 'MANY'"><cc:text key="finding.many"/></xsl:when>
          <xsl:when test="@rule = 'TAKE'"><cc:text key="finding.take"/></xsl:when>
          <xsl:when test="@rule = 'SAME'"><cc:text key="finding.same"/></xsl:when>
        </xsl:choose>
      </p>
      <xsl:if test="better">
        <ul class="cc-better">
          <xsl:for-each select="better">
            <li>
              <q><xsl:value-of select="."/></q>
              <xsl:text> </xsl:text>
              <button class="cc-link" type="button" hidden="hidden" data-put="{$field}">
                <xsl:if test="string($edit)"><xsl:attribute name="data-edit"><xsl:value-of select="$edit"/></xsl:attribute></xsl:if>
                <cc:text key="finding.put"/>
              </button>
            </li>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template match="@severity" mode="severity">
    <xsl:choose>
      <xsl:when test=". = 'stop'"><cc:text key="finding.stop"/></xsl:when>
      <xsl:when test=". = 'warn'"><cc:text key="finding.warn"/></xsl:when>
      <xsl:when test=". = 'need'"><cc:text key="finding.need"/></xsl:when>
      <xsl:otherwise><cc:text key="finding.hint"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== The check by itself: a page for whoever wants to try a sentence ==== -->

  <xsl:template match="cocreate[@page = 'wording']" mode="title"><cc:text key="wording.title"/></xsl:template>

  <xsl:template match="cocreate[@page = 'wording']" mode="content">
    <section class="cc-section">
      <xsl:call-template name="round-way"/>
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="wording.title"/></xsl:element>
      <p class="cc-lead"><cc:text key="wording.lead"/></p>
      <form class="cc-form" method="get" action="{$base}/rounds/wording">
        <xsl:call-template name="text-field">
          <xsl:with-param name="name" select="'text'"/>
          <xsl:with-param name="label"><cc:text key="wording.text"/></xsl:with-param>
          <xsl:with-param name="stored" select="request/@text"/>
        </xsl:call-template>
        <div class="cc-field">
          <label class="cc-label" for="cc-form-lang"><cc:text key="roundform.language"/></label>
          <xsl:variable name="language" select="string((request/@lang | @lang[not(../request/@lang)])[1])"/>
          <select class="cc-input" id="cc-form-lang" name="lang">
            <xsl:call-template name="language"><xsl:with-param name="key" select="'en'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'English'"/></xsl:call-template>
            <xsl:call-template name="language"><xsl:with-param name="key" select="'de'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Deutsch'"/></xsl:call-template>
            <xsl:call-template name="language"><xsl:with-param name="key" select="'fr'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Français'"/></xsl:call-template>
            <xsl:call-template name="language"><xsl:with-param name="key" select="'es'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Español'"/></xsl:call-template>
          </select>
        </div>
        <p><button class="cc-button" type="submit"><cc:text key="wording.check"/></button></p>
      </form>
      <xsl:if test="string(request/@text)">
        <div class="cc-findings" role="status">
          <xsl:choose>
            <xsl:when test="findings/finding"><xsl:apply-templates select="findings/finding" mode="finding"/></xsl:when>
            <xsl:otherwise><p><cc:text key="finding.none"/></p></xsl:otherwise>
          </xsl:choose>
        </div>
      </xsl:if>
    </section>
  </xsl:template>
</xsl:stylesheet>
