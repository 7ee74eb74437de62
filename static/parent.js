// Comfort only: every page works without this file.
"use strict";

// WeChat restores a page from memory on "back" without asking us: the day may have changed since.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const KEEP = "draft:";

function readDraft(form) {
  return [...new FormData(form)].filter(([name, value]) => value && name !== "csrf_token" && name !== "day");
}

function store(action) { try { action(localStorage); } catch (error) { /* private mode, or full */ } }

function dropDrafts(keep) {
  store((kept) => Object.keys(kept).filter((name) => name.startsWith(KEEP) && name !== keep).forEach((name) => kept.removeItem(name)));
}

function restoreDraft(form, key) {
  let draft = [];
  store((kept) => { draft = JSON.parse(kept.getItem(key) || "[]"); });
  for (const [name, value] of draft) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = true; }
      else field.value = value;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
  }
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

function isFilled(form) { return readDraft(form).some(([name]) => /^[mxc]-|^words$/.test(name)); }

function prepareForm(form) {
  const key = `${KEEP}${form.getAttribute("action")}:${form.dataset.day}`;
  let wasChecked = false;
  dropDrafts(key);
  if (form.dataset.fresh === "1") restoreDraft(form, key);
  const changed = () => { showSum(form); store((kept) => kept.setItem(key, JSON.stringify(readDraft(form)))); };
  // A second tap on a chosen chip takes it back.
  form.addEventListener("pointerdown", (event) => {
    const field = event.target;
    wasChecked = field.type === "radio" && field.checked;
  });
  form.addEventListener("click", (event) => {
    const field = event.target;
    if (field.type !== "radio") return;
    if (wasChecked && event.detail) field.checked = false;
    wasChecked = false;
    if (field.name.startsWith("m-")) field.closest(".row").querySelector(".exact__input").value = "";
    changed();
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.classList.contains("exact__input") && field.value) {
      for (const chip of field.closest(".row").querySelectorAll(".minutes input")) chip.checked = false;
    }
    changed();
  });
  guard(form);
  const wrong = form.querySelector(".wrong:not(.wrong_top)");
  if (wrong) wrong.closest(".row").scrollIntoView({ block: "center" });
  showSum(form);
}

function guard(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    const isNone = event.submitter && event.submitter.name === "no_homework";
    if (isSent || (isNone && isFilled(form) && !confirm("上面填的不要了,改记“没有作业”?"))) {
      event.preventDefault();
      return;
    }
    if (isNone) for (const field of form.querySelectorAll("fieldset :checked")) field.checked = false;
    if (isNone) for (const field of form.querySelectorAll(".exact__input, .content__input, .words")) field.value = "";
    isSent = true;
    const button = event.submitter || form.querySelector(".bar__send");
    button.classList.add("weui-btn_loading");
    // A slow line that failed must leave a form that can be sent again.
    setTimeout(() => { isSent = false; button.classList.remove("weui-btn_loading"); }, 8000);
  });
}

function prepareReceipt() {
  dropDrafts("");
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
if (document.getElementById("receipt")) prepareReceipt();
