"""`webmux completion`: print the script that completes words in a shell."""

from __future__ import annotations

import click

from webmux.program import COMPLETION_VARIABLE, INSTALLED_NAME

INSTALL = {
    "bash": '# Add this line to ~/.bashrc:\n#   eval "$(webmux completion bash)"\n',
    "zsh": '# Add this line to ~/.zshrc, after compinit:\n#   eval "$(webmux completion zsh)"\n',
    "fish": "# Type this once:\n#   webmux completion fish > ~/.config/fish/completions/webmux.fish\n",
}


@click.command()
@click.argument("shell", type=click.Choice(list(INSTALL)))
@click.pass_context
def completion(context: click.Context, /, *, shell: str) -> None:
    """Print the script that completes words in SHELL. Its first lines say what to type."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    completer = found(context.find_root().command, {}, INSTALLED_NAME, COMPLETION_VARIABLE)
    # Not `source()`: that of bash starts a bash to ask its version.
    script = completer.source_template % completer.source_vars()
    click.echo(INSTALL[shell] + script.strip())
