// What went over the wire lately, both ways.

import { look } from "./api.js";
import { clockText } from "./bubbles.js";

const WORDS = {
  replied: "已回复",
  silent: "不回复",
  malformed: "回复格式不对",
  no_answer: "三次都没有回答",
  no_webhook: "没有设回调地址",
  "under way": "进行中",
};

function line(at, title, result, bad, detail) {
  const made = document.createElement("li");
  const box = document.createElement("details");
  const head = document.createElement("summary");
  const cells = [clockText(at, true).split(" ").pop(), title, result];
  head.append(...cells.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  head.lastChild.className = bad ? "bad" : "good";
  const pre = document.createElement("pre");
  pre.textContent = detail;
  box.append(head, pre);
  made.append(box);
  return made;
}

function requestLine(row) {
  const told = JSON.parse(row.response.startsWith("{") ? safe(row.response) : "{}");
  const code = told.errcode ?? 0;
  const detail = `${row.request}\n→ ${row.response}\n${(row.seconds * 1000).toFixed(1)} 毫秒`;
  return line(row.at, row.path.replace("/cgi-bin/", ""), code ? String(code) : "成功", code !== 0, detail);
}

// A long answer is cut in the log and then no JSON any more.
function safe(text) {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return "{}";
  }
}

function deliveryLine(row) {
  const bad = ["malformed", "no_answer"].includes(row.status);
  const tries = row.attempts.map((a, n) => `第${n + 1}次 ${a.failure || a.status} ${a.seconds}秒`);
  return line(row.at, row.kind, WORDS[row.status] ?? row.status, bad, [row.xml, ...tries].join("\n"));
}

export async function showLog() {
  const [requests, deliveries] = await Promise.all([look("requests?limit=40"), look("deliveries?limit=40")]);
  const fill = (id, rows, draw) => {
    const list = document.getElementById(id);
    if (list.querySelector("details[open]")) return; // somebody is reading
    list.replaceChildren(...rows.map(draw));
  };
  fill("log-requests", requests.list ?? [], requestLine);
  fill("log-deliveries", deliveries.list ?? [], deliveryLine);
}
