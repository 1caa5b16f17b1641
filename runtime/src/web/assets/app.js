// Makes pages live: what changes on the server changes here, and forms answer while they are filled.
// Everything works without it, with a full page for each step.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fragment = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
};

document.documentElement.classList.add("script");

// ---- The live page ---------------------------------------------------------------------------------------------

function follow(page) {
  let cursor = page.dataset.cursor;
  let pause = 1000;
  const connection = find("#connection");
  const connect = () => {
    const source = new EventSource(`${page.dataset.events}?seen=${encodeURIComponent(cursor)}`);
    const on = (kind, act) =>
      source.addEventListener(kind, (event) => {
        if (event.lastEventId) cursor = event.lastEventId;
        act(JSON.parse(event.data));
      });
    source.onopen = () => {
      pause = 1000;
      if (connection) connection.hidden = true;
    };
    source.onerror = () => {
      source.close();
      if (connection) connection.hidden = false;
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, 15000);
    };
    on("page", (data) => {
      show(page, data);
      if (data.last) source.close();
    });
    on("part", (data) => replace(page, data.part, data.html));
    on("lines", (data) => append(page, data.part, data.html));
    on("end", () => source.close());
    addEventListener("pagehide", () => source.close(), { once: true });
  };
  connect();
}

function show(page, data) {
  const stage = find("#state");
  if (stage && data.stage !== page.dataset.stage) {
    stage.className = `state state-${data.stage.toLowerCase()}`;
    find(".words", stage).textContent = data.words;
    document.title = document.title.replace(/ · [^·]*$/, "") + ` · ${data.words}`;
  }
  page.dataset.stage = data.stage;
  page.replaceChildren(fragment(data.html));
  prepare(page);
}

function replace(page, index, html) {
  const part = find(`[data-part="${index}"]`, page);
  if (!part || part.innerHTML.trim() === html.trim()) return;
  const open = all("details[open]", part).map((details) => details.dataset.preview);
  part.replaceChildren(fragment(html));
  prepare(part);
  for (const details of all("details", part)) if (open.includes(details.dataset.preview)) details.open = true;
}

function append(page, index, html) {
  const log = find(`[data-part="${index}"] [data-lines]`, page);
  if (!log) return;
  const last = log.lastElementChild ? Number(log.lastElementChild.dataset.sequence) : -1;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  if (!log.firstElementChild) log.replaceChildren();
  for (const line of [...fragment(html).children]) if (Number(line.dataset.sequence) > last) log.append(line);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

// ---- Forms -----------------------------------------------------------------------------------------------------

function form(element) {
  moments(element);
  if (element.dataset.live !== undefined) reevaluate(element);
  element.addEventListener("submit", (event) => send(element, event));
  for (const input of all("input[type=file]", element)) {
    for (const kind of ["dragenter", "dragover"]) input.addEventListener(kind, () => input.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) input.addEventListener(kind, () => input.classList.remove("over"));
  }
  const summary = find(".summary", element);
  if (summary) focusError(element, summary);
}

function focusError(element, summary) {
  const wrong = all("[data-field]", element).find((field) => find(".error:not([hidden])", field));
  const control = wrong && find("input:not([type=hidden]), select, textarea, .choices", wrong);
  (control || summary).focus();
}

// Points in time are shown and entered in the reader's own zone.
function moments(element) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const field = find("input[name=_zone]", element);
  if (!zone || !field || field.value === zone) return;
  const local = (text) => {
    const at = new Date(`${text}Z`);
    if (Number.isNaN(at.getTime())) return text;
    return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
  };
  for (const input of all("[data-moment]", element)) {
    if (field.value === "UTC") {
      for (const name of ["value", "min", "max"]) if (input[name]) input[name] = local(input[name]);
    }
    find(".zone", input.parentElement).textContent = zone.replaceAll("_", " ");
  }
  field.value = zone;
}

// Asks the server what depends on the values so far, and takes its answer over without touching what was typed.
function reevaluate(element) {
  let timer;
  let running;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const data = new FormData(element);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const body = new URLSearchParams(data);
      const answer = await fetch(element.dataset.evaluate, { method: "POST", body, signal: running.signal });
      if (answer.ok) take(element, await answer.json());
    } catch {
      // A newer question is on its way, or the server is gone: the form still works.
    }
  };
  element.addEventListener("input", (event) => {
    event.target.dataset.touched = "";
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
}

function take(element, answer) {
  const page = find("#page");
  for (const [index, html] of Object.entries(answer.parts)) if (page) replace(page, index, html);
  const fresh = fragment(answer.fields);
  for (const field of all("[data-field]", fresh)) {
    const old = find(`[data-field="${CSS.escape(field.dataset.field)}"]`, element);
    if (!old || old.classList.contains("group")) {
      if (old) old.hidden = field.hidden;
      continue;
    }
    const shown = old.hidden !== field.hidden;
    old.hidden = field.hidden;
    if ("disabled" in old) old.disabled = field.disabled;
    const before = controls(old);
    const after = controls(field);
    const touched = before.some((control) => control.dataset.touched !== undefined);
    const options = (list) => list.map((control) => `${control.type} ${control.value} ${[...(control.options || [])].map((o) => o.text)}`).join("\n");
    const sameShape = before.length === after.length && before.every((control, i) => control.type === after[i].type);
    const choice = before.some((control) => ["select-one", "checkbox", "radio"].includes(control.type));
    if (!old.contains(document.activeElement) && (!sameShape || (choice && options(before) !== options(after)) || (shown && !touched))) {
      old.replaceChildren(...field.childNodes);
      continue;
    }
    before.forEach((control, i) => {
      control.disabled = after[i]?.disabled ?? control.disabled;
      if (!touched && after[i] && control.type !== "file" && control !== document.activeElement) control.value = after[i].value;
    });
  }
  moments(element);
}

const controls = (root) => all("input, select, textarea", root);

// Sends a form without leaving the page, so that files stay chosen when something is wrong and their upload is seen.
function send(element, event) {
  const button = event.submitter;
  if (button?.name === "_action") return;
  if (element.dataset.sending !== undefined) {
    event.preventDefault();
    return;
  }
  element.dataset.sending = "";
  const buttons = all(`button[form="${element.id}"]`);
  const rest = () => {
    delete element.dataset.sending;
    for (const other of buttons) other.disabled = false;
    find(".upload", element)?.remove();
  };
  const files = all("input[type=file]", element).filter((input) => input.files.length > 0);
  if (files.length === 0) {
    setTimeout(() => buttons.forEach((other) => (other.disabled = true)));
    addEventListener("pageshow", (shown) => shown.persisted && rest(), { once: true });
    return;
  }
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.open("POST", element.action);
  request.setRequestHeader("accept", "text/html");
  request.responseType = "document";
  const bar = find(".upload", element) || files.at(-1).after(fragment('<div class="upload" role="progressbar" aria-label="Upload"><span></span></div>')) || find(".upload", element);
  request.upload.onprogress = (progress) => {
    if (!progress.lengthComputable) return;
    const part = progress.loaded / progress.total;
    bar.setAttribute("aria-valuenow", String(Math.round(part * 100)));
    bar.firstElementChild.style.transform = `scaleX(${part})`;
  };
  request.onload = () => {
    const answer = request.response;
    if (request.status < 400 || !answer) {
      location.assign(request.responseURL);
      return;
    }
    rest();
    const wrong = find(`#${element.id}`, answer);
    if (wrong) complain(element, wrong);
    else document.body.replaceChildren(...answer.body.childNodes);
  };
  request.onerror = () => {
    rest();
    complain(element, fragment('<form><div class="alert alert-error summary" role="alert" tabindex="-1"><p>The server could not be reached. Please try again.</p></div></form>').firstChild);
  };
  const data = new FormData(element);
  for (const other of buttons) other.disabled = true;
  request.send(data);
}

// Takes the messages of a refused form over, and nothing else.
function complain(element, wrong) {
  find(".summary", element)?.remove();
  const summary = find(".summary", wrong);
  if (summary) element.prepend(summary);
  for (const field of all("[data-field]", element)) {
    const message = find(".error", field);
    const said = find(`[data-field="${CSS.escape(field.dataset.field)}"] .error`, wrong);
    if (!message) continue;
    message.textContent = said?.textContent || "";
    message.hidden = !message.textContent;
    for (const control of controls(field)) {
      if (message.hidden) control.removeAttribute("aria-invalid");
      else control.setAttribute("aria-invalid", "true");
    }
  }
  if (summary) focusError(element, summary);
}

// ---- Smaller things --------------------------------------------------------------------------------------------

function redirect(element) {
  const words = find(".redirect-words", element);
  const stay = find("button", element);
  let left = Number(element.dataset.seconds);
  stay.hidden = false;
  const tick = () => {
    if (left <= 0) {
      location.assign(element.dataset.redirect);
      return;
    }
    words.textContent = `This page continues elsewhere in ${left} second${left === 1 ? "" : "s"}.`;
    left -= 1;
  };
  tick();
  const timer = setInterval(tick, 1000);
  stay.addEventListener("click", () => {
    clearInterval(timer);
    element.remove();
  });
}

function preview(element) {
  element.addEventListener("toggle", async () => {
    const body = find(".preview-body", element);
    if (!element.open || body.dataset.loaded !== undefined) return;
    body.dataset.loaded = "";
    try {
      const answer = await fetch(element.dataset.preview, { headers: { accept: "text/vnd.lanner.part+html" } });
      if (answer.ok) body.replaceChildren(fragment(await answer.text()));
    } catch {
      delete body.dataset.loaded;
    }
  });
}

function filter(input) {
  const list = find(`#${input.dataset.filter}`);
  const nothing = find(`#${input.dataset.filter}-nothing`);
  if (!list) return;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of list.children) {
      item.hidden = !words.every((word) => item.dataset.words.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    if (nothing) nothing.hidden = shown > 0;
  });
}

const relative = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function prepare(root) {
  all("form.fields", root).forEach(form);
  all("[data-redirect]", root).forEach(redirect);
  all("[data-preview]", root).forEach(preview);
  for (const log of all("[data-lines]", root)) log.scrollTop = log.scrollHeight;
  for (const time of all("time.moment", root)) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = relative.format(at);
  }
  for (const button of all("[data-question]", root)) {
    button.addEventListener("click", (event) => {
      if (!confirm(button.dataset.question)) event.preventDefault();
    });
  }
}

prepare(document);
all("[data-filter]").forEach(filter);
all("[data-events]").forEach(follow);
