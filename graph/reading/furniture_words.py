"""The words and forms that give site furniture away. Buttons are nothing else; controls may be topics as well."""

from __future__ import annotations

import re

_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def bare(line: str) -> str:
    """A line in small letters, its white space folded, without marks around it."""
    return _AROUND.sub("", " ".join(line.split()).casefold())


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in re.split(r"[|\n]", listed)) - {""}


BUTTONS = _names(
    """
    log in|login|log out|logout|sign in|sign up|register|create account|create an account|my account|subscribe
    subscribe now|subscribe here|unsubscribe|donate now|book now|buy now|add to cart
    add to basket|view cart|checkout
    skip to content|skip to main content|skip to navigation|jump to content|skip navigation|back to top|to top
    share this|share this article|share this page|share this story|share this post|share article|share on facebook
    share on twitter|share on x|share on linkedin|share via email|email this|email this page|print this page|tweet
    retweet|copy link|link copied|save article|follow us|follow us on|follow us on twitter|follow us on instagram
    read more|learn more|find out more|see more|show more|load more|view more|view all|see all|show all|more info
    continue reading|keep reading|next article|previous article|next post|previous post|next page|previous page
    older posts|newer posts|leave a comment|leave a reply|post comment|post comments|post a comment|add a comment
    add comment|write a comment|comments are closed|be the first to comment|no comments|no comments yet|reply
    privacy policy|cookie policy|cookie settings|cookie preferences|manage cookies|accept cookies|accept all cookies
    accept all|reject all|terms of use|terms of service|terms and conditions|terms & conditions|site map|sitemap
    legal notice|imprint|all rights reserved|advertisement|sponsored content|sponsored|advert|skip ad
    sign up for our newsletter|subscribe to our newsletter|newsletter sign-up|newsletter signup|open menu|close menu
    toggle navigation|main menu|go to homepage|download pdf|view pdf|enter your email|your email address|loading
    """
)
CONTROLS = _names(
    """
    home|homepage|about|about us|contact|contact us|news|blog|search|search q|menu|share|print|email|e-mail|save
    like|likes|collect|comment|comments|events|videos|video|audio|podcasts|newsletter|newsletters|startups|jobs|careers
    press|media|team|our team|who we are|what we do|our work|shop|store|donate|support|support us|help|faq|faqs
    members|membership|join|join us|gallery|projects|services|products|pricing|partners|publications|resources
    facebook|twitter|x|instagram|linkedin|youtube|tiktok|whatsapp|pinterest|reddit|flipboard|mastodon|bluesky|rss
    next|previous|back|more|close|all|categories|tags|archive|archives|topics|language|languages|privacy|cookies
    terms|legal|accessibility|feedback|visit|visit us|what's on|what’s on|tickets|collections|exhibitions|learn
    """
)
NATIVE_LANGUAGES = _names(
    """english|deutsch|français|español|italiano|português|nederlands|polski|čeština|svenska|dansk|norsk|suomi|eesti
    magyar|română|ελληνικά|русский|українська|türkçe|中文|简体中文|繁體中文|日本語|한국어|العربية|עברית|latviešu|lietuvių
    hrvatski|slovenščina|slovenčina|български|gaeilge|cymraeg|català|euskara|galego|malti"""
)
LANGUAGES = NATIVE_LANGUAGES | _names("en|de|fr|es|it|pt|nl|pl|cs|sv|da|no|fi|et|hu|ro|el|ru|uk|tr|zh|ja|ko|ar")

SEPARATOR = re.compile(r"\s*[|•·]\s*|\s{3,}|\s+/\s+")
_N = r"\d[\d.,]*\s?[km]?"
COUNTER = re.compile(
    rf"(likes?|collect|shares?|comments?|replies|tweets?|retweets?|bookmarks?)\s*[:(]?\s*{_N}\)?"
    rf"|{_N}\s(likes?|shares?|comments?|replies|retweets?)(\s?[|·•]?\s?{_N}\s(likes?|shares?|comments?|replies))*"
    rf"|(words|characters)\s\d+/\d+|(\w+\s){{1,2}}{_N}\scomments?|{_N}[\s-]min(ute)?s?\sread"
)
COUNT = re.compile(r"\d{1,3}([.,]\d{3})*|\d{4,6}(?<!19\d\d)(?<!20\d\d)")
ADDRESS = re.compile(
    r"[\W_]*(e-?mail\s*:\s*)?([\w.+-]+@[\w-]+(\.[\w-]+)+(\]\(mailto:[^)]*\))?|@[\w\\]{2,})[\W_]*", re.IGNORECASE
)
NOTICE = re.compile(
    r"[\W_]{0,3}(©|\(c\)\s|copyright\s*(©|\(c\)|(19|20)\d\d)|(19|20)\d\d\s*©).{0,200}$"
    r"|all rights reserved\W*$|(we|this (web)?site|our (web)?site)( and our partners)? uses? cookies\b.{0,300}$"
    r"|by (continuing to|using) (use |browse )?(this|our) (web)?site\b.{0,300}$"
    r"|your e-?mail (address )?will not be published\b.{0,80}$"
    r"|this site is protected by recaptcha\b.{0,200}$|(proudly )?powered by (wordpress|drupal|wix)\b.{0,60}$",
    re.IGNORECASE,
)
INVITATION = re.compile(
    r"(sign up|subscribe|register) (for|to|now|here|today)\b.*(newsletter|mailing list|updates|news|alerts)\b.*"
    r"|(get|receive) (updates|news|the latest|our newsletter|our latest)\b.*|join our (newsletter|mailing list)\b.*"
    r"|(save|enter) (my name|your e-?mail)\b.*|you must be logged in to\b.*|follow us on\b.*|click here to\b.*"
)
BREADCRUMB = re.compile(
    r"\s*(you are here\W+)?(home|homepage|start|main page)\s*[>›»/→]\s*[^.!?]{1,160}$"
    r"|\s*you are here\W.{1,160}$",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"(page|slide|p\.)\s\d{1,4}(\s?(of|/)\s?\d{1,4})?|\d{1,4}\sof\s\d{1,4}")
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?"
    r"|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)"
)
_DAY = r"\d{1,2}(st|nd|rd|th)?"
DATE = re.compile(
    r"((published|posted|updated|last updated|date)( on)?\s*:?\s*)?"
    r"((mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?"
    rf"({_MONTH}\.?\s{_DAY},?\s\d{{4}}|{_DAY}\s{_MONTH}\.?,?\s\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
OTHERS = re.compile(
    r"(latest|recent|related|recommended|popular|trending|more|other|similar|further|featured)(\s\w+){0,2}\s"
    r"(news|articles?|stories|posts?|updates|content|headlines)( and (news|updates|events|articles|stories))?"
    r"|(latest|related|recommended|popular|more|other|recent) (news|articles|stories|posts|updates)"
    r"|most (read|popular|viewed)|you (may|might) also (like|enjoy|be interested in)|read (next|also)"
    r"|recommended for you|more (from|in|on) .{2,40}"
    r"|what to read next|don['’]t miss|also on this site|keep exploring|explore more"
)
