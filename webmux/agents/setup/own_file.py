"""Files of ours in the configuration folder of an agent: we write them whole, and delete them. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

from webmux.agents.setup.hook_script import END, SCRIPT_PLACE, TIMEOUT_S, hook_command


class NotOurs(ValueError):
    """Another program wrote a file where ours would be."""


def add(text: str | None, content: str) -> str:
    """The content, in place of an earlier one.

    Raises:
        NotOurs: the file is of somebody else.
    """
    if text is not None:
        remove(text)
    return content


def remove(text: str) -> None:
    """None: our file goes. Raises NotOurs."""
    if SCRIPT_PLACE not in text:
        raise NotOurs("it was not written by webmux agents setup")


def copilot_hooks(kinds: Mapping[str, tuple[str, str]]) -> str:
    """A file of hooks for Copilot CLI; `kinds` is by event, each with its matcher or an empty text."""
    hooks = {
        event: [
            {
                "type": "command",
                **({"matcher": matcher} if matcher else {}),
                "bash": hook_command(kind, "copilot"),
                "timeoutSec": TIMEOUT_S,
            }
        ]
        for event, (kind, matcher) in kinds.items()
    }
    return json.dumps({"version": 1, "hooks": hooks}, indent=2) + "\n"


COPILOT = copilot_hooks(
    {
        "sessionStart": ("idle", ""),
        "userPromptSubmitted": ("working", ""),
        "preToolUse": ("working", ""),
        "notification": ("waiting", "permission_prompt|elicitation_dialog"),
        "postToolUse": ("working", ""),
        "postToolUseFailure": ("working", ""),
        "agentStop": ("done", ""),
        "sessionEnd": (END, ""),
    }
)
"""Not `permissionRequest`: it comes without a question, too.

Source: docs.github.com, "GitHub Copilot hooks reference".
"""

OPENCODE = r"""// Written by "webmux agents setup". Tells WebMux what opencode in this tmux pane does.
import { spawn, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';

const SCRIPT = `${homedir()}/PLACE`;
const subagents = new Set();
const questions = new Set();
let last = Promise.resolve();
let ending = 'done';

// One after the other, so that the newest state stays.
function tell(kind) {
  last = last.then(
    () =>
      new Promise((ended) => {
        const hook = spawn(SCRIPT, [kind, 'opencode'], { stdio: 'ignore' });
        hook.on('error', ended);
        hook.on('exit', ended);
      }),
  );
}

function onEvent({ type, properties }) {
  if (/^(permission|question)\.(v2\.)?asked$/.test(type)) {
    questions.add(properties.id);
    tell('waiting');
  } else if (/^(permission|question)\.(v2\.)?(replied|rejected)$/.test(type)) {
    questions.delete(properties.requestID);
    // Usually ends the task, which is then not done.
    if (properties.reply === 'reject' || type.endsWith('rejected')) ending = 'idle';
    if (questions.size === 0) tell('working');
  } else if (type === 'session.created' && properties.info?.parentID) {
    subagents.add(properties.info.id);
  } else if (type === 'session.status' && properties.status?.type !== 'idle') {
    ending = 'done';
    if (questions.size === 0) tell('working');
  } else if (type === 'session.error' && !subagents.has(properties.sessionID)) {
    ending = properties.error?.name === 'MessageAbortedError' ? 'idle' : 'waiting';
  } else if (type === 'session.idle' && !subagents.has(properties.sessionID)) {
    questions.clear();
    tell(ending);
  }
}

export const WebMux = async () => {
  if (!process.env.TMUX_PANE) return {};
  tell('idle');
  process.once('exit', () => spawnSync(SCRIPT, ['end', 'opencode'], { stdio: 'ignore', timeout: 1000 }));
  return { event: async ({ event }) => onEvent(event) };
};
""".replace("PLACE", SCRIPT_PLACE)
"""A plugin. Source: opencode.ai/docs/plugins, and the types of the package @opencode-ai/sdk."""
