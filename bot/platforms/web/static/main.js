// Puts the page together: what is pressed, written and dropped is sent; what changes is drawn.

import { Composer } from "./composer.js";
import { menu } from "./menu.js";
import { mark } from "./marker.js";
import { open as openPad } from "./pad.js";
import { album, drawn, newId, said, speak } from "./speak.js";
import { start, words } from "./start.js";
import { listen } from "./stream.js";
import { Transcript } from "./transcript.js";

const ASKED = new Set(["#buy", "#balance"]); // what a link from another page of ours may begin
const THINK_MS = 350; // an answer that comes sooner needs no dots

const transcript = new Transcript(press, command, { mark: draw, draw: drawFreely });

async function waited(promise) {
  const dots = setTimeout(() => transcript.think(true), THINK_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(dots);
    transcript.think(false);
  }
}

// Something that shows as a line of the person's own.
async function send(id, request, body) {
  const line = transcript.draft(id, body);
  try {
    await waited(speak(request, (fraction) => line.uploaded(fraction < 1 ? fraction : null)));
  } catch (error) {
    line.trouble(error.message, () => send(id, request, body));
  }
}

function say(text) {
  const id = newId();
  return send(id, said(id, { text }), { text });
}

// `line` is the painting that the pictures were dropped on: they are its new style.
function show(files, line) {
  const id = newId();
  const pictures = files.map((file) => ({ name: file.name, url: URL.createObjectURL(file) }));
  return send(id, album(id, files, line), { pictures });
}

async function quietly(id, what) {
  transcript.ask();
  try {
    await waited(speak(said(id, what)));
  } catch (error) {
    transcript.notice(error.message, () => quietly(id, what));
  }
}

async function press(data, line, button) {
  const others = [...button.closest(".line").querySelectorAll(".chip[type], .tile")].filter((other) => !other.disabled);
  const held = document.activeElement === button;
  others.forEach((other) => (other.disabled = true));
  button.setAttribute("aria-busy", "true");
  await quietly(newId(), { press: { data, line } });
  others.forEach((other) => (other.disabled = false));
  button.removeAttribute("aria-busy");
  if (held && document.activeElement === document.body) button.focus({ preventScroll: true });
}

// Opens the canvas of a line; what is drawn is sent once, however often it has to be tried.
async function draw(canvas, line, button) {
  const id = newId();
  button.disabled = true;
  try {
    await mark(canvas, (file) => waited(speak(drawn(id, file, canvas.data, line))));
  } catch (error) {
    transcript.notice(words("failed"), () => draw(canvas, line, button));
  }
  button.disabled = false;
}

// Opens a pad; what is drawn there comes back as a line of the person's own.
function drawFreely(pad) {
  const id = newId();
  openPad(pad, (file) => {
    transcript.following = true;
    return waited(speak(drawn(id, file, pad.data, "")));
  });
}

// A link brought somebody: what it carries is said once, and not again when the page is loaded anew.
function arrive() {
  const brought = new URLSearchParams(location.search).get("start");
  if (!/^[\w-]{1,64}$/.test(brought ?? "")) return;
  history.replaceState(null, "", location.pathname);
  command("start", brought);
}

// While the workers are still waking there is nothing to draw for.
function offerPencil(pad) {
  start.pad = pad;
  for (const button of document.querySelectorAll("[data-draw]")) button.hidden = !pad;
}

function command(name, argument = "") {
  return quietly(newId(), { command: name, argument });
}

for (const manner of document.querySelectorAll("[data-manner]")) {
  manner.addEventListener("click", () => command("style", manner.dataset.manner));
}
for (const button of document.querySelectorAll("[data-draw]")) {
  button.addEventListener("click", () => drawFreely(start.pad));
}
offerPencil(start.pad);
menu(command);
arrive();
new Composer({ say, show, complain: (text) => transcript.notice(text) });
transcript.restore(start.lines);
listen({ put: (line) => transcript.put(line), found: offerPencil });
if (ASKED.has(location.hash)) {
  const asked = location.hash.slice(1);
  history.replaceState(null, "", location.pathname); // a reload does not ask again
  command(asked);
}
