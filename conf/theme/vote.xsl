<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The vote control: a real form with one button. A member sees whether it is pressed, a visitor the way to sign in.
     The script exchanges what carries data-part with the same part of the reply. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <!-- The control alone: what the script gets after a vote. -->
  <xsl:template match="cocreate[@page = 'idea_vote']" mode="content">
    <xsl:apply-templates select="idea" mode="vote"><xsl:with-param name="note" select="true()"/></xsl:apply-templates>
  </xsl:template>

  <!-- note: with a sentence beside it; back: where to come back to, without script. -->
  <xsl:template match="idea" mode="vote">
    <xsl:param name="back"/>
    <xsl:param name="note" select="false()"/>
    <div class="cc-vote">
      <xsl:call-template name="slot-choose"><xsl:with-param name="name" select="'member'"/></xsl:call-template>
      <form class="cc-vote-form" method="post" action="{$base}/ideas/{@number}/vote" data-away="{cc:vote.away}">
        <xsl:if test="string($back)"><input type="hidden" name="back" value="{$back}"/></xsl:if>
        <xsl:call-template name="slot-choose">
          <xsl:with-param name="name" select="'voted'"/>
          <xsl:with-param name="key" select="@number"/>
        </xsl:call-template>
        <button class="cc-vote-button" type="submit" name="value" value="0" aria-pressed="true"
                data-part="button" data-said="{cc:vote.said.voted}">
          <span class="cc-vote-word"><cc:text key="vote.voted"/></span>
          <xsl:call-template name="vote-title"/>
          <xsl:call-template name="vote-tally"><xsl:with-param name="live" select="true()"/></xsl:call-template>
        </button>
        <xsl:call-template name="slot-else"/>
        <button class="cc-vote-button" type="submit" name="value" value="1" aria-pressed="false"
                data-part="button" data-said="{cc:vote.said.unvoted}">
          <span class="cc-vote-word"><cc:text key="vote.vote"/></span>
          <xsl:call-template name="vote-title"/>
          <xsl:call-template name="vote-tally"><xsl:with-param name="live" select="true()"/></xsl:call-template>
        </button>
        <xsl:call-template name="slot-end"/>
      </form>
      <xsl:call-template name="slot-else"/>
      <xsl:call-template name="vote-visitor"/>
      <xsl:call-template name="slot-end"/>
      <xsl:if test="$note"><xsl:call-template name="vote-note"/></xsl:if>
    </div>
  </xsl:template>

  <!-- A visitor's button leads to the sign-in page, where the site has one. -->
  <xsl:template name="vote-visitor">
    <xsl:choose>
      <xsl:when test="/cocreate/login">
        <a class="cc-vote-button" href="{/cocreate/login/@href}" rel="nofollow">
          <span class="cc-vote-word"><cc:text key="vote.vote"/></span>
          <xsl:call-template name="vote-title"/>
          <span class="cc-hidden"><cc:text key="vote.signin"/><xsl:text> </xsl:text></span>
          <xsl:call-template name="vote-tally"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <p class="cc-vote-button cc-vote-still"><xsl:call-template name="vote-tally"/></p>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Which idea the button is for: said to those who hear the page. -->
  <xsl:template name="vote-title">
    <span class="cc-hidden"><xsl:text> </xsl:text><cc:text key="vote.for" title="title"/><xsl:text> </xsl:text></span>
  </xsl:template>

  <xsl:template name="vote-tally">
    <xsl:param name="live" select="false()"/>
    <span class="cc-tally">
      <span class="cc-hidden"><cc:text key="vote.tally"/><xsl:text> </xsl:text></span>
      <xsl:choose>
        <xsl:when test="$live">
          <xsl:call-template name="slot-value">
            <xsl:with-param name="name" select="'tally'"/>
            <xsl:with-param name="key" select="@number"/>
            <xsl:with-param name="value" select="@votes"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="@votes"/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- The sentence beside the button on the page of one idea. -->
  <xsl:template name="vote-note">
    <div class="cc-vote-note" data-part="note">
      <xsl:call-template name="slot-choose"><xsl:with-param name="name" select="'member'"/></xsl:call-template>
      <xsl:call-template name="slot-choose">
        <xsl:with-param name="name" select="'voted'"/>
        <xsl:with-param name="key" select="@number"/>
      </xsl:call-template>
      <p><cc:text key="vote.note.voted"/></p>
      <xsl:call-template name="slot-else"/>
      <xsl:call-template name="slot-choose">
        <xsl:with-param name="name" select="'mine'"/>
        <xsl:with-param name="key" select="@number"/>
      </xsl:call-template>
      <p><cc:text key="vote.note.mine"/></p>
      <xsl:call-template name="slot-else"/>
      <p><cc:text key="vote.note.member"/></p>
      <xsl:call-template name="slot-end"/>
      <xsl:call-template name="slot-end"/>
      <xsl:call-template name="slot-else"/>
      <xsl:choose>
        <xsl:when test="/cocreate/login"><p><cc:text key="vote.note.visitor"/></p></xsl:when>
        <xsl:otherwise><p><cc:text key="vote.note.nologin"/></p></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="slot-end"/>
      <xsl:if test="@earlier &gt; 0">
        <p class="cc-quiet"><cc:text key="vote.earlier" count="@earlier" n="@earlier"/></p>
      </xsl:if>
    </div>
  </xsl:template>
</xsl:stylesheet>
