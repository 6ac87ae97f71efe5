// Sends the requests that the API's page shows, and shows what came back.
"use strict";

function request(form) {
  const query = new URLSearchParams();
  const headers = { Accept: "application/json" };
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("input[data-in]")) {
    if (input.value === "") continue;
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else if (input.dataset.in === "query") query.set(input.name, input.value);
    else headers[input.name] = input.value;
  }
  const token = document.getElementById("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  const body = form.elements.namedItem("body");
  if (body) headers["Content-Type"] = "application/json";
  const asked = query.toString();
  return {
    url: asked ? `${path}?${asked}` : path,
    options: { method: form.dataset.method, headers, body: body ? body.value : undefined },
  };
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curl({ url, options }) {
  const words = ["curl", "-X", options.method, quoted(location.origin + url)];
  for (const [name, value] of Object.entries(options.headers)) {
    words.push("-H", quoted(name === "Authorization" ? "Authorization: Bearer $TOKEN" : `${name}: ${value}`).replace("'Authorization: Bearer $TOKEN'", '"Authorization: Bearer $TOKEN"'));
  }
  if (options.body !== undefined) words.push("-d", quoted(options.body));
  return words.join(" ");
}

async function send(form) {
  const asked = request(form);
  form.querySelector(".curl").textContent = curl(asked);
  const shown = form.querySelector(".answer");
  shown.textContent = "…";
  try {
    const answer = await fetch(asked.url, asked.options);
    const text = await answer.text();
    let body = text;
    try { body = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it is */ }
    shown.textContent = `${answer.status} ${answer.statusText}\n${body}`;
  } catch (fault) {
    shown.textContent = String(fault);
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.try")) return;
  event.preventDefault();
  send(event.target);
});
