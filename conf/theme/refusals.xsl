<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- When a form comes back: what to change, said at the top and at each field. A new refusal key is one more line here
     and in the words; until then it gets the general sentence. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- fields: those that the form shows, each between blanks; prefix: of their ids. A refusal of any other one belongs to the whole
       form. What a rule refuses as a whole (409) says what happened, and what one can do instead. -->
  <xsl:template name="refusals">
    <xsl:param name="fields" select="' title body kind stage '"/>
    <xsl:param name="prefix" select="'cc-form-'"/>
    <xsl:variable name="all" select="/cocreate/refusals/refusal"/>
    <xsl:variable name="stop" select="$all[not(@field) and @status = '409' and @key != 'changed']"/>
    <xsl:choose>
      <xsl:when test="$all[@key = 'sign-in']"><xsl:call-template name="signed-out"/></xsl:when>
      <xsl:when test="$stop">
        <div class="cc-summary cc-summary-kind" role="alert" tabindex="-1" data-focus="">
          <p class="cc-summary-title"><xsl:apply-templates select="$stop[1]" mode="stop-title"/></p>
          <p><xsl:apply-templates select="$stop[1]" mode="stop-text"/></p>
          <xsl:if test="/cocreate/typed"><p><cc:text key="refusals.kept"/></p></xsl:if>
        </div>
      </xsl:when>
      <xsl:when test="$all">
        <div class="cc-summary" role="alert" tabindex="-1" data-focus="">
          <p class="cc-summary-title"><cc:text key="refusals.heading" count="count($all)" n="count($all)"/></p>
          <ul>
            <xsl:for-each select="$all">
              <li>
                <xsl:choose>
                  <xsl:when test="@field and contains($fields, concat(' ', @field, ' '))">
                    <a href="#{$prefix}{@field}"><xsl:call-template name="refusal"/></a>
                  </xsl:when>
                  <xsl:otherwise><xsl:call-template name="refusal"/></xsl:otherwise>
                </xsl:choose>
              </li>
            </xsl:for-each>
          </ul>
          <p><cc:text key="refusals.kept"/></p>
        </div>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Signed out while typing: nothing is lost, and the way back is in a second tab. -->
  <xsl:template name="signed-out">
    <div class="cc-summary cc-summary-kind" role="alert" tabindex="-1" data-focus="">
      <p class="cc-summary-title"><cc:text key="signedout.title"/></p>
      <p><cc:text key="signedout.text"/></p>
      <xsl:if test="/cocreate/login">
        <p><a class="cc-button" href="{/cocreate/login/@href}" target="_blank" rel="noopener"><cc:text key="signedout.link"/></a></p>
      </xsl:if>
    </div>
  </xsl:template>

  <!-- The sentences at a field. -->
  <xsl:template name="field-error">
    <xsl:param name="field"/>
    <xsl:variable name="errors" select="/cocreate/refusals/refusal[@field = $field]"/>
    <xsl:if test="$errors">
      <div class="cc-error" id="cc-form-{$field}-error">
        <xsl:for-each select="$errors"><p><xsl:call-template name="refusal"/></p></xsl:for-each>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Ties a field to its hint and its error. -->
  <xsl:template name="described">
    <xsl:param name="field"/>
    <xsl:param name="hint" select="true()"/>
    <xsl:variable name="wrong" select="boolean(/cocreate/refusals/refusal[@field = $field])"/>
    <xsl:if test="$wrong"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
    <xsl:if test="$wrong or $hint">
      <xsl:attribute name="aria-describedby">
        <xsl:if test="$wrong"><xsl:value-of select="concat('cc-form-', $field, '-error')"/></xsl:if>
        <xsl:if test="$wrong and $hint"><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="$hint"><xsl:value-of select="concat('cc-form-', $field, '-hint')"/></xsl:if>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template name="refusal">
    <xsl:variable name="what" select="concat(@field, '/', @key)"/>
    <xsl:choose>
      <xsl:when test="contains(' hearing choosing traces card answer promise ', concat(' ', /cocreate/@page, ' '))"><xsl:call-template name="work-refusal"/></xsl:when>
      <xsl:when test="not(starts-with(/cocreate/@page, 'idea'))"><xsl:call-template name="round-refusal"/></xsl:when>
      <xsl:when test="$what = 'title/missing'"><cc:text key="refusal.title.missing"/></xsl:when>
      <xsl:when test="$what = 'title/too-short'"><cc:text key="refusal.title.short" min="@min"/></xsl:when>
      <xsl:when test="$what = 'title/too-long'"><cc:text key="refusal.title.long" max="@max"/></xsl:when>
      <xsl:when test="$what = 'title/one-line'"><cc:text key="refusal.title.line"/></xsl:when>
      <xsl:when test="$what = 'title/characters'"><cc:text key="refusal.title.characters"/></xsl:when>
      <xsl:when test="$what = 'body/too-long'"><cc:text key="refusal.body.long" max="@max"/></xsl:when>
      <xsl:when test="$what = 'body/characters'"><cc:text key="refusal.body.characters"/></xsl:when>
      <xsl:when test="$what = 'kind/missing'"><cc:text key="refusal.kind.missing"/></xsl:when>
      <xsl:when test="@field = 'kind'"><cc:text key="refusal.kind.unknown"/></xsl:when>
      <xsl:when test="$what = 'stage/missing'"><cc:text key="refusal.stage.missing"/></xsl:when>
      <xsl:when test="@field = 'stage'"><cc:text key="refusal.stage.unknown"/></xsl:when>
      <xsl:when test="@field = 'token'"><cc:text key="refusal.token"/></xsl:when>
      <xsl:when test="@key = 'changed'"><cc:text key="refusal.changed"/></xsl:when>
      <xsl:when test="@key = 'repeated'"><cc:text key="refusal.repeated"/></xsl:when>
      <xsl:when test="@key = 'too-long' or @key = 'too-large'"><cc:text key="refusal.long"/></xsl:when>
      <xsl:when test="@key = 'characters'"><cc:text key="refusal.characters"/></xsl:when>
      <xsl:otherwise><cc:text key="refusal.other"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
