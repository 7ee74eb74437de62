// The control interface, as the wall uses it.

async function call(path, options) {
  const answer = await fetch(`/sim/${path}`, options);
  const told = await answer.json().catch(() => ({}));
  return { ok: answer.ok, ...(Array.isArray(told) ? { list: told } : told) };
}

export const look = (path) => call(path, { cache: "no-store" });

export const tell = (path, body = {}) =>
  call(path, { method: "POST", body: JSON.stringify(body) });

export const person = (openid, what, body) =>
  tell(`people/${encodeURIComponent(openid)}${what ? `/${what}` : ""}`, body);
