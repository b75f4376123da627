<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The form of a round: what everybody has to know comes first, and what has a sensible beginning folds away behind it. The questions
     are in round_questions.xsl. What was typed always wins over what is stored. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'round_new' or @page = 'round_edit']" mode="title">
    <xsl:if test="refusals/refusal"><cc:text key="refusals.title"/><xsl:text>: </xsl:text></xsl:if>
    <xsl:choose>
      <xsl:when test="@page = 'round_new'"><cc:text key="roundform.new"/></xsl:when>
      <xsl:otherwise><cc:text key="roundform.edit"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'round_new']" mode="content">
    <header class="cc-form-head">
      <xsl:call-template name="round-way"/>
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="roundform.new"/></xsl:element>
      <p class="cc-lead"><cc:text key="roundform.lead"/></p>
    </header>
    <xsl:call-template name="round-form"><xsl:with-param name="action" select="concat($base, '/rounds')"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="cocreate[@page = 'round_edit']" mode="content">
    <header class="cc-form-head">
      <xsl:call-template name="round-way"/>
      <xsl:element name="h{$top}"><xsl:attribute name="class">cc-title</xsl:attribute><cc:text key="roundform.edit"/></xsl:element>
      <xsl:if test="draft/@published"><p class="cc-lead"><cc:text key="roundform.slips"/></p></xsl:if>
    </header>
    <!-- Signed out, the draft may be missing: the address is the form's own then. -->
    <xsl:call-template name="round-form"><xsl:with-param name="action" select="concat($base, @path)"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="round-form">
    <xsl:param name="action"/>
    <xsl:variable name="slips" select="boolean(draft/@published)"/>
    <xsl:variable name="version">
      <xsl:choose>
        <xsl:when test="typed and not(refusals/refusal/@key = 'changed')"><xsl:value-of select="typed/field[@name = 'version']"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="draft/@version"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <form class="cc-form cc-round-form" method="post" action="{$action}" novalidate="novalidate" data-round-form="{$base}/rounds/wording.fragment" data-guard="{cc:roundform.guard}" data-empty="{cc:roundform.empty}"
          data-plan="{defaults/@announce} {defaults/@table} {defaults/@hear} {defaults/@choose} {defaults/@act}">
      <xsl:call-template name="draft-form"><xsl:with-param name="key" select="concat($action, '#', $version)"/></xsl:call-template>
      <xsl:call-template name="refusals">
        <xsl:with-param name="fields" select="' title in_our_hands not_in_our_hands leaning stage language newness days opens until tables_until hear choose report hosts groups questions tables stones remove keep better suppose useful story free1 free2 '"/>
      </xsl:call-template>
      <xsl:call-template name="draft-note"/>
      <xsl:call-template name="round-texts"/>
      <xsl:if test="not($slips)"><xsl:call-template name="round-stage"/></xsl:if>
      <xsl:call-template name="question-fields"><xsl:with-param name="slips" select="$slips"/></xsl:call-template>
      <xsl:if test="not($slips)">
        <xsl:call-template name="round-length"/>
        <div class="cc-folds">
          <xsl:call-template name="fold-people"/>
          <xsl:call-template name="fold-subject"/>
          <xsl:call-template name="fold-tables"/>
          <xsl:call-template name="fold-dates"/>
        </div>
      </xsl:if>
      <xsl:call-template name="fold-leaning"/>
      <xsl:if test="$slips"><input type="hidden" name="language" value="{draft/@language}"/></xsl:if>
      <input type="hidden" name="token" value="{form/@token}"/>
      <xsl:if test="string($version)"><input type="hidden" name="version" value="{$version}"/></xsl:if>
      <div class="cc-actions cc-form-end">
        <button class="cc-button" type="submit" data-send="">
          <xsl:choose>
            <xsl:when test="$slips"><cc:text key="roundform.mend"/></xsl:when>
            <xsl:otherwise><cc:text key="roundform.send"/></xsl:otherwise>
          </xsl:choose>
        </button>
        <a href="{$base}/rounds"><cc:text key="form.leave"/></a>
        <xsl:if test="not($slips)"><p class="cc-quiet"><cc:text key="roundform.send.hint"/></p></xsl:if>
      </div>
    </form>
  </xsl:template>

  <!-- ==== What nobody can fill in but the host ==== -->

  <xsl:template name="round-texts">
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="'title'"/>
      <xsl:with-param name="label"><cc:text key="roundform.title"/></xsl:with-param>
      <xsl:with-param name="hint"><cc:text key="roundform.title.hint"/></xsl:with-param>
      <xsl:with-param name="stored" select="draft/title"/>
      <xsl:with-param name="max" select="120"/>
      <xsl:with-param name="required" select="true()"/>
    </xsl:call-template>
    <xsl:call-template name="findings-of"><xsl:with-param name="field" select="'title'"/></xsl:call-template>
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="'in_our_hands'"/>
      <xsl:with-param name="label"><cc:text key="roundform.in-our-hands"/></xsl:with-param>
      <xsl:with-param name="hint"><cc:text key="roundform.in-our-hands.hint"/></xsl:with-param>
      <xsl:with-param name="stored" select="draft/in-our-hands"/>
      <xsl:with-param name="lines" select="3"/>
      <xsl:with-param name="max" select="4000"/>
      <xsl:with-param name="required" select="true()"/>
    </xsl:call-template>
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="'not_in_our_hands'"/>
      <xsl:with-param name="label"><cc:text key="roundform.not-in-our-hands"/></xsl:with-param>
      <xsl:with-param name="hint"><cc:text key="roundform.not-in-our-hands.hint"/></xsl:with-param>
      <xsl:with-param name="stored" select="draft/not-in-our-hands"/>
      <xsl:with-param name="lines" select="3"/>
      <xsl:with-param name="max" select="4000"/>
      <xsl:with-param name="required" select="true()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="round-stage">
    <xsl:variable name="chosen">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'stage'"/>
        <xsl:with-param name="stored" select="(draft/@stage | request/@stage)[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <fieldset class="cc-field cc-choices" role="radiogroup" aria-required="true" aria-labelledby="cc-form-stage-name">
      <xsl:call-template name="described"><xsl:with-param name="field" select="'stage'"/><xsl:with-param name="hint" select="false()"/></xsl:call-template>
      <legend class="cc-label" id="cc-form-stage-name"><cc:text key="roundform.stage"/></legend>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="'stage'"/></xsl:call-template>
      <div class="cc-pills">
        <xsl:for-each select="stages/stage">
          <xsl:call-template name="pill">
            <xsl:with-param name="name" select="'stage'"/>
            <xsl:with-param name="value" select="@key"/>
            <xsl:with-param name="on" select="@key = $chosen"/>
            <xsl:with-param name="id" select="substring('cc-form-stage', 1, 99 * (position() = 1))"/>
            <xsl:with-param name="label"><xsl:apply-templates select="." mode="label"/></xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
      </div>
    </fieldset>
  </xsl:template>

  <xsl:template name="pill">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="on"/>
    <xsl:param name="label"/>
    <xsl:param name="id"/>
    <xsl:param name="type" select="'radio'"/>
    <label class="cc-pill">
      <input type="{$type}" name="{$name}" value="{$value}">
        <xsl:if test="string($id)"><xsl:attribute name="id"><xsl:value-of select="$id"/></xsl:attribute></xsl:if>
        <xsl:if test="$on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <span><xsl:copy-of select="$label"/></span>
    </label>
  </xsl:template>

  <!-- How long people may write, and by when everybody hears what came of it: the first promise. A draft has its dates already. -->
  <xsl:template name="round-length">
    <div class="cc-two">
      <xsl:choose>
        <xsl:when test="draft">
          <xsl:call-template name="date-field">
            <xsl:with-param name="name" select="'until'"/>
            <xsl:with-param name="label"><cc:text key="roundform.until"/></xsl:with-param>
            <xsl:with-param name="stored" select="draft/@until"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <div class="cc-field">
            <label class="cc-label" for="cc-form-days"><cc:text key="roundform.days"/></label>
            <p class="cc-hint" id="cc-form-days-hint"><cc:text key="roundform.days.hint" min="3" max="28"/></p>
            <xsl:call-template name="field-error"><xsl:with-param name="field" select="'days'"/></xsl:call-template>
            <input class="cc-input" type="number" id="cc-form-days" name="days" min="3" max="28" inputmode="numeric">
              <xsl:attribute name="value">
                <xsl:call-template name="typed"><xsl:with-param name="field" select="'days'"/><xsl:with-param name="stored" select="defaults/@advice"/></xsl:call-template>
              </xsl:attribute>
              <xsl:call-template name="described"><xsl:with-param name="field" select="'days'"/></xsl:call-template>
            </input>
          </div>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="date-field">
        <xsl:with-param name="name" select="'report'"/>
        <xsl:with-param name="label"><cc:text key="roundform.report"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.report.hint"/></xsl:with-param>
        <xsl:with-param name="stored" select="(draft/@report-due | defaults/@report-due[not(/cocreate/draft)])[1]"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="date-field">
    <xsl:param name="name"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <xsl:param name="stored"/>
    <xsl:call-template name="text-field">
      <xsl:with-param name="name" select="$name"/>
      <xsl:with-param name="label" select="$label"/>
      <xsl:with-param name="hint" select="$hint"/>
      <xsl:with-param name="stored" select="$stored"/>
      <xsl:with-param name="type" select="'date'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- ==== What has a sensible beginning ==== -->

  <!-- A fold stands open when something in it wants to be looked at. -->
  <xsl:template name="open-when">
    <xsl:param name="fields"/>
    <xsl:if test="refusals/refusal[contains($fields, concat(' ', @field, ' '))]"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="fold-people">
    <details class="cc-fold">
      <xsl:call-template name="open-when"><xsl:with-param name="fields" select="' groups invited_only hosts staff_open '"/></xsl:call-template>
      <summary><cc:text key="roundform.people"/><xsl:text> </xsl:text><span class="cc-quiet"><cc:text key="roundform.people.now"/></span></summary>
      <fieldset class="cc-field cc-choices" id="cc-form-groups" tabindex="-1">
        <xsl:call-template name="described"><xsl:with-param name="field" select="'groups'"/><xsl:with-param name="hint" select="false()"/></xsl:call-template>
        <legend class="cc-label"><cc:text key="roundform.groups"/></legend>
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'groups'"/></xsl:call-template>
        <div class="cc-pills">
          <xsl:for-each select="groups/group">
            <xsl:variable name="name" select="concat('group-', @key)"/>
            <xsl:call-template name="pill">
              <xsl:with-param name="type" select="'checkbox'"/>
              <xsl:with-param name="name" select="$name"/>
              <xsl:with-param name="value" select="'yes'"/>
              <xsl:with-param name="on" select="/cocreate/typed/field[@name = $name] = 'yes' or not(/cocreate/typed) and (not(/cocreate/draft) or /cocreate/asked/group/@key = @key)"/>
              <xsl:with-param name="label"><xsl:apply-templates select="." mode="label"/></xsl:with-param>
            </xsl:call-template>
          </xsl:for-each>
        </div>
      </fieldset>
      <xsl:call-template name="tick">
        <xsl:with-param name="name" select="'invited_only'"/>
        <xsl:with-param name="stored" select="draft/@invited-only"/>
        <xsl:with-param name="label"><cc:text key="roundform.invited-only"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.invited-only.hint"/></xsl:with-param>
      </xsl:call-template>
      <xsl:variable name="cohosts"><xsl:for-each select="hosts/host[not(@first)]"><xsl:value-of select="concat(login, '&#10;')"/></xsl:for-each></xsl:variable>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'hosts'"/>
        <xsl:with-param name="label"><cc:text key="roundform.hosts"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.hosts.hint"/></xsl:with-param>
        <xsl:with-param name="stored" select="$cohosts"/>
        <xsl:with-param name="lines" select="2"/>
        <xsl:with-param name="max" select="2000"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="tick">
        <xsl:with-param name="name" select="'staff_open'"/>
        <xsl:with-param name="stored" select="draft/@staff-open"/>
        <xsl:with-param name="label"><cc:text key="roundform.staff-open"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.staff-open.hint"/></xsl:with-param>
      </xsl:call-template>
    </details>
  </xsl:template>

  <xsl:template name="tick">
    <xsl:param name="name"/>
    <xsl:param name="stored"/>
    <xsl:param name="label"/>
    <xsl:param name="hint"/>
    <div class="cc-field">
      <label class="cc-tick">
        <input type="checkbox" name="{$name}" value="yes" aria-describedby="cc-form-{$name}-hint">
          <xsl:if test="/cocreate/typed/field[@name = $name] = 'yes' or not(/cocreate/typed) and $stored"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
        </input>
        <span><xsl:value-of select="$label"/></span>
      </label>
      <p class="cc-hint" id="cc-form-{$name}-hint"><xsl:value-of select="$hint"/></p>
    </div>
  </xsl:template>

  <xsl:template name="fold-subject">
    <xsl:variable name="language">
      <xsl:call-template name="typed">
        <xsl:with-param name="field" select="'language'"/>
        <xsl:with-param name="stored" select="(draft/@language | @lang[not(../draft)])[1]"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="newness">
      <xsl:call-template name="typed"><xsl:with-param name="field" select="'newness'"/><xsl:with-param name="stored" select="draft/@newness"/></xsl:call-template>
    </xsl:variable>
    <details class="cc-fold">
      <xsl:call-template name="open-when"><xsl:with-param name="fields" select="' language newness '"/></xsl:call-template>
      <summary><cc:text key="roundform.subject"/><xsl:text> </xsl:text><span class="cc-quiet"><cc:text key="roundform.subject.now"/></span></summary>
      <div class="cc-field">
        <label class="cc-label" for="cc-form-language"><cc:text key="roundform.language"/></label>
        <xsl:call-template name="field-error"><xsl:with-param name="field" select="'language'"/></xsl:call-template>
        <select class="cc-input" id="cc-form-language" name="language" data-language="">
          <xsl:call-template name="described"><xsl:with-param name="field" select="'language'"/><xsl:with-param name="hint" select="false()"/></xsl:call-template>
          <xsl:call-template name="language"><xsl:with-param name="key" select="'en'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'English'"/></xsl:call-template>
          <xsl:call-template name="language"><xsl:with-param name="key" select="'de'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Deutsch'"/></xsl:call-template>
          <xsl:call-template name="language"><xsl:with-param name="key" select="'fr'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Français'"/></xsl:call-template>
          <xsl:call-template name="language"><xsl:with-param name="key" select="'es'"/><xsl:with-param name="now" select="$language"/><xsl:with-param name="name" select="'Español'"/></xsl:call-template>
        </select>
      </div>
      <xsl:call-template name="switch">
        <xsl:with-param name="name" select="'newness'"/>
        <xsl:with-param name="legend"><cc:text key="roundform.newness"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.newness.hint"/></xsl:with-param>
        <xsl:with-param name="now" select="string($newness)"/>
        <xsl:with-param name="first" select="'usual'"/>
        <xsl:with-param name="first-label"><cc:text key="roundform.newness.usual"/></xsl:with-param>
        <xsl:with-param name="second" select="'radical'"/>
        <xsl:with-param name="second-label"><cc:text key="roundform.newness.radical"/></xsl:with-param>
      </xsl:call-template>
    </details>
  </xsl:template>

  <xsl:template name="language">
    <xsl:param name="key"/>
    <xsl:param name="name"/>
    <xsl:param name="now"/>
    <option value="{$key}" lang="{$key}"><xsl:if test="starts-with($now, $key)"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="$name"/></option>
  </xsl:template>

  <!-- Two or three choices, of which the first is the beginning. -->
  <xsl:template name="switch">
    <xsl:param name="name"/>
    <xsl:param name="legend"/>
    <xsl:param name="hint"/>
    <xsl:param name="now"/>
    <xsl:param name="first" select="'auto'"/>
    <xsl:param name="first-label"/>
    <xsl:param name="second" select="'on'"/>
    <xsl:param name="second-label"/>
    <xsl:param name="third"/>
    <xsl:param name="third-label"/>
    <fieldset class="cc-field cc-choices">
      <xsl:call-template name="described"><xsl:with-param name="field" select="$name"/></xsl:call-template>
      <legend class="cc-label"><xsl:value-of select="$legend"/></legend>
      <p class="cc-hint" id="cc-form-{$name}-hint"><xsl:value-of select="$hint"/></p>
      <xsl:call-template name="field-error"><xsl:with-param name="field" select="$name"/></xsl:call-template>
      <div class="cc-pills">
        <xsl:call-template name="pill">
          <xsl:with-param name="id" select="concat('cc-form-', $name)"/>
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="$first"/>
          <xsl:with-param name="on" select="$now != $second and $now != string($third) or not($now)"/><xsl:with-param name="label" select="$first-label"/>
        </xsl:call-template>
        <xsl:call-template name="pill">
          <xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="$second"/>
          <xsl:with-param name="on" select="$now = $second"/><xsl:with-param name="label" select="$second-label"/>
        </xsl:call-template>
        <xsl:if test="$third">
          <xsl:call-template name="pill">
            <xsl:with-param name="name" select="$name"/><xsl:with-param name="value" select="$third"/>
            <xsl:with-param name="on" select="$now = $third"/><xsl:with-param name="label" select="$third-label"/>
          </xsl:call-template>
        </xsl:if>
      </div>
    </fieldset>
  </xsl:template>

  <xsl:template name="fold-tables">
    <xsl:variable name="tables"><xsl:call-template name="typed"><xsl:with-param name="field" select="'tables'"/><xsl:with-param name="stored" select="draft/@tables"/></xsl:call-template></xsl:variable>
    <xsl:variable name="stones"><xsl:call-template name="typed"><xsl:with-param name="field" select="'stones'"/><xsl:with-param name="stored" select="draft/@stones"/></xsl:call-template></xsl:variable>
    <details class="cc-fold">
      <xsl:call-template name="open-when"><xsl:with-param name="fields" select="' tables stones '"/></xsl:call-template>
      <summary><cc:text key="roundform.tables.fold"/><xsl:text> </xsl:text><span class="cc-quiet"><cc:text key="roundform.tables.now" n="defaults/@tables-from"/></span></summary>
      <xsl:call-template name="switch">
        <xsl:with-param name="name" select="'tables'"/>
        <xsl:with-param name="legend"><cc:text key="roundform.tables"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.tables.hint"/></xsl:with-param>
        <xsl:with-param name="now" select="string($tables)"/>
        <xsl:with-param name="first-label"><cc:text key="roundform.tables.auto" n="defaults/@tables-from"/></xsl:with-param>
        <xsl:with-param name="second-label"><cc:text key="roundform.tables.on"/></xsl:with-param>
        <xsl:with-param name="third" select="'off'"/>
        <xsl:with-param name="third-label"><cc:text key="roundform.tables.off"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="switch">
        <xsl:with-param name="name" select="'stones'"/>
        <xsl:with-param name="legend"><cc:text key="roundform.stones"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.stones.hint"/></xsl:with-param>
        <xsl:with-param name="now" select="string($stones)"/>
        <xsl:with-param name="first-label"><cc:text key="roundform.stones.auto"/></xsl:with-param>
        <xsl:with-param name="second-label"><cc:text key="roundform.stones.on"/></xsl:with-param>
        <xsl:with-param name="third" select="'off'"/>
        <xsl:with-param name="third-label"><cc:text key="roundform.stones.off"/></xsl:with-param>
      </xsl:call-template>
    </details>
  </xsl:template>

  <!-- Every date has its place without being typed: so many days after the one before. -->
  <xsl:template name="fold-dates">
    <details class="cc-fold">
      <xsl:call-template name="open-when"><xsl:with-param name="fields" select="concat(' opens tables_until hear choose ', substring('until ', 1, 6 * not(draft)))"/></xsl:call-template>
      <summary><cc:text key="roundform.dates"/><xsl:text> </xsl:text><span class="cc-quiet"><cc:text key="roundform.dates.now"/></span></summary>
      <p class="cc-hint"><cc:text key="roundform.dates.hint"/></p>
      <div class="cc-two">
        <xsl:call-template name="date-field">
          <xsl:with-param name="name" select="'opens'"/>
          <xsl:with-param name="label"><cc:text key="roundform.opens"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="roundform.opens.hint" n="defaults/@announce"/></xsl:with-param>
          <xsl:with-param name="stored" select="draft/@opens"/>
        </xsl:call-template>
        <xsl:if test="not(draft)">
          <xsl:call-template name="date-field">
            <xsl:with-param name="name" select="'until'"/>
            <xsl:with-param name="label"><cc:text key="roundform.until"/></xsl:with-param>
            <xsl:with-param name="hint"><cc:text key="roundform.until.hint"/></xsl:with-param>
          </xsl:call-template>
        </xsl:if>
        <xsl:call-template name="date-field">
          <xsl:with-param name="name" select="'tables_until'"/>
          <xsl:with-param name="label"><cc:text key="roundform.tables-until"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="roundform.after" n="defaults/@table"/></xsl:with-param>
          <xsl:with-param name="stored" select="draft/@tables-until[../@tables != 'off']"/>
        </xsl:call-template>
        <xsl:call-template name="date-field">
          <xsl:with-param name="name" select="'hear'"/>
          <xsl:with-param name="label"><cc:text key="roundform.hear"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="roundform.after" n="defaults/@hear"/></xsl:with-param>
          <xsl:with-param name="stored" select="draft/@hear-due"/>
        </xsl:call-template>
        <xsl:call-template name="date-field">
          <xsl:with-param name="name" select="'choose'"/>
          <xsl:with-param name="label"><cc:text key="roundform.choose"/></xsl:with-param>
          <xsl:with-param name="hint"><cc:text key="roundform.after" n="defaults/@choose"/></xsl:with-param>
          <xsl:with-param name="stored" select="draft/@choose-due"/>
        </xsl:call-template>
      </div>
    </details>
  </xsl:template>

  <xsl:template name="fold-leaning">
    <details class="cc-fold">
      <xsl:if test="draft/leaning or refusals/refusal[@field = 'leaning']"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><cc:text key="roundform.leaning"/><xsl:text> </xsl:text><span class="cc-quiet"><cc:text key="roundform.leaning.now"/></span></summary>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'leaning'"/>
        <xsl:with-param name="label"><cc:text key="roundform.leaning.label"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="roundform.leaning.hint"/></xsl:with-param>
        <xsl:with-param name="stored" select="draft/leaning"/>
        <xsl:with-param name="lines" select="3"/>
        <xsl:with-param name="max" select="4000"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
    </details>
  </xsl:template>
</xsl:stylesheet>
