"""Words that propose: verbs, nouns and adjectives of need and advice, and who makes policy."""

from __future__ import annotations

from graph.extraction.relations.lexicon import words

MUST = words("should must ought")
NEED = words("need have ought")
PROPOSE = words(
    "recommend propose advise advocate urge encourage suggest call press lobby plead demand request invite",
)
NECESSARY = words(
    "essential crucial vital important necessary imperative critical advisable paramount desirable key",
    "indispensable urgent recommended fundamental advised vital pivotal needed required",
)
NEED_NOUNS = words("need necessity importance priority call recommendation proposal case")
POLICY_MAKERS = words(
    "policymaker policy-maker government regulator legislator authority ministry council minister lawmaker"
)
# What lines of advice begin with, and a tagger takes for nouns.
IMPERATIVES = words(
    "fund train support invest create establish develop promote provide offer build strengthen improve increase",
    "reduce protect ensure encourage introduce extend expand set launch share publish review reform update adopt",
    "use test pilot measure monitor map record document archive plan design reward pay tax subsidise license",
    "label require ban limit help teach educate connect link partner engage involve consult appoint commission",
    "host hold run open close make",
)
MEASURE_HEADINGS = words(
    "recommendation recommendations proposals proposal actions measures priorities implication implications"
)
