// The hall display: clock, age of the data, calm paging, and fetching what changed.
"use strict";

const POLL = 15000, TURN = 10000, STALE = 120, DEAD = 600;
const body = document.body;
let etag = "", shown = 0;
let offset = Number(body.dataset.now) - Date.now();
let age = body.dataset.age === "" ? Infinity : Number(body.dataset.age);
let agedFrom = performance.now();

function slides() { return document.querySelectorAll("#board .slide"); }

function show(index) {
  const all = slides();
  if (!all.length) return;
  shown = index % all.length;
  all.forEach((slide, place) => slide.classList.toggle("is-shown", place === shown));
  document.getElementById("page").textContent = all.length > 1 ? `第${shown + 1}页 共${all.length}页` : "";
}

function two(number) { return String(number).padStart(2, "0"); }

function tick() {
  // Shanghai's wall clock, whatever zone the box behind the screen believes in.
  const now = new Date(Date.now() + offset + 8 * 3600e3);
  document.getElementById("clock").textContent = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}`;
  document.getElementById("today").textContent = `${now.getUTCMonth() + 1}月${now.getUTCDate()}日(周${"日一二三四五六"[now.getUTCDay()]})`;
  const seconds = age + (performance.now() - agedFrom) / 1000;
  body.classList.toggle("is-fresh", seconds < STALE);
  body.classList.toggle("is-stale", seconds >= STALE && seconds < DEAD);
  body.classList.toggle("is-dead", seconds >= DEAD);
  const words = document.getElementById("age");
  if (words) words.textContent = seconds < 60 ? " · 刚刚" : seconds < 5400 ? ` · ${Math.floor(seconds / 60)}分钟前` : "";
  const at = document.getElementById("data-at");
  if (at && isFinite(seconds)) {
    const then = new Date(now - seconds * 1000);
    at.textContent = `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`;
  }
}

async function ask(address, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 10000);
  try { return await fetch(address, { headers, cache: "no-store", signal: stop.signal }); }
  finally { clearTimeout(timer); }
}

async function redraw() {
  const answer = await ask(location.pathname, {});
  if (!answer.ok) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (fresh.body.dataset.assets !== body.dataset.assets) { location.reload(); return true; }
  for (const part of [".head__title", "#board", "#counts", ".foot__age"]) {
    document.querySelector(part).replaceWith(fresh.querySelector(part));
  }
  show(Math.min(shown, slides().length - 1));
  return true;
}

async function poll() {
  try {
    const answer = await ask(body.dataset.facts, etag ? { "If-None-Match": etag } : {});
    if (answer.status !== 304 && !answer.ok) return;
    const isNew = answer.status === 200 && answer.headers.get("ETag") !== etag;
    if (isNew && !(await redraw())) return;
    etag = answer.headers.get("ETag") || etag;
    offset = Number(answer.headers.get("X-Hall-Now")) - Date.now();
    age = answer.headers.get("X-Hall-Age") === "" ? Infinity : Number(answer.headers.get("X-Hall-Age"));
    agedFrom = performance.now();
  } catch (error) {
    // No network: what is shown stays, and its age is told.
  } finally { tick(); }
}

show(0);
tick();
setInterval(tick, 1000);
setInterval(() => show(shown + 1), TURN);
setInterval(poll, POLL);
poll();
