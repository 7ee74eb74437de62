// Comfort only: the questionnaire works without this file; the server drops what was not asked.
"use strict";

function chosen(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:checked`)].map((field) => field.value);
}

function isAsked(form, row) {
  const role = chosen(form, "role")[0];
  if (row.dataset.only && role && !row.dataset.only.split(" ").includes(role)) return false;
  if (!row.dataset.if) return true;
  const needed = form.querySelector(`[name="${CSS.escape(row.dataset.if)}"]`).closest(".ask");
  return !needed.hidden && chosen(form, row.dataset.if).some((value) => row.dataset.is.split(" ").includes(value));
}

function showAsked(form) {
  // In order: a question that is hidden hides what depends on it.
  for (const row of form.querySelectorAll(".ask")) row.hidden = !isAsked(form, row);
}

function prepareSurvey(form) {
  let wasChecked = false;
  let isSent = false;
  // A second tap on a chosen chip takes it back.
  form.addEventListener("pointerdown", (event) => { wasChecked = event.target.type === "radio" && event.target.checked; });
  form.addEventListener("click", (event) => {
    const field = event.target;
    if (field.type !== "radio") return;
    if (wasChecked && event.detail && field.name !== "role") field.checked = false;
    wasChecked = false;
    const exact = field.closest(".row").querySelector(".exact__input");
    if (exact) exact.value = "";
    showAsked(form);
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.classList.contains("exact__input") && field.value) {
      for (const chip of field.closest(".row").querySelectorAll(".minutes input")) chip.checked = false;
    }
    showAsked(form);
  });
  form.addEventListener("submit", (event) => {
    if (isSent) { event.preventDefault(); return; }
    isSent = true;
    const button = form.querySelector(".bar__send");
    button.classList.add("weui-btn_loading");
    // A slow line that failed must leave a form that can be sent again.
    setTimeout(() => { isSent = false; button.classList.remove("weui-btn_loading"); }, 8000);
  });
  showAsked(form);
  const wrong = form.querySelector(".row .wrong");
  if (wrong) wrong.closest(".row").scrollIntoView({ block: "center" });
}

const survey = document.getElementById("survey");
if (survey) prepareSurvey(survey);
