// Comfort only: the register works without this file.
"use strict";

const form = document.getElementById("register");

// A page restored from memory would show yesterday's register.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

function rowMinutes(row) {
  if (row.querySelector("[name^=optional-]:checked")) return 0;
  const exact = row.querySelector(".exact input").value.trim();
  const chip = row.querySelector(".chips input:checked");
  return Number.parseInt(exact || (chip ? chip.value : ""), 10) || 0;
}

function showSum() {
  let sum = 0;
  for (const row of form.querySelectorAll(".row")) sum += rowMinutes(row);
  document.getElementById("sum").textContent = sum ? `${sum}分钟` : "";
}

form.addEventListener("input", (event) => {
  const field = event.target, row = field.closest(".row");
  if (field.name.startsWith("x-") && field.value) {
    for (const chip of row.querySelectorAll(".chips input")) chip.checked = false;
  }
  if (field.name.startsWith("m-")) row.querySelector(".exact input").value = "";
  showSum();
});

// The first row to be put right is what the eye and the Tab key meet next.
const wrong = form.querySelector(".row .wrong");
if (wrong) {
  wrong.closest(".row").scrollIntoView({ block: "center" });
  wrong.focus({ preventScroll: true });
}

let isSent = false;
form.addEventListener("submit", (event) => {
  if (isSent) { event.preventDefault(); return; }
  isSent = true;
  // A slow line that failed must leave a form that can be sent again.
  setTimeout(() => { isSent = false; }, 8000);
});

showSum();
