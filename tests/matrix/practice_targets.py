"""Where the addresses of best practice lead."""


def _found(world, key, names):
    return {name: {"uuid": world.parts[name][key].uuid} for name in names if name in world.parts}


def _as(name, found):
    return dict.fromkeys([name], *found.values()) if found else {}


def offers(world):
    return _found(world, "offer", ("offer to partners", "offer revoked"))


def offers_to_copy(world):
    return _as("offer to copy", _found(world, "offer", ("offer to partners",)))


def offers_to_revoke(world):
    return _as("offer of ours", _found(world, "offer", ("offer to partners",)))


def preparations(world):
    return _found(world, "preparation", ("offer draft", "offer asked"))


def drafts(world):
    return _found(world, "preparation", ("offer draft",))


def learnings(world):
    return _found(world, "preparation", ("offer learning",))


def asked(world):
    return _found(world, "preparation", ("offer asked",))


def copied(world):
    return {t: {"uuid": world.parts[t]["framework"].uuid} for t in ("offer copied",) if t in world.parts}
