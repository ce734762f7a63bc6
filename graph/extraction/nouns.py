"""What kind of thing a noun stands for, by lists of general English of culture, technology, work and public
policy, and by the endings of words: "photogrammetry" is a technique, "scriptwriting" something people do."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.extraction.wordforms import singular

_TYPES = {
    "Museum": "museum gallery kunsthalle musée museo museu galerie galleria",
    "CollegeOrUniversity": (
        "university college school academy conservatoire conservatory polytechnic faculty universität université "
        "universidad universidade università hochschule akademie académie accademia"
    ),
    "GovernmentOrganization": (
        "government ministry department council commission parliament authority directorate "
        "municipality treasury office"
    ),
    "ResearchOrganization": "institute laboratory lab observatory",
    "OrganizationalCollaboration": "consortium alliance partnership network coalition collective cluster hub",
    "NewsMediaOrganization": "newspaper broadcaster magazine gazette herald tribune",
    "Corporation": ("company corporation ltd limited inc plc llc gmbh studio label publisher bank group holdings"),
    "Organization": (
        "théâtre teatro bibliothèque biblioteca fondation fundación fondazione stiftung organisation "
        "organization foundation trust association society union charity centre center federation orchestra "
        "theatre theater library archive ballet choir ensemble guild agency board bureau committee"
    ),
    "Movie": "film movie documentary feature short thriller",
    "TVSeries": "series sitcom drama show",
    "VideoGame": "game videogame shooter",
    "MusicAlbum": "album ep single",
    "VisualArtwork": "painting sculpture artwork installation portrait mural photograph triptych",
    "Report": "report survey review study whitepaper bulletin paper",
    "ScholarlyArticle": "thesis dissertation preprint",
    "Article": "article essay editorial",
    "SoftwareApplication": "app application plugin plug-in",
    "DataSet": "dataset database catalogue census",
    "CreativeWork": (
        "novel book play poem opera symphony manuscript journal song track podcast story script "
        "screenplay trilogy memoir composition musical publication blog website collection"
    ),
    "Technology": (
        "software algorithm technology headset printer scanner camera sensor robot drone engine "
        "platform tool system device model interface technique hardware simulation rendering codec "
        "protocol projector wearable chip processor server synthesiser synthesizer smartphone tablet "
        "laptop console avatar hologram metaverse internet encryption animation scanning printing "
        "cutting capture mapping tracking modelling modeling imaging streaming recognition synthesis "
        "visualisation visualization reconstruction computing analytics lidar plotter toolkit "
        "processing assistant vehicle car analysis notification keyboard middleware digitisation "
        "digitization metadata recommender ledger beacon machine scan glasses loom lathe kiln "
        "generator display screen api apis forum marketplace newsletter chatbot website webcam wristband router "
        "scraper dashboard paywall microphone loudspeaker turntable sequencer synth firmware electronics "
        "circuitry optics gadget joystick computer "
        "sampler watermark"
    ),
    "ActorGroup": (
        "people workforce public audience staff worker artist designer musician firm business employer "
        "freelancer creator curator visitor student child family viewer listener reader consumer user maker "
        "professional practitioner writer author performer actor filmmaker researcher expert specialist "
        "scientist scholar academic teacher educator learner apprentice graduate trainee crew dancer singer "
        "composer producer director editor developer engineer technician programmer photographer illustrator "
        "animator architect craftsperson craftspeople craftsman artisan journalist librarian archivist "
        "conservator policymaker policy-maker regulator investor funder manager entrepreneur start-up startup "
        "enterprise sme supplier retailer customer client player gamer fan subscriber tourist volunteer "
        "citizen resident amateur talent woman man adult parent pupil institution venue stakeholder "
        "intermediary brand storyteller influencer hobbyist critic respondent participant interviewee weaver "
        "potter dealer collector sculptor painter poet novelist carver jeweller trader buyer lecturer mentor "
        "tutor analyst translator presenter host inventor innovator modder streamer vlogger youtuber "
        "podcaster campaigner activist leader official executive founder owner holder schoolchild operator "
        "promoter manufacturer partner broker sponsor collaborator lawyer economist spokesman spokeswoman "
        "spokesperson marketer advertiser restorer attorney solicitor bidder dean correspondent columnist "
        "cinematographer choreographer narrator stylist gallerist auctioneer consultant technologist "
        "pensioner teenager creatives coordinator spinner dyer grower reporter vendor newsroom band donor patron "
        "backer commissioner troupe seller crafter jeweler aficionado organiser organizer "
        "showrunner dj shopper tailor checker team"
    ),
    "Sector": (
        "sector industry subsector sub-sector trade economy art music fashion photography architecture "
        "advertising broadcasting tourism publishing jewellery esports ceramics typography poetry puppetry circus"
    ),
    "Skill": (
        "skill literacy competence competency know-how expertise craftsmanship training "
        "apprenticeship proficiency qualification problem-solving solving teamwork thinking empathy "
        "intelligence judgement judgment"
    ),
    "Policy": (
        "policy act strategy law bill regulation directive fund subsidy grant scheme incentive tariff "
        "levy legislation guideline manifesto relief charter treaty plan voucher bursary deal"
    ),
    "Project": "project initiative pilot programme program campaign",
    "Event": (
        "conference summit workshop fair ceremony prize award biennale hackathon convention expo symposium concert"
    ),
    "Festival": "festival carnival fringe",
    "ExhibitionEvent": "exhibition retrospective exhibit",
    "City": "city town borough village",
    "Country": "country republic kingdom",
    "Place": (
        "region district county province quarter park building street island valley river bridge "
        "square hall house palace castle cathedral church station airport road avenue wharf coast"
    ),
    "Activity": (
        "creation editing writing making marketing conservation restoration curation storytelling "
        "prototyping production distribution recording mixing mastering dubbing subtitling "
        "translation cataloguing performing design manufacturing teaching composing publishing "
        "archiving casting scouting research ticketing documentation promotion advertising "
        "transcription tagging lighting sampling weaving carving knitting embroidery printmaking engagement "
        "interaction sharing generation communication personalisation personalization financing preservation "
        "development participation storage learning reproduction"
    ),
    "Trend": (
        "digitalisation digitalization globalisation globalization transformation convergence boom "
        "recession pandemic urbanisation urbanization inflation innovation customisation customization"
    ),
    "Measure": (
        "revenue turnover income employment attendance output rate earnings export import gva gdp "
        "productivity score hour spending expenditure footfall admission"
    ),
    "Topic": (
        "copyright privacy ethics diversity inclusion heritage sustainability creativity authorship "
        "bias consent ownership originality stereotype accountability transparency sensitivity "
        "misinformation disinformation wellbeing equality royalty licence license right"
    ),
}
# A word in two lists has the kind that comes first: a named "Gallery" is a museum, an "agency" a body.
_TYPE_OF: dict[str, str] = {}
for _type, _words in _TYPES.items():
    for _word in _words.split():
        _TYPE_OF.setdefault(_word, _type)

# A network, design or reality after one of these is a technology.
TECHNICAL = frozenset(
    "digital virtual augmented mixed extended computer computational machine neural artificial automated automatic "
    "generative immersive deep synthetic wireless robotic electronic smart algorithmic parametric procedural "
    "modular volumetric additive holographic haptic predictive real-time 3d 3-d online mobile interactive".split()
)
_PERSON = re.compile(
    r"(ist|ician|wright|smith|maker|grapher|owner|holder|goer|worker|seeker|keeper|writer|reader|builder|setter)$"
)
_NOT_A_PERSON = frozenset({"list", "twist", "checklist", "assist", "mist", "playlist", "exist", "consist"})
_ENDINGS = {
    "Technology": re.compile(r"(grammetry|lithography|holography|tomography|scopy|splatting)$"),
    "Activity": re.compile(
        r"^(?:[a-z]{3,}-?(?:writing|telling|typing|funding|sourcing|casting|streaming|making|raising|lancing)"
        r"|prototyping|branding|gaming|vlogging|blogging|upskilling|reskilling)$"
    ),
    "Trend": re.compile(
        r"^(?:de)?(?:digital|digit|global|urban|personal|custom|central|platform|monet|commercial|servit|token|privat"
        r"|liberal|miniatur|decarbon|hybrid)i[sz]ation$|^(?:gami|data)fication$|^automation$"
    ),
}


@lru_cache(maxsize=20_000)
def type_of_noun(word: str) -> str | None:
    """The type of the things that a noun stands for, whatever its case and number; None where it tells nothing.

    >>> type_of_noun("Museum"), type_of_noun("algorithms"), type_of_noun("photogrammetry"), type_of_noun("idea")
    ('Museum', 'Technology', 'Technology', None)
    """
    low = word.lower()
    one = singular(low)
    found = _TYPE_OF.get(low) or _TYPE_OF.get(one)
    if found is not None:
        return found
    if one.endswith(("museum", "musée")):
        return "Museum"
    if low.endswith("men") and low[:-2] + "an" in _TYPE_OF:
        return _TYPE_OF[low[:-2] + "an"]
    if _PERSON.search(one) and one not in _NOT_A_PERSON:
        return "ActorGroup"
    return type_by_ending(low)


def type_by_ending(word: str) -> str | None:
    """The type that the ending of a lower-case word gives by itself."""
    return next((type for type, ending in _ENDINGS.items() if ending.search(word)), None)
