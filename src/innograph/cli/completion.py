"""Completion in shells: the command that prints a shell's script, and what Bash needs of its own."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, get_completion_class

from innograph.cli.group import cli

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_INNOGRAPH_COMPLETE"
NO_SPACE = "            COMPREPLY+=($value)\n            [[ $value == *= ]] && compopt -o nospace\n"


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes innograph's commands in SHELL after Tab.

    It completes commands, options and formats, questions and their parameters, entities and sources.
    Read it when a shell starts: in ~/.bashrc by eval "$(innograph completion bash)", in ~/.zshrc by
    eval "$(innograph completion zsh)"; fish reads it from its folder of completions.

    \b
    Examples:
      innograph completion bash > innograph.bash
      innograph completion zsh > innograph.zsh
      innograph completion fish > innograph.fish
    """
    from innograph.cli.invocation import write_text

    kind = get_completion_class(shell)
    if kind is not None:
        write_text(kind(cli, {}, "innograph", VARIABLE).source())


class BashWords(BashComplete):
    """Completion for Bash, which takes ``case=levon`` for three words, while we take it for one."""

    name = "bash"
    source_template = BashComplete.source_template.replace("            COMPREPLY+=($value)\n", NO_SPACE)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one to complete, and that one, joined where Bash parted them."""
        words, incomplete = super().get_completion_args()
        self.before = ""
        if incomplete == "=":
            words, incomplete = [*words, "="], ""
        if len(words) > 1 and words[-1] == "=":
            *words, name, _ = words
            self.before = f"{name}="
        return words, self.before + incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """The item, less the part that Bash will not replace."""
        return f"{item.type},{item.value.removeprefix(self.before)}"


add_completion_class(BashWords)
