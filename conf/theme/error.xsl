<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- When something did not work: what happened, and where to go from here. Nothing that was typed is lost. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template match="cocreate[@page = 'error']" mode="content">
    <section class="cc-problem">
      <xsl:element name="h{$top}">
        <xsl:attribute name="class">cc-title</xsl:attribute>
        <xsl:apply-templates select="error" mode="title"/>
      </xsl:element>
      <p class="cc-lead"><xsl:apply-templates select="error" mode="text"/></p>
      <xsl:apply-templates select="typed" mode="keep"/>
      <xsl:choose>
        <xsl:when test="error/@key = 'busy' and form"><xsl:call-template name="send-again"/></xsl:when>
        <xsl:otherwise><p class="cc-actions"><xsl:call-template name="way-on"/></p></xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <xsl:template name="way-on">
    <xsl:choose>
      <xsl:when test="error/@key = 'sign-in' and login">
        <a class="cc-button" href="{login/@href}" rel="nofollow"><cc:text key="error.signin.link"/></a>
        <a href="{$base}/ideas"><cc:text key="overview.all"/></a>
      </xsl:when>
      <xsl:when test="starts-with(@path, '/rounds') or starts-with(@path, '/promises') or @path = '/me'">
        <xsl:call-template name="way-on-of-round"/>
      </xsl:when>
      <xsl:otherwise>
        <a class="cc-button" href="{$base}/ideas"><cc:text key="overview.all"/></a>
        <a href="{$base}/"><cc:text key="bar.overview"/></a>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Below a round: back to it, unless it is the round itself that could not be had. -->
  <xsl:template name="way-on-of-round">
    <xsl:variable name="number" select="substring-before(concat(substring-after(@path, '/rounds/'), '/'), '/')"/>
    <xsl:choose>
      <xsl:when test="number($number) &gt; 0 and @path != concat('/rounds/', $number) and error/@key != 'link-gone'">
        <a class="cc-button" href="{$base}/rounds/{$number}{$linked}"><cc:text key="error.to-round"/></a>
        <a href="{$base}/rounds"><cc:text key="rounds.all"/></a>
      </xsl:when>
      <xsl:otherwise>
        <a class="cc-button" href="{$base}/rounds"><cc:text key="rounds.all"/></a>
        <a href="{$base}/"><cc:text key="bar.overview"/></a>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The same form once more, with everything that was in it: the same token, so it is the same deed however often it is sent. -->
  <xsl:template name="send-again">
    <form method="post" action="{$base}{@path}{$linked}" data-again="">
      <xsl:for-each select="typed/field">
        <input type="hidden" name="{@name}" value="{.}"/>
      </xsl:for-each>
      <input type="hidden" name="token" value="{form/@token}"/>
      <p class="cc-actions">
        <button class="cc-button" type="submit" data-send=""><cc:text key="error.send-again"/></button>
        <a href="{$base}/"><cc:text key="bar.overview"/></a>
      </p>
    </form>
  </xsl:template>

  <!-- A text that found no place yet is given back, to be copied. What a person
       chose or the form brought along, numbers and keys, is no text: texts have a name that says so, a blank, or some length. -->
  <xsl:template match="typed" mode="keep">
    <xsl:call-template name="keep-texts"><xsl:with-param name="fields" select="field"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="keep-texts">
    <xsl:param name="fields"/>
    <xsl:variable name="names" select="' title body text reason why who learning sentence people departure see differ differ_too first in_our_hands not_in_our_hands leaning guest source '"/>
    <xsl:variable name="texts" select="$fields[@name != 'token' and @name != 'back'][string(.)][contains($names, concat(' ', @name, ' ')) and string(number(.)) = 'NaN' or contains(., ' ') or string-length(.) &gt; 20]"/>
    <xsl:if test="$texts"><xsl:call-template name="keep"><xsl:with-param name="texts" select="$texts"/></xsl:call-template></xsl:if>
  </xsl:template>

  <xsl:template name="keep">
    <xsl:param name="texts"/>
    <div class="cc-keep">
      <p class="cc-label" id="cc-keep">
        <xsl:choose>
          <xsl:when test="/cocreate/error/@key = 'busy'"><cc:text key="error.keep.here"/></xsl:when>
          <xsl:otherwise><cc:text key="error.keep"/></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:for-each select="$texts">
        <p class="cc-keep-text" dir="auto"><xsl:value-of select="."/></p>
      </xsl:for-each>
    </div>
  </xsl:template>

  <xsl:template match="error" mode="title">
    <xsl:choose>
      <xsl:when test="@key = 'not-found'"><cc:text key="error.not-found.title"/></xsl:when>
      <xsl:when test="@key = 'not-yours' and not(starts-with(/cocreate/@path, '/ideas'))"><cc:text key="error.not-yours.card.title"/></xsl:when>
      <xsl:when test="@key = 'not-yours'"><cc:text key="error.not-yours.title"/></xsl:when>
      <xsl:when test="@key = 'cross-site'"><cc:text key="error.cross-site.title"/></xsl:when>
      <xsl:when test="@key = 'sign-in'"><cc:text key="error.sign-in.title"/></xsl:when>
      <xsl:when test="@key = 'method'"><cc:text key="error.method.title"/></xsl:when>
      <xsl:when test="@key = 'too-large'"><cc:text key="error.too-large.title"/></xsl:when>
      <xsl:when test="@key = 'type'"><cc:text key="error.type.title"/></xsl:when>
      <xsl:when test="@key = 'parameter'"><cc:text key="error.parameter.title"/></xsl:when>
      <xsl:when test="@key = 'busy'"><cc:text key="error.busy.title"/></xsl:when>
      <xsl:when test="@key = 'changed' and not(starts-with(/cocreate/@path, '/ideas'))"><cc:text key="error.changed.round.title"/></xsl:when>
      <xsl:when test="@key = 'changed'"><cc:text key="error.changed.title"/></xsl:when>
      <xsl:when test="@key = 'refused'"><cc:text key="error.refused.title"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="." mode="stop-title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="error" mode="text">
    <xsl:choose>
      <xsl:when test="@key = 'not-found' and starts-with(/cocreate/@path, '/rounds')"><cc:text key="error.no-round.text"/></xsl:when>
      <xsl:when test="@key = 'not-found'"><cc:text key="error.not-found.text"/></xsl:when>
      <xsl:when test="@key = 'not-yours' and not(starts-with(/cocreate/@path, '/ideas'))"><cc:text key="error.not-yours.card.text"/></xsl:when>
      <xsl:when test="@key = 'not-yours'"><cc:text key="error.not-yours.text"/></xsl:when>
      <xsl:when test="@key = 'cross-site'"><cc:text key="error.cross-site.text"/></xsl:when>
      <xsl:when test="@key = 'sign-in' and not(starts-with(/cocreate/@path, '/ideas'))"><cc:text key="error.sign-in.round.text"/></xsl:when>
      <xsl:when test="@key = 'sign-in'"><cc:text key="error.sign-in.text"/></xsl:when>
      <xsl:when test="@key = 'method'"><cc:text key="error.method.text"/></xsl:when>
      <xsl:when test="@key = 'too-large'"><cc:text key="error.too-large.text"/></xsl:when>
      <xsl:when test="@key = 'type'"><cc:text key="error.type.text"/></xsl:when>
      <xsl:when test="@key = 'parameter'"><cc:text key="error.parameter.text" name="@name"/></xsl:when>
      <xsl:when test="@key = 'busy' and /cocreate/form"><cc:text key="error.busy.sent"/></xsl:when>
      <xsl:when test="@key = 'busy'"><cc:text key="error.busy.text"/></xsl:when>
      <xsl:when test="@key = 'changed' and not(starts-with(/cocreate/@path, '/ideas'))"><cc:text key="error.changed.round.text"/></xsl:when>
      <xsl:when test="@key = 'changed'"><cc:text key="error.changed.text"/></xsl:when>
      <xsl:when test="@key = 'refused'"><cc:text key="error.refused.text"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="." mode="stop-text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
