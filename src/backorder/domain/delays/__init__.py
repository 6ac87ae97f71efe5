"""Delay cases under rule packs: what the law of the destination asks for when a date slips.

Pure. `packs` are the rules as versioned data, `texts` their sentences, `choosing` which one holds,
`judging` which notice a slip asks for, `answering` what silence and answers mean, and by when a
refund is due, `escalating` when a person has to look. A help to follow the rules, and no legal
advice.
"""
