// Shows how the played evening goes. Without scripts the button works and the page just does not move.
"use strict";
const box = document.getElementById("play");
const line = box.querySelector(".play-line");
const bar = box.querySelector("progress");
const button = box.querySelector("button");

function words(play) {
  const sent = play.sent ? play.sent.chat + play.sent.page + play.sent.nonsense : 0;
  if (play.stage === "asked") return "马上开始……";
  if (play.stage === "playing") return `${play.done} / ${play.total} 户家庭，已发出 ${sent} 条，${play.seconds} 秒`;
  if (play.stage === "waiting") return `${sent} 条反馈都已发出，等待判定和提醒……`;
  if (play.stage === "done" && play.alerted.length) {
    return `教导处收到提醒：${play.alerted.join("、")}(真正超标的是${play.expected})。去王主任的手机上回“收到${play.number || ""}”。`;
  }
  return play.stage === "done" ? "没有班级被提醒。" : "";
}

async function look() {
  try {
    const answer = await fetch("/demo/play.json", { cache: "no-store" });
    const play = await answer.json();
    box.dataset.stage = play.stage;
    const text = words(play);
    if (text) line.textContent = text;
    bar.max = play.total || 60;
    bar.value = play.stage === "done" ? bar.max : play.done || 0;
    button.disabled = ["asked", "playing", "waiting"].includes(play.stage);
  } catch (error) { /* the server is being restarted: look again in a moment */ }
  setTimeout(look, 700);
}

box.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  await fetch("/demo/play", { method: "POST", headers: { Accept: "application/json" } });
});
look();
