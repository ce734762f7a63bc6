"""The verbs of saying."""

from __future__ import annotations

from graph.extraction.relations.lexicon import words

SAYING = words(
    "say tell add explain argue note stress state claim warn comment continue insist suggest emphasise",
    "emphasize observe remark recall reflect admit acknowledge announce declare write conclude ask reply answer",
    "respond reveal agree caution confirm maintain mention quip joke predict recommend urge highlight underline",
    "underscore point put contend assert affirm believe think report stipulate boast lament complain concede",
    "elaborate propose promise enthuse summarise summarize muse sum wonder advise",
    "laugh smile sigh shout whisper grin chuckle cry exclaim joke nod shrug",
)
# Followed by a name for a thing: "described it as “a turning point”".
DESCRIBING = words(
    "describe call define characterise characterize label hail praise dub term refer criticise criticize",
    "dismiss",
)
REPORTING = words(
    "say tell add explain argue note stress state claim warn insist suggest emphasise emphasize observe remark",
    "recall admit acknowledge announce declare write conclude reveal agree caution confirm maintain predict",
    "recommend urge highlight underline underscore contend assert affirm believe think report propose promise",
    "concede estimate find point recognise recognize hope fear expect",
)
# Of these, what is said is an object as often as a clause: "stressed the need for training".
WITH_OBJECT = words(
    "stress emphasise emphasize highlight underline underscore acknowledge warn",
)
