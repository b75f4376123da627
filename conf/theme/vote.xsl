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
    <xsl:param name="back" select="''"/>
    <xsl:param name="note" select="false()"/>
    <div class="cc-vote">
      <cc:choose slot="member">
        <form class="cc-vote-form" method="post" action="{$base}/ideas/{@number}/vote" data-away="{cc:vote.away}">
          <xsl:if test="$back != ''"><input type="hidden" name="back" value="{$back}"/></xsl:if>
          <cc:choose slot="voted" key="@number">
            <button class="cc-vote-button" type="submit" name="value" value="0" aria-pressed="true"
                    data-part="button" data-said="{cc:vote.said.voted}">
              <span class="cc-vote-word"><cc:text key="vote.voted"/></span>
              <xsl:call-template name="vote-title"/>
              <xsl:call-template name="vote-tally"/>
            </button>
            <cc:else/>
            <button class="cc-vote-button" type="submit" name="value" value="1" aria-pressed="false"
                    data-part="button" data-said="{cc:vote.said.unvoted}">
              <span class="cc-vote-word"><cc:text key="vote.vote"/></span>
              <xsl:call-template name="vote-title"/>
              <xsl:call-template name="vote-tally"/>
            </button>
          </cc:choose>
        </form>
        <cc:else/>
        <xsl:call-template name="vote-visitor"/>
      </cc:choose>
      <xsl:if test="$note"><xsl:call-template name="vote-note"/></xsl:if>
    </div>
  </xsl:template>

  <!-- A visitor's button leads to the sign-in page, where the site has one. What a visitor reads is not fresher than the page. -->
  <xsl:template name="vote-visitor">
    <xsl:choose>
      <xsl:when test="/cocreate/login/@href">
        <a class="cc-vote-button" href="{/cocreate/login/@href}" rel="nofollow">
          <span class="cc-vote-word"><cc:text key="vote.vote"/></span>
          <xsl:call-template name="vote-title"/>
          <span class="cc-hidden"><cc:text key="vote.signin"/><xsl:text> </xsl:text></span>
          <span class="cc-tally"><span class="cc-hidden"><cc:text key="vote.tally"/><xsl:text> </xsl:text></span><xsl:value-of select="@votes"/></span>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <p class="cc-vote-button cc-vote-still">
          <span class="cc-tally"><span class="cc-hidden"><cc:text key="vote.tally"/><xsl:text> </xsl:text></span><xsl:value-of select="@votes"/></span>
        </p>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Which idea the button is for: said to those who hear the page. -->
  <xsl:template name="vote-title">
    <span class="cc-hidden"><xsl:text> </xsl:text><cc:text key="vote.for" title="title"/><xsl:text> </xsl:text></span>
  </xsl:template>

  <!-- The votes at this moment. -->
  <xsl:template name="vote-tally">
    <span class="cc-tally">
      <span class="cc-hidden"><cc:text key="vote.tally"/><xsl:text> </xsl:text></span>
      <cc:value slot="tally" key="@number"><xsl:value-of select="@votes"/></cc:value>
    </span>
  </xsl:template>

  <!-- The sentence beside the button on the page of one idea. -->
  <xsl:template name="vote-note">
    <div class="cc-vote-note" data-part="note">
      <cc:choose slot="member">
        <cc:choose slot="voted" key="@number">
          <p><cc:text key="vote.note.voted"/></p>
          <cc:else/>
          <cc:choose slot="mine" key="@number">
            <p><cc:text key="vote.note.mine"/></p>
            <cc:else/>
            <p><cc:text key="vote.note.member"/></p>
          </cc:choose>
        </cc:choose>
        <cc:else/>
        <xsl:choose>
          <xsl:when test="/cocreate/login"><p><cc:text key="vote.note.visitor"/></p></xsl:when>
          <xsl:otherwise><p><cc:text key="vote.note.nologin"/></p></xsl:otherwise>
        </xsl:choose>
      </cc:choose>
      <xsl:if test="@earlier &gt; 0">
        <p class="cc-quiet"><cc:text key="vote.earlier" count="@earlier" n="@earlier"/></p>
      </xsl:if>
    </div>
  </xsl:template>
</xsl:stylesheet>
