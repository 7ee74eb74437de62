// The wall: which phones hang on it, what is new, what time it is there.

import { look, tell, person as tellPerson } from "./api.js";
import { clockText, faceOf } from "./bubbles.js";
import { showLog } from "./log.js";
import { Phone } from "./phone.js";

const byId = (id) => document.getElementById(id);
const phones = new Map();
let clockAhead = 0;

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

async function follow() {
  let bell = -1;
  for (;;) {
    try {
      const news = await look(`wall?bell=${bell}&wait=20`);
      if (news.people) {
        bell = news.bell;
        await show(news);
      }
      document.body.classList.toggle("offline", !news.people);
      await rest(news.people ? 150 : 1000);
    } catch {
      document.body.classList.add("offline");
      await rest(1000);
    }
  }
}

async function show({ people, accounts, clock }) {
  clockAhead = clock.now - Date.now() / 1000;
  const byApp = new Map(accounts.map((account) => [account.app_id, account]));
  const pinned = people.filter((one) => one.pinned && byApp.has(one.account));
  hang(pinned, byApp);
  showTabs(pinned);
  showRoster(people.filter((one) => !one.pinned));
  showActions(accounts.flatMap((account) => account.actions));
  byId("empty").hidden = pinned.length > 0;
  if (byId("wall").childElementCount && !document.querySelector(".tabs [aria-current]")) markTab();
  await Promise.all(pinned.map((one) => phones.get(one.openid).update(one, byApp.get(one.account))));
  if (!byId("log").hidden) await showLog();
}

function hang(pinned, byApp) {
  const wanted = new Set(pinned.map((one) => one.openid));
  for (const [openid, phone] of phones) {
    if (wanted.has(openid)) continue;
    phone.element.remove();
    phones.delete(openid);
  }
  for (const one of pinned.filter(({ openid }) => !phones.has(openid))) {
    const phone = new Phone(one, byApp.get(one.account));
    phones.set(one.openid, phone);
    byId("wall").append(phone.element);
  }
}

function chip(one, act) {
  const made = document.createElement("button");
  made.type = "button";
  const face = document.createElement("span");
  const { letter, hue } = faceOf(one.name);
  face.className = "face";
  face.textContent = letter;
  face.style.setProperty("--hue", hue);
  made.append(face, one.name);
  if (one.unread) {
    const count = document.createElement("b");
    count.textContent = one.unread;
    made.append(count);
  }
  made.addEventListener("click", act);
  return made;
}

// On a narrow screen one phone is seen at a time: the tabs lead to the others.
function showTabs(pinned) {
  const scrollTo = (one) => () =>
    phones.get(one.openid).element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  const names = JSON.stringify(pinned.map((one) => [one.openid, one.name]));
  if (byId("tabs").dataset.names === names) return;
  byId("tabs").dataset.names = names;
  byId("tabs").replaceChildren(...pinned.map((one) => chip({ ...one, unread: 0 }, scrollTo(one))));
  markTab();
}

function markTab() {
  const wall = byId("wall").getBoundingClientRect();
  [...byId("wall").children].forEach((phone, number) => {
    const box = phone.getBoundingClientRect();
    const inView = Math.abs(box.left + box.width / 2 - wall.left - wall.width / 2) < box.width / 2;
    byId("tabs").children[number]?.toggleAttribute("aria-current", inView);
  });
}

function showRoster(others) {
  byId("roster").hidden = others.length === 0;
  const hangUp = (one) => () => tellPerson(one.openid, "", { pinned: true });
  byId("roster-people").replaceChildren(...others.map((one) => chip(one, hangUp(one))));
}

function showActions(actions) {
  const box = byId("actions");
  if (box.childElementCount === actions.length) return;
  box.replaceChildren(
    ...actions.map((action, number) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "main";
      made.textContent = action.label;
      made.addEventListener("click", () => run(made, action, number));
      return made;
    }),
  );
}

// The host program's buttons go through our own server: another port is another origin.
async function run(button, action, number) {
  if ((action.method ?? "POST") === "GET") return window.open(action.url, "_blank", "noopener");
  button.disabled = true;
  const told = await tell("action", { number });
  button.disabled = false;
  button.title = told.ok ? "已开始" : `没有成功:${told.failure ?? told.status ?? ""}`;
  button.classList.toggle("failed", !told.ok);
}

function tick() {
  const now = Date.now() / 1000 + clockAhead;
  byId("clock").textContent = clockText(now);
  for (const phone of phones.values()) phone.showTime(now);
}

function listen() {
  byId("wall").addEventListener("scroll", markTab, { passive: true });
  const dialog = byId("add-dialog");
  const form = dialog.querySelector("form");
  for (const id of ["add-phone", "add-first"]) byId(id).addEventListener("click", () => dialog.showModal());
  byId("cancel-add").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async () => {
    const name = form.elements.name.value.trim();
    const account = form.elements.account?.value;
    form.reset();
    if (name) await tell("people", { name, account, pinned: true });
  });
  const toggle = async () => {
    byId("log").hidden = !byId("log").hidden;
    byId("show-log").setAttribute("aria-expanded", String(!byId("log").hidden));
    if (!byId("log").hidden) await showLog();
  };
  byId("show-log").addEventListener("click", toggle);
  byId("close-log").addEventListener("click", toggle);
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
}

listen();
setInterval(tick, 1000);
follow();
