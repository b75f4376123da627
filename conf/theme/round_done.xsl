<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What is said after something was done in a round. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:cc="urn:mod_cocreate"
    exclude-result-prefixes="cc">

  <xsl:template name="round-done">
    <xsl:param name="done"/>
    <xsl:choose>
      <xsl:when test="$done = 'drafted'"><cc:text key="done.drafted"/></xsl:when>
      <xsl:when test="$done = 'saved'"><cc:text key="done.saved"/></xsl:when>
      <xsl:when test="$done = 'mended'"><cc:text key="done.mended"/></xsl:when>
      <xsl:when test="$done = 'published'"><cc:text key="done.published"/></xsl:when>
      <xsl:when test="$done = 'card-sent'"><cc:text key="done.card-sent"/></xsl:when>
      <xsl:when test="$done = 'card-late'"><cc:text key="done.card-late"/></xsl:when>
      <xsl:when test="$done = 'card-draft'"><cc:text key="done.card-draft"/></xsl:when>
      <xsl:when test="$done = 'card-next'"><cc:text key="done.card-next"/></xsl:when>
      <xsl:when test="$done = 'card-me'"><cc:text key="done.card-me"/></xsl:when>
      <xsl:when test="$done = 'card-withdrawn'"><cc:text key="done.card-withdrawn"/></xsl:when>
      <xsl:when test="$done = 'replied'"><cc:text key="done.replied"/></xsl:when>
      <xsl:when test="$done = 'reply-withdrawn'"><cc:text key="done.reply-withdrawn"/></xsl:when>
      <xsl:when test="$done = 'spare-drawn'"><cc:text key="done.spare-drawn"/></xsl:when>
      <xsl:when test="$done = 'table-left'"><cc:text key="done.table-left"/></xsl:when>
      <xsl:when test="$done = 'stones-laid'"><cc:text key="done.stones-laid"/></xsl:when>
      <xsl:when test="$done = 'asked'"><cc:text key="done.asked"/></xsl:when>
      <xsl:when test="$done = 'taken-back'"><cc:text key="done.taken-back"/></xsl:when>
      <xsl:when test="$done = 'accepted'"><cc:text key="done.accepted"/></xsl:when>
      <xsl:when test="$done = 'declined'"><cc:text key="done.declined"/></xsl:when>
      <xsl:when test="$done = 'admitted'"><cc:text key="done.admitted"/></xsl:when>
      <xsl:when test="$done = 'not-admitted'"><cc:text key="done.not-admitted"/></xsl:when>
      <xsl:when test="$done = 'invited'"><cc:text key="done.invited"/></xsl:when>
      <xsl:when test="$done = 'link-made'"><cc:text key="done.link-made"/></xsl:when>
      <xsl:when test="$done = 'link-ended'"><cc:text key="done.link-ended"/></xsl:when>
      <xsl:when test="$done = 'extended'"><cc:text key="done.extended"/></xsl:when>
      <xsl:when test="$done = 'struck'"><cc:text key="done.struck"/></xsl:when>
      <xsl:when test="$done = 'question-added'"><cc:text key="done.question-added"/></xsl:when>
      <xsl:when test="$done = 'round-cancelled'"><cc:text key="done.round-cancelled"/></xsl:when>
      <xsl:when test="$done = 'learned'"><cc:text key="done.learned"/></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
