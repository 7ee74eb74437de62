// One phone: its chat, its menu, its scanner and its browser.

import { look, person as tellPerson } from "./api.js";
import { clockText, draw, faceOf, pause } from "./bubbles.js";

const PAUSE = 300; // seconds of silence after which a chat shows the time

const ACCOUNT_HUE = 162;

export class Phone {
  constructor(person, account) {
    this.openid = person.openid;
    this.lastId = 0;
    this.lastAt = 0;
    this.menuText = "";
    this.element = document.getElementById("phone-template").content.firstElementChild.cloneNode(true);
    this.element.id = `phone-${person.openid}`;
    this.part = (selector) => this.element.querySelector(selector);
    this.dress(person, account);
    this.listen();
  }

  dress(person, account) {
    this.faces = { mine: faceOf(person.name), theirs: { ...faceOf(account.name), hue: ACCOUNT_HUE } };
    this.part(".owner-name").textContent = person.name;
    this.part(".contact").textContent = account.name;
    this.part(".stranger-name").textContent = account.name;
    this.paint(this.part(".owner .face"), this.faces.mine);
    this.paint(this.part(".stranger .face"), this.faces.theirs);
  }

  paint(face, { letter, hue }) {
    face.textContent = letter;
    face.style.setProperty("--hue", hue);
  }

  listen() {
    const composer = this.part(".composer");
    const box = this.part("textarea");
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(box.value);
      box.value = "";
      composer.classList.remove("ready");
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      composer.requestSubmit();
    });
    box.addEventListener("input", () => composer.classList.toggle("ready", box.value.trim() !== ""));
    this.part(".sheet-box").addEventListener("submit", (event) => {
      event.preventDefault();
      this.scan(event.target.elements.scanned.value.trim());
    });
    this.element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.act(button.dataset.do);
    });
  }

  act(what) {
    this.part(".more").open = false;
    if (what === "scan") this.part(".sheet").hidden = false;
    else if (what === "close-sheet") this.part(".sheet").hidden = true;
    else if (what === "close-browser") this.closeBrowser();
    else if (what === "unpin") tellPerson(this.openid, "", { pinned: false });
    else if (what === "refuse") tellPerson(this.openid, "", { refuses_templates: !this.refuses });
    else this.tell(what);
  }

  async tell(what, body) {
    this.element.classList.add("waiting");
    const told = await tellPerson(this.openid, what, body);
    this.element.classList.remove("waiting");
    if (told.open) this.open(told.open);
  }

  say(text) {
    if (text.trim()) this.tell("text", { text });
  }

  scan(scanned) {
    this.part(".sheet").hidden = true;
    if (scanned) this.tell("scan", { scene: scanned });
  }

  // Open an address in the phone's own browser, which has its own cookies.
  async open(address) {
    if (address.startsWith("weixin://bizmsgmenu")) {
      const asked = new URLSearchParams(address.split("?")[1]);
      return this.tell("tap", { text: asked.get("msgmenucontent"), id: asked.get("msgmenuid") });
    }
    const told = await tellPerson(this.openid, "browse", { url: address });
    if (!told.address) return;
    this.part(".browser-host").textContent = new URL(address).host;
    this.part(".browser-out").href = address;
    this.part("iframe").src = told.address;
    this.part(".browser").hidden = false;
  }

  closeBrowser() {
    this.part(".browser").hidden = true;
    this.part("iframe").removeAttribute("src");
  }

  // Show what the wall was told about this person and the account.
  async update(person, account) {
    this.dress(person, account);
    this.refuses = person.refuses_templates;
    this.part("[data-do=refuse]").textContent = this.refuses ? "重新接收模板消息" : "不再接收模板消息";
    this.part("[data-do=unfollow]").hidden = !person.following;
    this.part(".stranger").hidden = person.following;
    this.part(".composer").hidden = !person.following;
    this.showMenu(person.following ? account.menu : null);
    this.showScenes(account.scenes);
    if (person.last_id > this.lastId) await this.fetch();
  }

  async fetch() {
    const path = `people/${encodeURIComponent(this.openid)}/messages?after=${this.lastId}`;
    const { list = [] } = await look(path);
    const chat = this.part(".chat");
    for (const message of list.filter((m) => m.id > this.lastId)) {
      if (message.at - this.lastAt > PAUSE) chat.append(pause(message.at));
      chat.append(draw(message, this.faces, (address) => this.open(address)));
      this.lastId = message.id;
      this.lastAt = message.at;
    }
    chat.scrollTop = chat.scrollHeight;
    tellPerson(this.openid, "", { read_to: this.lastId });
  }

  showTime(seconds) {
    this.part(".status-time").textContent = clockText(seconds, true).split(" ").pop();
  }

  showScenes(scenes) {
    const box = this.part(".scenes");
    if (box.childElementCount === scenes.length) return;
    box.replaceChildren(...scenes.map(({ scene, label }) => button(label ?? scene, () => this.scan(scene))));
  }

  showMenu(menu) {
    const text = JSON.stringify(menu);
    if (text === this.menuText) return;
    this.menuText = text;
    const bar = this.part(".menu");
    bar.hidden = !menu;
    bar.replaceChildren(...(menu?.button ?? []).map((entry) => this.menuEntry(entry)));
  }

  menuEntry(entry) {
    if (!entry.sub_button?.length) return button(entry.name, () => this.tap(entry));
    const made = document.createElement("details");
    made.name = `menu-${this.openid}`;
    const title = document.createElement("summary");
    title.textContent = entry.name;
    const list = document.createElement("div");
    list.append(...entry.sub_button.map((leaf) => button(leaf.name, () => this.tap(leaf, made))));
    made.append(title, list);
    return made;
  }

  tap(entry, list) {
    if (list) list.open = false;
    this.tell("menu", { key: entry.key ?? entry.url ?? entry.name });
  }
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
