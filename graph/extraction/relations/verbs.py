"""Verbs and nouns by what they say of technology and its effects: general English, no wording of any document."""

from __future__ import annotations

from typing import Literal

from graph.extraction.relations.lexicon import words

Direction = Literal["opportunity", "threat", "mixed"]

# ── use ──
USE = words(
    "use utilise utilize employ adopt deploy leverage harness apply integrate incorporate implement embrace",
    "exploit introduce install trial pilot reuse embed wear acquire purchase buy license operate",
)
USE_WITH_PREPOSITION = {
    "rely": words("on upon"),
    "experiment": words("with"),
    "turn": words("to"),
    "invest": words("in"),
    "draw": words("on upon"),
    "switch": words("to"),
    "resort": words("to"),
    "capitalise": words("on"),
    "capitalize": words("on"),
    "rest": words("on upon"),
    "build": words("on upon"),
    "lean": words("on"),
    "run": words("on"),
    "work": words("with in"),
    "play": words("with"),
    "toy": words("with"),
    "tinker": words("with"),
    "engage": words("with"),
    "dabble": words("in"),
    "opt": words("for"),
    "look": words("to"),
    "move": words("to"),
    "shift": words("to"),
    "migrate": words("to"),
    "convert": words("to"),
    "subscribe": words("to"),
}
# What somebody works a technology into what they do: "fold robots *into* rehearsals".
USE_INTO = words(
    "fold weave blend bake bring build work mix plug bundle feed integrate incorporate introduce embed"
)
EQUIP = words("equip fit furnish augment supplement enrich")
USE_NOUNS = words(
    "use usage adoption application deployment integration implementation introduction incorporation utilisation",
    "utilization uptake employment embrace advent arrival rise spread emergence",
)
JOINING = words("combination fusion integration convergence marriage merging")
DEVELOP = words("develop build create launch design unveil release")
MADE = words("make build create produce develop film shoot record animate render print write compose draw design")
LIGHT_USE = {
    "make": words("use"),
    "take": words("advantage"),
    "put": words("use"),
    "pioneer": words("use"),
    "explore": words("use"),
    "champion": words("use"),
    "expand": words("use"),
}
BY_MEANS = words("through via with using by")
# What is for the better or the worse of whoever does it.
GAIN_FROM = words("benefit profit gain thrive flourish prosper draw")
LOSE_FROM = words("suffer")
DRIVEN = words("driven powered based enabled assisted generated led supported enhanced aided")

# ── making possible ──
ENABLE = words("enable allow permit empower let equip help assist")
FACILITATE = words(
    "enable facilitate support allow permit assist aid streamline automate simplify ease underpin power"
)
USED_FOR = words(
    "use utilise utilize employ deploy apply leverage harness design develop create build intend train"
)
# What machines are said to do themselves.
MACHINE_WORK = words(
    "analyse analyze annotate assess automate calculate capture categorise categorize classify cluster colourise",
    "colorize compare compile compose compress compute convert copy create curate cut decode deliver design",
    "detect digitise digitize display draft edit estimate extract filter flag forecast generate group handle",
    "identify imitate index interpret learn map match measure mimic model monitor optimise optimize organise",
    "organize paint personalise personalize pinpoint predict preserve print process produce project propose read",
    "recognise recognize recommend reconstruct record recreate render replicate reproduce restore retrieve scan",
    "search segment select separate simulate sort spot store suggest summarise summarize synthesise synthesize",
    "tag tailor target trace track transcribe translate upscale verify visualise visualize write",
    # showing and sending
    "broadcast exhibit publish relay stream transmit",
    # laying over
    "insert layer overlay stitch superimpose",
    # turning into something, and making
    "animate assemble build carve construct craft dub engrave fabricate invent knit manufacture sculpt sketch turn",
    "weave",
    # sensing and keeping
    "archive log sense",
    # answering and acting
    "answer immerse narrate navigate perform recite sing steer transport",
)
CAPABLE = words("able capable")
ABILITY = words("ability capability capacity power potential")
TASK_NOUNS = words(
    "analysis animation annotation archiving authoring authentication broadcasting captioning cataloguing",
    "cataloging classification collaboration colourisation communication composition conservation creation",
    "curation customisation customization dating design detection development digitisation digitization discovery",
    "distribution documentation dubbing editing engagement evaluation experimentation exploration fabrication",
    "forecasting generation identification illustration indexing interaction learning localisation localization",
    "making management manufacturing mapping marketing mastering measurement mixing modelling modeling monitoring",
    "optimisation optimization personalisation personalization planning prediction presentation preservation",
    "printing processing production promotion prototyping publishing recognition recommendation reconstruction",
    "recording rendering reproduction research restoration retrieval scanning scheduling screening search",
    "simulation storage storytelling streaming subtitling tagging targeting teaching testing tracking training",
    "transcription translation typesetting verification visualisation visualization writing",
)

# ── doing something to somebody: good, bad, or as the object is ──
BOOST = words(
    "accelerate advance aid amplify assist augment benefit better boost broaden democratise democratize diversify",
    "elevate empower enable encourage energise energize enhance enlarge enliven enrich expand extend facilitate",
    "foster fuel grow heighten help improve incentivise increase inspire invigorate lift multiply nurture",
    "optimise optimize personalise personalize promote propel protect reinforce reinvigorate rejuvenate",
    "revitalise revitalize revive safeguard save simplify smooth speed spur stimulate streamline strengthen",
    "support sustain unleash unlock upgrade uplift widen maximise maximize raise refine deepen preserve drive",
    "allow permit free liberate equip prepare favour favor ensure guarantee maintain uphold intensify enthuse",
    "bolster catalyse catalyze cultivate guide inform underpin nourish sharpen attract captivate delight educate",
    "entertain entice excite fascinate immerse reward rescue",
)
HARM = words(
    "alienate burden compromise cripple damage degrade destabilise destabilize deter devalue devastate diminish",
    "disadvantage discourage displace endanger erode exacerbate exclude hamper harm hinder homogenise homogenize",
    "hurt impair impede imperil infringe jeopardise jeopardize kill limit marginalise marginalize mislead",
    "obstruct outcompete overshadow penalise perpetuate replace restrict sideline squeeze stifle strain supplant",
    "threaten undercut undermine violate weaken worsen widen impoverish dilute cannibalise cannibalize challenge",
    "flood saturate swamp overwhelm drown inundate crush decimate ruin spoil distort stunt bankrupt starve",
    "steal cost rob",
    "deprive disincentivise disincentivize destroy dehumanise dehumanize crowd threaten complicate outpace",
)
LESSEN = words(
    "reduce cut lower decrease lessen minimise minimize diminish shrink shorten eliminate remove remedy alleviate",
    "mitigate ease relieve overcome save curb limit prevent avoid break dismantle tackle combat slash trim",
    "address solve resolve",
)
REMEDY = words("address solve resolve tackle overcome combat save ease")
RAISE = words(
    "increase raise drive expand grow widen heighten multiply intensify deepen amplify double triple extend"
)
CHANGE = words(
    "affect alter change disrupt impact influence modernise modernize redefine refashion reform reimagine",
    "reinvent remake remodel reorganise reorganize reshape restructure revolutionise revolutionize rewrite shape",
    "shift transform upend overhaul transfigure reconfigure blur determine digitise digitize automate redraw",
)
BRING = words(
    "bring offer provide create open introduce generate produce unlock present give deliver yield add contribute",
    "pave lay build establish attract gain allow make promise",
)
MAKE = words("create generate produce build make establish deliver yield present give add contribute")
# What a thing that makes it is good for.
WELCOME = words(
    "form experience possibility tool way job opportunity demand value revenue income employment growth",
    "interest access market audience",
)
POSE = words("pose present raise create represent constitute cause carry bring entail mean introduce trigger spark")
LEAD_TO = {
    "lead": words("to"),
    "result": words("in"),
    "contribute": words("to"),
    "translate": words("into"),
    "usher": words("in"),
}
PROMPT = words("prompt necessitate trigger spark provoke spur herald")
# What is touched stands behind a preposition.
TOUCH_WITH = {
    "resonate": words("with"),
    "appeal": words("to"),
    "interfere": words("with"),
    "infringe": words("on upon"),
    "encroach": words("on upon"),
    "impinge": words("on upon"),
    "detract": words("from"),
    "weigh": words("on"),
    "eat": words("into"),
}
CAUSED_BY = words(
    "drive power fuel transform reshape disrupt affect empower support boost hit threaten bring cause"
)

# ── nouns that say an effect ──
EFFECT_NOUNS: dict[str, Direction] = {
    **dict.fromkeys(
        words(
            "impact effect influence implication consequence change shift transformation disruption revolution",
            "ramification repercussion role upheaval question consideration",
        ),
        "mixed",
    ),
    **dict.fromkeys(
        words(
            "benefit opportunity boost boon advantage catalyst engine accelerator enabler lifeline potential",
            "stimulus support contribution foundation driver asset possibility ally springboard solution growth",
            "prospect",
        ),
        "opportunity",
    ),
    **dict.fromkeys(
        words(
            "threat risk challenge danger harm obstacle barrier burden problem hazard peril blow pressure concern",
            "damage difficulty hurdle impediment disadvantage drawback dilemma issue",
        ),
        "threat",
    ),
}
# "The transformation of schools" touches the schools; "the impact of schools" does not.
OF_IS_TOUCHED = words("change shift transformation disruption revolution upheaval growth")
# What there is more or less of: for better where that is good.
MORE = words("increase rise surge gain improvement boost uptick upturn")
LESS = words("decrease decline reduction fall drop loss cut downturn erosion")
ON = words("on upon for to over in about regarding concerning around surrounding")

# ── what is good to have more of, and what is bad ──
BAD = words(
    "abuse anxiety bias barrier bottleneck bureaucracy burden carbon challenge complexity concern concentration",
    "confusion cost crime damage danger debt deception delay dependence dependency difficulty discrimination",
    "displacement disparity divide emission error exclusion expense exploitation fake fatigue fear fraud friction",
    "gap harassment harm homogenisation homogenization inefficiency inequality inequity inflation infringement",
    "insecurity isolation issue limitation limit loss manipulation misinformation disinformation misuse monopoly",
    "obsolescence obstacle overload piracy plagiarism pollution poverty precarity prejudice pressure price",
    "problem redundancy restriction risk scarcity shortage spam stereotype strain stress stigma suspicion theft",
    "threat time toil tension uncertainty unemployment violation vulnerability waste workload silo hurdle",
    "drudgery labour-intensity hallucination footprint counterfeit infringer copycat",
)
NEUTRAL = words(
    "approach behaviour behavior boundary composition content culture dynamic environment habit landscape",
    "language model notion nature pattern perception practice process role rule structure way taste norm",
    "definition line",
)
# A sector's or group's aspects: the claim is about whose aspect it is.
ASPECTS = words(
    "adoption aspect area backbone career competitiveness core development direction diversity dynamic ecosystem",
    "effectiveness efficiency evolution fabric field foundation function future growth health income innovation",
    "job landscape life livelihood modernisation modernization momentum nature network part performance potential",
    "process productivity profile profitability progress prosperity quality range reach resilience revenue rise",
    "role scope segment speed stability standing state strength structure success survival sustainability",
    "transformation value viability visibility vitality way wellbeing work working world business model",
)
