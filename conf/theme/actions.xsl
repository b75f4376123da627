<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What we will do: the actions of a round while they are chosen, each with its form, and the form for one more. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="choosing-actions">
    <xsl:variable name="open" select="round/@phase = 'choosing'"/>
    <section class="cc-section" aria-labelledby="actions-name">
      <xsl:element name="h{$top + 1}">
        <xsl:attribute name="class">cc-subtitle</xsl:attribute>
        <xsl:attribute name="id">actions-name</xsl:attribute>
        <cc:text key="actions.title"/>
      </xsl:element>
      <xsl:if test="$open"><p class="cc-quiet"><cc:text key="actions.hint"/></p></xsl:if>
      <xsl:if test="actions/action">
        <ol class="cc-action-list"><xsl:apply-templates select="actions/action" mode="choosing"><xsl:with-param name="open" select="$open"/></xsl:apply-templates></ol>
      </xsl:if>
      <xsl:if test="$open">
        <xsl:variable name="back" select="contains(@path, '/actions') and not(string(typed/field[@name = 'action']))"/>
        <details class="cc-fold cc-new-action">
          <xsl:if test="not(actions/action) or typed and $back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
          <summary><cc:text key="actions.new"/></summary>
          <xsl:call-template name="action-form"><xsl:with-param name="mine" select="$back"/></xsl:call-template>
        </details>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="action" mode="choosing">
    <xsl:param name="open"/>
    <li class="cc-act" id="action-{@number}">
      <xsl:element name="h{$top + 2}">
        <xsl:attribute name="class">cc-act-title</xsl:attribute>
        <xsl:attribute name="dir">auto</xsl:attribute>
        <xsl:value-of select="title"/>
      </xsl:element>
      <p class="cc-meta">
        <span class="cc-tag"><xsl:apply-templates select="@size" mode="size"/></span>
        <xsl:text> </xsl:text>
        <span><cc:text key="promise.when.due"/><xsl:text> </xsl:text><xsl:call-template name="day"><xsl:with-param name="at" select="@due"/></xsl:call-template></span>
        <xsl:text> </xsl:text>
        <span><cc:text key="promise.keeper"/><xsl:text> </xsl:text><bdi class="cc-name"><xsl:value-of select="keeper"/></bdi></span>
        <xsl:text> </xsl:text>
        <span><cc:text key="promise.people"/><xsl:text> </xsl:text><bdi><xsl:value-of select="people"/></bdi></span>
        <xsl:if test="@promise">
          <xsl:text> </xsl:text>
          <xsl:apply-templates select="." mode="state"/>
          <xsl:text> </xsl:text>
          <a href="{$base}/promises/{@promise}"><cc:text key="answer.ledger"/></a>
        </xsl:if>
      </p>
      <xsl:if test="@insight">
        <p class="cc-quiet"><cc:text key="actions.from"/><xsl:text> </xsl:text><q dir="auto"><xsl:value-of select="/cocreate/insights/insight[@number = current()/@insight]/sentence"/></q></p>
      </xsl:if>
      <xsl:if test="$open">
        <xsl:variable name="back" select="contains(/cocreate/@path, '/actions') and /cocreate/typed/field[@name = 'action'] = @number"/>
        <div class="cc-actions cc-tools-row">
          <xsl:call-template name="press">
            <xsl:with-param name="action" select="concat($base, '/rounds/', /cocreate/round/@number, '/actions/', @number, '/drop')"/>
            <xsl:with-param name="label"><cc:text key="actions.drop"/></xsl:with-param>
          </xsl:call-template>
        </div>
        <details class="cc-fold">
          <xsl:if test="$back"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
          <summary><cc:text key="actions.change"/><span class="cc-hidden"><xsl:text>: </xsl:text><xsl:value-of select="title"/></span></summary>
          <xsl:call-template name="action-form">
            <xsl:with-param name="action" select="."/>
            <xsl:with-param name="mine" select="$back"/>
          </xsl:call-template>
        </details>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="@size" mode="size">
    <xsl:choose>
      <xsl:when test=". = 'small'"><cc:text key="action.small"/></xsl:when>
      <xsl:otherwise><cc:text key="action.larger"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- action: the one that is changed, or nothing. mine: it is this form that came back. -->
  <xsl:template name="action-form">
    <xsl:param name="action" select="/.."/>
    <xsl:param name="mine"/>
    <xsl:variable name="id">
      <xsl:text>action-form-</xsl:text>
      <xsl:value-of select="$action/@number"/>
      <xsl:if test="not($action)">new</xsl:if>
    </xsl:variable>
    <xsl:variable name="typed" select="/cocreate/typed[$mine]"/>
    <form class="cc-form cc-action-form" method="post" action="{$base}/rounds/{/cocreate/round/@number}/actions" novalidate="novalidate">
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'title'"/>
        <xsl:with-param name="id" select="concat($id, '-title')"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="stored" select="$action/title"/>
        <xsl:with-param name="required" select="true()"/>
        <xsl:with-param name="label"><cc:text key="action.title"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="action.title.hint"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="action-insight">
        <xsl:with-param name="id" select="concat($id, '-insight')"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="chosen" select="($typed/field[@name = 'insight'] | $action[not($typed)]/@insight)[1]"/>
      </xsl:call-template>
      <xsl:call-template name="action-size">
        <xsl:with-param name="chosen" select="($typed/field[@name = 'size'] | $action[not($typed)]/@size)[1]"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="id" select="concat($id, '-size')"/>
      </xsl:call-template>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'people'"/>
        <xsl:with-param name="id" select="concat($id, '-people')"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="stored" select="$action/people"/>
        <xsl:with-param name="required" select="true()"/>
        <xsl:with-param name="label"><cc:text key="action.people"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="action.people.hint"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'keeper'"/>
        <xsl:with-param name="id" select="concat($id, '-keeper')"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="stored" select="$action/keeper/@login"/>
        <xsl:with-param name="label"><cc:text key="action.keeper"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="action.keeper.hint"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="text-field">
        <xsl:with-param name="name" select="'due'"/>
        <xsl:with-param name="id" select="concat($id, '-due')"/>
        <xsl:with-param name="type" select="'date'"/>
        <xsl:with-param name="mine" select="$mine"/>
        <xsl:with-param name="stored" select="substring($action/@due, 1, 10)"/>
        <xsl:with-param name="required" select="true()"/>
        <xsl:with-param name="label"><cc:text key="action.due"/></xsl:with-param>
        <xsl:with-param name="hint"><cc:text key="action.due.hint"/></xsl:with-param>
      </xsl:call-template>
      <input type="hidden" name="token" value="{/cocreate/form/@token}"/>
      <xsl:if test="$action">
        <input type="hidden" name="action" value="{$action/@number}"/>
        <input type="hidden" name="version" value="{$action/@version}"/>
      </xsl:if>
      <p><button class="cc-button cc-button-small" type="submit" data-send=""><cc:text key="action.save"/></button></p>
    </form>
  </xsl:template>

  <xsl:template name="action-insight">
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:param name="chosen"/>
    <div class="cc-field">
      <label class="cc-label" for="{$id}"><cc:text key="action.insight"/></label>
      <xsl:call-template name="form-error">
        <xsl:with-param name="field" select="'insight'"/>
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <select class="cc-input" id="{$id}" name="insight">
        <xsl:call-template name="form-tied"><xsl:with-param name="field" select="'insight'"/><xsl:with-param name="id" select="$id"/><xsl:with-param name="mine" select="$mine"/></xsl:call-template>
        <option value=""><cc:text key="action.insight.none"/></option>
        <xsl:apply-templates select="/cocreate/insights/insight" mode="option"><xsl:with-param name="chosen" select="$chosen"/></xsl:apply-templates>
      </select>
    </div>
  </xsl:template>

  <xsl:template match="insight" mode="option">
    <xsl:param name="chosen"/>
    <option value="{@number}">
      <xsl:if test="@number = $chosen"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="sentence"/>
    </option>
  </xsl:template>

  <xsl:template name="action-size">
    <xsl:param name="id"/>
    <xsl:param name="mine"/>
    <xsl:param name="chosen"/>
    <fieldset class="cc-field cc-choices">
      <legend class="cc-label"><cc:text key="action.size"/></legend>
      <xsl:call-template name="form-error">
        <xsl:with-param name="field" select="'size'"/>
        <xsl:with-param name="id" select="$id"/>
        <xsl:with-param name="mine" select="$mine"/>
      </xsl:call-template>
      <div class="cc-cards">
        <label class="cc-card">
          <input type="radio" name="size" value="small" id="{$id}">
            <xsl:if test="not($chosen = 'larger')"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
          </input>
          <span class="cc-card-text">
            <span class="cc-card-name"><cc:text key="action.small"/></span><xsl:text> </xsl:text>
            <span class="cc-quiet"><cc:text key="action.small.hint"/></span>
          </span>
        </label>
        <label class="cc-card">
          <input type="radio" name="size" value="larger">
            <xsl:if test="$chosen = 'larger'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
          </input>
          <span class="cc-card-text">
            <span class="cc-card-name"><cc:text key="action.larger"/></span><xsl:text> </xsl:text>
            <span class="cc-quiet"><cc:text key="action.larger.hint"/></span>
          </span>
        </label>
      </div>
    </fieldset>
  </xsl:template>
</xsl:stylesheet>
