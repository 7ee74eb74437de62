// One entry of a chat, drawn. Nothing an account sends is ever read as HTML, but for its links.

const node = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const LINK = /<a\s[^>]*?href\s*=\s*["']([^"']+)["'][^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。；、（）)]+)/gi;

function link(address, words, open) {
  const made = node("a", "", words);
  made.href = /^https?:/.test(address) ? address : "#";
  made.addEventListener("click", (event) => {
    event.preventDefault();
    open(address);
  });
  return made;
}

// Words with their links: <a href>, weixin://bizmsgmenu and bare addresses.
export function words(text, open) {
  const made = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    made.append(text.slice(from, found.index));
    const address = found[1] ?? found[3];
    made.append(link(address.replaceAll("&amp;", "&"), found[2] ?? found[3], open));
    from = found.index + found[0].length;
  }
  made.append(text.slice(from));
  return made;
}

function templateCard(template, open) {
  const card = node("div", "card");
  card.append(node("p", "card-title", template.title));
  const list = node("dl");
  for (const field of template.fields) {
    list.append(node("dt", "", field.label), node("dd", "", field.value));
  }
  card.append(list);
  if (template.url) {
    const more = link(template.url, "", open);
    more.className = "card-more";
    more.append(node("span", "", "详情"), node("span", "", "›"));
    card.append(more);
  }
  return card;
}

function articleCard(article, open) {
  const card = link(article.url, "", open);
  card.className = "card article";
  card.append(node("p", "card-title", article.title));
  card.append(node("p", "card-text", article.description));
  return card;
}

function menuCard(message, open) {
  const bubble = node("div", "bubble");
  bubble.append(node("p", "", message.text));
  for (const item of message.msgmenu.list ?? []) {
    const address = `weixin://bizmsgmenu?msgmenucontent=${encodeURIComponent(item.content)}&msgmenuid=${item.id}`;
    const line = node("p");
    line.append(link(address, item.content, open));
    bubble.append(line);
  }
  if (message.msgmenu.tail_content) bubble.append(node("p", "", message.msgmenu.tail_content));
  return bubble;
}

function inside(message, open) {
  if (message.kind === "template") return templateCard(message.template, open);
  if (message.kind === "news") return articleCard(message.articles[0], open);
  if (message.kind === "msgmenu") return menuCard(message, open);
  if (message.kind === "image") {
    const picture = node("img", "picture");
    picture.src = message.media_id ? `/sim/media/${message.media_id}` : "/static/picture.svg";
    picture.alt = "图片";
    return picture;
  }
  const bubble = node("div", `bubble ${message.kind}`);
  if (message.kind === "voice") bubble.append(node("span", "waves"), "3″");
  else bubble.append(words(message.text || `[${message.kind}]`, open));
  return bubble;
}

// Draw a message as a list item; `faces` holds the letters of the person and the account.
export function draw(message, faces, open) {
  if (message.kind === "event" || message.kind === "error") {
    const line = node("li", `note ${message.kind}`);
    line.append(node("span", "", message.text));
    return line;
  }
  const side = message.from === "person" ? "mine" : "theirs";
  const wide = message.kind === "template" || message.kind === "news" ? " wide" : "";
  const item = node("li", `${side}${wide}`);
  const face = node("span", "face", faces[side].letter);
  face.style.setProperty("--hue", faces[side].hue);
  item.append(face, inside(message, open));
  return item;
}

// A line with the time, where a chat has paused.
export function pause(at) {
  const line = node("li", "note time");
  line.append(node("span", "", clockText(at, true)));
  return line;
}

export function clockText(seconds, short = false) {
  const parts = short
    ? { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }
    : { month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  const format = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, ...parts });
  return format.format(new Date(seconds * 1000));
}

// The letter and the colour that stand for a name.
export function faceOf(name) {
  let hue = 0;
  for (const character of name) hue = (hue * 31 + character.codePointAt(0)) % 360;
  return { letter: [...name][0] ?? "·", hue };
}
