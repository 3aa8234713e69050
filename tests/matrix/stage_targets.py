"""Where the addresses of moves lead."""


def a_move(world):
    return {"shared": {"uuid": world.ocg.uuid, "code": "reopen"}}
