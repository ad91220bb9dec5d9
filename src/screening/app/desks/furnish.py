"""Which desk an unlocked station gets."""

from __future__ import annotations

from screening.app.desks.lobby import Lobby
from screening.app.desks.officer import OfficerDesk
from screening.app.desks.shell import Shell
from screening.app.desks.supervisor import SupervisorDesk


def furnish(shell: Shell, lobby: Lobby) -> None:
    """Open the desk of this station's role; it closes when the lobby is shut."""
    if shell.desk is None:
        return
    desk = OfficerDesk(shell) if shell.desk.role == "officer" else SupervisorDesk(shell)

    def shut() -> None:
        lobby.shut.disconnect(shut)
        desk.close()

    lobby.shut.connect(shut)
    desk.show()
