"""Claims about the script of the live page: it shows what is new, and says when nothing comes."""

import json
import shutil
import subprocess
from importlib import resources
from typing import Any

import pytest

NODE = shutil.which("node")

STAGE = """
const vm = require("node:vm");
const says = JSON.parse(process.argv[2]);
const seen = { shown: [], told: [], stale: [], titles: [], asked: [] };
const classes = new Set();
const place = {
  set innerHTML(text) { seen.shown.push(text); this.text = text; },
  querySelector(which) {
    if (which === ".now") return { dataset: { stage: "sending", run: this.text } };
    return which === ".stage" ? { textContent: " sent " } : { textContent: ` ${this.text} so far ` };
  },
};
const status = { set textContent(text) { seen.told.push(text); } };
const timers = [];
const document = {
  hidden: false,
  body: {
    dataset: {},
    classList: { add: (one) => classes.add(one), remove: (one) => classes.delete(one) },
  },
  getElementById: (id) => (id === "live" ? place : status),
  addEventListener() {},
  set title(text) { seen.titles.push(text); },
};
const fetch = async (path, options) => {
  seen.asked.push([path, options.cache]);
  const said = says.shift();
  if (said === null) throw new Error("gone");
  return { ok: typeof said === "string", status: said, text: async () => said };
};
const setTimeout_ = (next, wait_ms) => timers.push([next, wait_ms]);
(async () => {
  vm.runInNewContext(process.argv[1], { document, fetch, setTimeout: setTimeout_, Error });
  for (;;) {
    await new Promise((done) => setImmediate(done));
    seen.stale.push(classes.has("stale"));
    const [next, wait_ms] = timers.shift();
    seen.wait_ms = wait_ms;
    if (says.length === 0) break;
    next();
  }
  console.log(JSON.stringify(seen));
})();
"""


def _played(*says: str | int | None) -> dict[str, Any]:
    """Play the script against a server that says one thing after the other; None: it is gone."""
    if NODE is None:
        pytest.skip("node is not installed")
    script = resources.files("siaga.crowd.live").joinpath("assets/live.js").read_text(encoding="utf-8")
    done = subprocess.run(
        [NODE, "-e", STAGE, script, json.dumps(says)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_it_shows_what_is_new_and_touches_nothing_else() -> None:
    """A screen reader says each state once, and what is selected stays so."""
    seen = _played("GO", "GO", "NO GO")
    assert seen["shown"] == ["GO", "NO GO"]
    assert seen["told"] == ["GO so far. sent", "NO GO so far. sent"]
    assert seen["titles"] == ["GO so far · GO", "NO GO so far · NO GO"]
    assert seen["asked"] == [["now", "no-cache"]] * 3
    assert seen["wait_ms"] == 1000


@pytest.mark.parametrize(("lost", "why"), [(None, "gone"), (500, "it answers 500")])
def test_it_says_when_nothing_comes_any_more_and_when_it_does(lost: int | None, why: str) -> None:
    """What was shown last stays, marked as old, until there is something new."""
    seen = _played("GO", lost, "NO GO")
    assert seen["shown"] == ["GO", "NO GO"]
    assert seen["stale"] == [False, True, False]
    assert seen["told"][1] == (
        f"The web interface does not answer any more ({why}); this is what it said last."
    )
