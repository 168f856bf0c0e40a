"""The changes in the folder of a pane."""

from __future__ import annotations

from webmux.changes import working_tree
from webmux.changes.git_errors import NoRepository
from webmux.changes.git_process import Git
from webmux.changes.working_tree import Changes, Difference
from webmux.errors import PaneNotFound, TmuxCommandFailed, TmuxError
from webmux.tmux import names
from webmux.tmux.control.process import NoServer
from webmux.tmux.server import Tmux, existing_folder


class PaneChanges:
    """Answers for all panes of one tmux server. A pane is tmux's number, without `%`."""

    def __init__(self, tmux: Tmux, git: Git | None = None) -> None:
        self.git = git or Git()
        self._tmux = tmux

    def active_pane(self, session_id: str) -> str:
        """The id of the active pane of a session. Raises TmuxError. Switches: yes."""
        words = ("list-panes", "-t", f"{names.check_session_id(session_id)}:", "-f", "#{pane_active}")
        return self._tmux.link.run((*words, "-F", "#{pane_id}")).strip()

    def of_pane(self, pane: str) -> Changes:
        """What differs from HEAD.

        Raises:
            BadField: the number is wrong.
            PaneNotFound: there is no such pane.
            TmuxError: tmux does not answer.

        Raises also, Switches: as `working_tree.changes`.
        """
        return working_tree.changes(self.git, self._folder(pane))

    def difference(self, pane: str, path: str) -> Difference:
        """How one file differs from HEAD. Raises, Switches: as `of_pane` and `working_tree.difference`."""
        working_tree.check_path(path)
        return working_tree.difference(self.git, self._folder(pane), path)

    def _folder(self, pane: str) -> str:
        pane_id = names.check_pane_id(f"%{pane}")
        words = ("list-panes", "-t", pane_id, "-f", f"#{{==:#{{pane_id}},{pane_id}}}")
        [printed] = self._tmux.link.run_each([[(*words, "-F", "#{pane_current_path}")]])
        is_gone = isinstance(printed, TmuxCommandFailed) and "can't find pane" in printed.stderr
        if is_gone or isinstance(printed, NoServer):
            raise PaneNotFound(pane_id)
        if isinstance(printed, TmuxError):
            raise printed
        folder = existing_folder(printed.removesuffix(b"\n"))
        if not folder.startswith("/"):
            raise NoRepository("the folder of this pane is not known; change to a folder in it")
        return folder
