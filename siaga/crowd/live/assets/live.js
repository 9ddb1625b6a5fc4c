// Shows once a second what is new of the run. The server has drawn all of it, and escaped what it quotes.
"use strict";

const EVERY_MS = 1000;
const place = document.getElementById("live");
const status = document.getElementById("status");
let shown = "";
let told = "";

function tell(text) {
  // Only what is new is written, so that a screen reader says it once.
  if (text !== told) {
    told = text;
    status.textContent = text;
  }
}

function show(text) {
  if (text === shown) {
    return;
  }
  shown = text;
  place.innerHTML = text;
  const { stage, run } = place.querySelector(".now").dataset;
  document.body.dataset.stage = stage;
  const outcome = place.querySelector(".outcome h2");
  const line = place.querySelector(".stage");
  document.title = outcome ? `${outcome.textContent.trim()} · ${run}` : "siaga";
  tell([outcome, line].filter(Boolean).map((one) => one.textContent.trim()).join(". "));
}

async function look() {
  // Nobody sees a hidden page.
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch("now", { cache: "no-cache" });
    if (!answer.ok) {
      throw new Error(`it answers ${answer.status}`);
    }
    show(await answer.text());
    document.body.classList.remove("stale");
  } catch (error) {
    document.body.classList.add("stale");
    tell(`The web interface does not answer any more (${error.message}); this is what it said last.`);
  }
}

async function keepLooking() {
  // One question at a time, however slow the answer is.
  await look();
  setTimeout(keepLooking, EVERY_MS);
}

document.addEventListener("visibilitychange", look);
keepLooking();
