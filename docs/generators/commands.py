"""The command line page: every command with its arguments and options, read from the program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from backorder import cli

from .markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def program() -> Any:  # noqa: ANN401 (typer's own copy of click has no public types)
    """Return the command line's root."""
    return get_command(cli.build())


def commands(group: Any | None = None, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield every command under its full name, those of groups included."""
    root = group if group is not None else program()
    for name, command in sorted(root.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, f"{path}{name} ")
        elif not command.hidden:
            yield f"{path}{name}", command


def options(command: Any) -> list[str]:  # noqa: ANN401 (as above)
    """Return the options of a command as they are typed."""
    asked = [p for p in command.params if p.param_type_name == "option"]
    return [flag for p in asked for flag in (*p.opts, *p.secondary_opts)]


def _usage(name: str, command: Any) -> str:  # noqa: ANN401 (as above)
    words = [f"backorder {name}"]
    if any(p.param_type_name == "option" for p in command.params):
        words.append("[OPTIONS]")
    words += [
        _metavar(p) if p.required else f"[{_metavar(p)}]"
        for p in command.params
        if p.param_type_name == "argument"
    ]
    return " ".join(words)


def _metavar(parameter: Any) -> str:  # noqa: ANN401 (as above)
    return str(parameter.metavar or parameter.name.upper())


def _option(command: Any, parameter: Any) -> tuple[str, str, str]:  # noqa: ANN401 (as above)
    flags = ", ".join(f"`{flag}`" for flag in parameter.opts + parameter.secondary_opts)
    takes = "" if getattr(parameter, "is_flag", False) else f" `{_takes(command, parameter)}`"
    default = parameter.default
    shown = "" if default in (None, False, "") or callable(default) else f"`{default}`"
    return f"{flags}{takes}", parameter.help or "", shown


def _takes(command: Any, parameter: Any) -> str:  # noqa: ANN401 (as above)
    shown = parameter.display_type(command.context_class(command)).strip("<>")
    return str(parameter.metavar or (shown if "|" in shown else shown.upper()))


def _section(name: str, command: Any) -> str:  # noqa: ANN401 (as above)
    help_text = "\n".join(line.strip() for line in (command.help or "").strip().splitlines())
    parts = [f"## {name}", help_text, f"```text\n{_usage(name, command)}\n```"]
    arguments = [
        (f"`{_metavar(p)}`", p.help or "")
        for p in command.params
        if p.param_type_name == "argument"
    ]
    if arguments:
        parts.append(table(["argument", "meaning"], arguments))
    found = [_option(command, p) for p in command.params if p.param_type_name == "option"]
    if found:
        parts.append(table(["option", "meaning", "default"], found))
    return "\n\n".join(parts)


def write(_about: str = "") -> str:
    """Return a section for each command."""
    return "\n\n".join(_section(name, command) for name, command in commands())
