// Puts the page together: what is pressed, written and dropped is sent; what changes is drawn.

import { Composer } from "./composer.js";
import { menu } from "./menu.js";
import { album, newId, said, speak } from "./speak.js";
import { start } from "./start.js";
import { listen } from "./stream.js";
import { Transcript } from "./transcript.js";

const THINK_MS = 350; // an answer that comes sooner needs no dots

const transcript = new Transcript(press);

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

function show(files) {
  const id = newId();
  const pictures = files.map((file) => ({ name: file.name, url: URL.createObjectURL(file) }));
  return send(id, album(id, files), { pictures });
}

async function quietly(id, what) {
  try {
    await waited(speak(said(id, what)));
  } catch (error) {
    transcript.notice(error.message, () => quietly(id, what));
  }
}

async function press(data, line, button) {
  const others = [...button.closest(".line").querySelectorAll(".chip[type], .tile")].filter((other) => !other.disabled);
  others.forEach((other) => (other.disabled = true));
  button.setAttribute("aria-busy", "true");
  await quietly(newId(), { press: { data, line } });
  others.forEach((other) => (other.disabled = false));
  button.removeAttribute("aria-busy");
}

const command = (name, argument = "") => quietly(newId(), { command: name, argument });

for (const manner of document.querySelectorAll("[data-manner]")) {
  manner.addEventListener("click", () => command("style", manner.dataset.manner));
}
menu(command);
new Composer({ say, show, complain: (text) => transcript.notice(text) });
transcript.restore(start.lines);
listen((line) => transcript.put(line));
