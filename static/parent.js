// Comfort only: every page works without this file. The questionnaire's script uses what is shared here.
"use strict";

// WeChat restores a page from memory on "back" without asking us: the day may have changed since.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const KEEP = "draft:";
const A_WEEK = 7 * 24 * 3600 * 1000;

function store(action) { try { action(localStorage); } catch (error) { /* private mode, or full */ } }

// What a person tapped and typed; never what the server hid in the form, which it will say afresh.
function typed(form) {
  const hidden = new Set([...form.querySelectorAll("[type=hidden]")].map((field) => field.name));
  return [...new FormData(form)].filter(([name, value]) => value && !hidden.has(name));
}

function dropDrafts(isUnwanted) {
  store((kept) => Object.keys(kept).filter((name) => name.startsWith(KEEP) && isUnwanted(name, kept)).forEach((name) => kept.removeItem(name)));
}

function readDraft(key) {
  let draft = null;
  store((kept) => { draft = JSON.parse(kept.getItem(key)); });
  return draft && Array.isArray(draft.fields) ? draft : null;
}

function isOld(name) { const draft = readDraft(name); return !draft || !(Date.now() - draft.at < A_WEEK); }

function fillIn(form, draft) {
  const offered = new Set([...form.querySelectorAll("[type=radio], [type=checkbox]")].map((field) => `${field.name}=${field.value}`));
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const values = draft.filter(([name]) => name === field.name).map(([, value]) => value);
    const isTicked = field.type === "radio" || field.type === "checkbox";
    if (isTicked) field.checked = values.includes(field.value);
    else field.value = values.find((value) => !offered.has(`${field.name}=${value}`)) || "";
    const fold = field.closest("details");
    if (fold && (isTicked ? field.checked : field.value)) fold.open = true;
  }
}

// Keeps what is half filled in. A draft remembers what the page held when it was begun: a page that
// holds something else by now (it was sent, or corrected in the chat) is newer than the draft.
function keepDraft(form, path, day) {
  const key = `${KEEP}${path}:${day}`, draft = readDraft(key);
  let base = JSON.stringify(typed(form));
  dropDrafts((name) => (name.startsWith(`${KEEP}${path}:`) && name !== key) || isOld(name));
  if (form.dataset.fresh !== "1") base = draft ? draft.base : "[]";
  else if (draft && draft.base === base) fillIn(form, draft.fields);
  const save = () => store((kept) => kept.setItem(key, JSON.stringify({ base, at: Date.now(), fields: typed(form) })));
  if (form.dataset.fresh !== "1") save();
  return save;
}

// A second tap on a chosen chip takes it back; typed minutes and tapped ones take each other's place.
function prepareChips(form, isKept, changed) {
  let wasChecked = false;
  form.addEventListener("pointerdown", (event) => {
    wasChecked = event.target.type === "radio" && event.target.checked;
  });
  form.addEventListener("click", (event) => {
    const field = event.target;
    if (field.type !== "radio") return;
    if (wasChecked && event.detail && !isKept(field)) field.checked = false;
    wasChecked = false;
    const exact = field.closest(".row").querySelector(".exact__input");
    if (exact && (field.name.startsWith("m-") || field.name === exact.name)) exact.value = "";
    changed();
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.classList.contains("exact__input") && field.value) {
      for (const chip of field.closest(".row").querySelectorAll(".minutes input")) chip.checked = false;
    }
    changed();
  });
}

function sendOnce(form, mayGo) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent || !mayGo(event)) { event.preventDefault(); return; }
    isSent = true;
    const button = event.submitter || form.querySelector(".bar__send");
    button.classList.add("weui-btn_loading");
    // A slow line that failed must leave a form that can be sent again.
    setTimeout(() => { isSent = false; button.classList.remove("weui-btn_loading"); }, 8000);
  });
}

// The first mistake is what a reader meets next, by eye, by ear and with the Tab key.
function showMistake(form) {
  const beside = form.querySelector(".row .wrong"), wrong = beside || form.querySelector(".wrong_top");
  if (beside) beside.closest(".row").scrollIntoView({ block: "center" });
  if (wrong) wrong.focus({ preventScroll: true });
}

function rowMinutes(row) {
  if (row.querySelector("[value=family]:checked")) return 0;
  const exact = row.querySelector(".exact__input").value.trim();
  const chip = row.querySelector(".minutes input:checked");
  return Number(exact || (chip ? chip.value : 0)) || 0;
}

function showSum(form) {
  let sum = 0;
  for (const row of form.querySelectorAll("fieldset.row")) sum += rowMinutes(row);
  document.getElementById("sum").textContent = sum ? `共${sum}分钟` : "";
}

function mayGoAsNone(event, form) {
  if (!event.submitter || event.submitter.name !== "no_homework") return true;
  const isFilled = typed(form).some(([name]) => /^[mxc]-|^words$/.test(name));
  if (isFilled && !confirm("上面填的不要了,改记“没有作业”?")) return false;
  for (const field of form.querySelectorAll("fieldset :checked")) field.checked = false;
  for (const field of form.querySelectorAll(".exact__input, .content__input, .words")) field.value = "";
  return true;
}

function prepareForm(form) {
  const save = keepDraft(form, form.getAttribute("action"), form.dataset.day);
  prepareChips(form, () => false, () => { showSum(form); save(); });
  sendOnce(form, (event) => mayGoAsNone(event, form));
  showMistake(form);
  showSum(form);
}

function prepareReceipt(receipt) {
  const path = receipt.dataset.path;
  dropDrafts((name) => !path || name.startsWith(`${KEEP}${path}:`));
  const button = document.getElementById("close");
  if (!button) return;
  const show = () => {
    button.hidden = false;
    button.addEventListener("click", () => window.WeixinJSBridge.call("closeWindow"));
  };
  if (window.WeixinJSBridge) show();
  else document.addEventListener("WeixinJSBridgeReady", show);
}

const form = document.getElementById("report");
if (form) prepareForm(form);
const receipt = document.getElementById("receipt");
if (receipt) prepareReceipt(receipt);
