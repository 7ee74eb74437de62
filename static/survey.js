// Comfort only: the questionnaire works without this file; the server drops what was not asked.
// Drafts, chips and the first mistake are parent.js's, which is loaded before.
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
  const save = keepDraft(form, form.getAttribute("action"), "");
  prepareChips(form, (field) => field.name === "role", () => { showAsked(form); save(); });
  sendOnce(form, () => true);
  showAsked(form);
  showMistake(form);
}

const survey = document.getElementById("survey");
if (survey) prepareSurvey(survey);
