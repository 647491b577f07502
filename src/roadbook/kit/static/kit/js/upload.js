// Files dropped anywhere on a page with a dropzone, or chosen: looked at, sent one by one, each with its own progress.
const waiting = [];
let isSending = false;

function say(item, state, text = "", url = "", name = "→") {
  item.dataset.state = state;
  const told = item.querySelector("[data-drop-told]");
  told.textContent = text;
  if (!url) return;
  const place = document.createElement("a");
  place.className = "link";
  place.href = url;
  place.textContent = name;
  told.append(" ", place);
}

async function placesOf(form, file) {
  if (!crypto.subtle) return [];
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const answer = await fetch(`${form.dataset.known}?sha256=${hash}`);
  return answer.ok ? (await answer.json()).places : [];
}

function send(job) {
  const { form, file, item } = job;
  const request = job.request = new XMLHttpRequest();
  const bar = item.querySelector("[data-drop-progress]");
  const data = new FormData(form);
  data.set("file", file);
  say(item, "sending", form.dataset.saidSending);
  request.upload.onprogress = (event) => { bar.value = (100 * event.loaded) / event.total; };
  request.upload.onload = () => say(item, "scanning", form.dataset.saidScanning);
  request.open("POST", form.action);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.send(data);
  return new Promise((resolve) => { request.onloadend = () => resolve(ended(job, request.response)); });
}

function ended({ form, file, item }, answer) {
  if (item.dataset.state === "cancelled") return;
  if (!answer?.state) return say(item, "failed", form.dataset.saidFailed);
  if (answer.state !== "done") return say(item, answer.state, answer.message, answer.url);
  say(item, "done", `${answer.message} · ${answer.scan}`, answer.url, file.name);
  document.body.dispatchEvent(new Event("files"));
}

async function work(job) {
  const { form, file, item } = job;
  if (file.size > Number(form.dataset.most)) return say(item, "refused", form.dataset.saidLarge);
  if (!job.isAsked) {
    say(item, "hashing", form.dataset.saidHashing);
    const [place] = await placesOf(form, file);
    if (item.dataset.state === "cancelled") return;
    job.isAsked = true;
    if (place) return say(item, "asking", form.dataset.saidDuplicate, place.url, place.text);
  }
  await send(job);
}

async function drain() {
  if (isSending) return;
  isSending = true;
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const { form, item } = job;
    if (item.dataset.state !== "cancelled") await work(job).catch(() => say(item, "failed", form.dataset.saidFailed));
  }
  isSending = false;
}

function add(form, files) {
  for (const file of files) {
    const item = form.querySelector("[data-drop-template]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-drop-name]").textContent = file.name;
    item.job = { form, file, item };
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
  const { job, dataset } = event.target.closest?.("[data-drop-list] > li") ?? {};
  if (!job) return;
  if (event.target.closest("[data-drop-again], [data-drop-anyway]")) {
    dataset.state = "hashing";
    waiting.push(job);
    drain();
  } else if (event.target.closest("[data-drop-stop]")) {
    if (dataset.state !== "sending" && dataset.state !== "hashing") return job.item.remove();
    say(job.item, "cancelled", job.form.dataset.saidCancelled);
    job.request?.abort();
  }
});

// The dropzone of the card under the pointer takes the files; anywhere else on the page the first one does.
function over(event) {
  const carries = event.dataTransfer.types.includes("Files") && !document.querySelector("dialog[open]");
  const card = event.target.closest?.(".card:has([data-drop])") ?? document;
  const zone = carries && event.type !== "dragleave" ? card.querySelector("[data-drop]") : null;
  for (const one of document.querySelectorAll("[data-drop]")) one.toggleAttribute("data-over", one === zone);
  if (zone) event.preventDefault();
  return zone;
}

document.addEventListener("dragover", over);
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(event); });
document.addEventListener("drop", (event) => {
  const zone = over(event);
  zone?.removeAttribute("data-over");
  if (zone) add(zone, [...event.dataTransfer.files]);
});
