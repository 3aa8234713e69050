"""Where the addresses of frameworks lead."""


def framework_versions(world):
    found = {t: world.parts[t] for t in ("framework draft", "framework elsewhere") if t in world.parts}
    return {t: {"uuid": parts["version"].uuid} for t, parts in found.items()}


def frameworks(world):
    found = {t: world.parts[t] for t in ("framework draft", "framework elsewhere") if t in world.parts}
    return {t: {"uuid": parts["version"].framework.uuid} for t, parts in found.items()}


def framework_drafts(world):
    return {t: kwargs for t, kwargs in framework_versions(world).items() if t == "framework draft"}


def frameworks_published(world):
    return {t: kwargs for t, kwargs in frameworks(world).items() if t == "framework elsewhere"}


def framework_pairs(world):
    return {t: {**kwargs, "other": kwargs["uuid"]} for t, kwargs in framework_versions(world).items()}
