// Files dropped anywhere on a page with a dropzone, or chosen: looked at, sent one by one, each with its own progress.
const waiting = [];
let isSending = false;

function say(item, state, text = "", link = "") {
  item.dataset.state = state;
  const told = item.querySelector("[data-drop-told]");
  told.textContent = text;
  if (!link) return;
  const place = document.createElement("a");
  place.className = "link";
  place.href = link.url;
  place.textContent = link.text;
  told.append(" ", place);
}

async function hashOf(file) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function placesOf(form, file) {
  const hash = await hashOf(file);
  if (!hash || !form.dataset.known) return [];
  const answer = await fetch(`${form.dataset.known}?sha256=${hash}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).places : [];
}

function send(job) {
  const { form, file, item } = job;
  const said = form.dataset;
  const request = new XMLHttpRequest();
  const bar = item.querySelector("[data-drop-progress]");
  const data = new FormData(form);
  data.delete("file");
  data.append("file", file, file.name);
  job.request = request;
  say(item, "sending", said.saidSending);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.upload.addEventListener("load", () => { if (item.dataset.state === "sending") say(item, "scanning", said.saidScanning); });
  return new Promise((resolve) => {
    request.addEventListener("loadend", resolve);
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    request.send(data);
  }).then(() => ended(job, request));
}

function ended({ form, file, item }, request) {
  const answer = request.response ?? {};
  if (item.dataset.state === "cancelled") return;
  if (!request.status || !answer.state) return say(item, "failed", form.dataset.saidFailed);
  if (answer.state === "done") {
    say(item, "done", `${answer.message} · ${answer.scan}`, { url: answer.url, text: file.name });
    document.body.dispatchEvent(new Event("files", { bubbles: true }));
  } else {
    say(item, answer.state, answer.message, answer.url ? { url: answer.url, text: "→" } : "");
  }
}

async function work(job) {
  const { form, file, item } = job;
  if (file.size > Number(form.dataset.most)) return say(item, "refused", form.dataset.saidLarge);
  if (!job.isAsked) {
    say(item, "hashing", form.dataset.saidHashing);
    const places = await placesOf(form, file).catch(() => []);
    if (item.dataset.state === "cancelled") return;
    job.isAsked = true;
    if (places.length) return say(item, "asking", form.dataset.saidDuplicate, places[0]);
  }
  await send(job);
}

async function drain() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) {
    const job = waiting.shift();
    if (job.item.dataset.state !== "cancelled") await work(job).catch(() => say(job.item, "failed", job.form.dataset.saidFailed));
  }
  isSending = false;
}

function add(form, files) {
  for (const file of files) {
    const item = form.querySelector("[data-drop-template]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-drop-name]").textContent = file.name;
    item.job = { form, file, item, isAsked: false };
    form.querySelector("[data-drop-list]").append(item);
    waiting.push(item.job);
  }
  drain();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-drop]");
  if (!form || event.target.type !== "file") return;
  add(form, [...event.target.files]);
  event.target.value = "";
});

document.addEventListener("click", (event) => {
  const item = event.target.closest?.("[data-drop-list] > li");
  if (!item?.job) return;
  if (event.target.closest("[data-drop-again], [data-drop-anyway]")) {
    item.dataset.state = "hashing";
    waiting.push(item.job);
    drain();
  } else if (event.target.closest("[data-drop-stop]")) {
    if (["sending", "hashing"].includes(item.dataset.state)) {
      say(item, "cancelled", item.job.form.dataset.saidCancelled);
      item.job.request?.abort();
    } else if (item.dataset.state !== "scanning") item.remove();
  }
});

// The dropzone under the pointer takes the files; anywhere else on the page the first one does.
function zoneFor(event) {
  if (!event.dataTransfer?.types.includes("Files") || document.querySelector("dialog[open]")) return null;
  return event.target.closest?.("[data-drop], .card:has([data-drop])")?.closest("[data-drop]")
    ?? event.target.closest?.(".card")?.querySelector("[data-drop]") ?? document.querySelector("[data-drop]");
}

function mark(zone) {
  for (const one of document.querySelectorAll("[data-drop][data-over]")) if (one !== zone) delete one.dataset.over;
  if (zone) zone.dataset.over = "";
}

document.addEventListener("dragover", (event) => {
  const zone = zoneFor(event);
  mark(zone);
  if (zone) event.preventDefault();
});

document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });

document.addEventListener("drop", (event) => {
  const zone = zoneFor(event);
  mark(null);
  if (!zone) return;
  event.preventDefault();
  add(zone, [...event.dataTransfer.files]);
});
