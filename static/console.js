// Comfort only: every page of the console works without this file.
"use strict";

(function () {
  const gate = document.querySelector("[data-wait]");
  if (gate) {
    const ask = async () => {
      try {
        const answer = await fetch(gate.dataset.wait, { cache: "no-store" });
        const { state } = await answer.json();
        if (state !== "waiting") {
          location.reload(); // claimed: the page offers to enter; gone: it shows a fresh code
          return;
        }
      } catch {
        // The network will come back; keep asking.
      }
      setTimeout(ask, document.hidden ? 8000 : 2000);
    };
    setTimeout(ask, 2000);
  }

  const claimed = document.querySelector("form.claimed");
  if (claimed) {
    // Leave the name on screen for a moment: it says whose console this will be.
    setTimeout(() => claimed.requestSubmit(), 1200);
  }

  // A second tap while the first is on its way would meet a case already moved.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "1";
    event.target.setAttribute("aria-busy", "true");
    // Still here: the answer was a file, or the network failed. The form may be sent again.
    setTimeout(() => {
      delete event.target.dataset.sent;
      event.target.removeAttribute("aria-busy");
    }, event.target.dataset.file ? 4000 : 12000);
  });

  // What was typed outlives a session that ended; once a page says that something was done, or the
  // person leaves, it is forgotten. One tab only: nobody else's page.
  const kept = (field) => `typed ${field.form.getAttribute("action")} ${field.name}`;
  const typed = [...document.querySelectorAll("form[method=post] input:not([type]), form[method=post] textarea")];
  try {
    if (document.querySelector(".said:not(.problem)")) sessionStorage.clear();
    for (const field of typed) {
      const words = sessionStorage.getItem(kept(field));
      if (words && !field.value) {
        field.value = words;
        const fold = field.closest("details");
        if (fold) fold.open = true;
      }
      field.addEventListener("input", () => sessionStorage.setItem(kept(field), field.value));
    }
    const leave = document.querySelector("form.leave");
    if (leave) leave.addEventListener("submit", () => sessionStorage.clear());
  } catch {
    // No storage in this browser: nothing is kept.
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // back from the next page: show what is true now
  });

  for (const button of document.querySelectorAll(".print-now")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      Promise.all([...document.images].map((image) => image.decode().catch(() => {}))).then(() => window.print());
    });
  }
})();
