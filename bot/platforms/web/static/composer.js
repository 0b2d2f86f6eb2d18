// Writing, and choosing pictures by picking, pasting or dropping them.

import { start, words } from "./start.js";
import { Tray } from "./tray.js";

// `say(text)` and `show(files)` send; `complain(text)` tells why something cannot be sent.
export class Composer {
  constructor({ say, show, complain }) {
    Object.assign(this, { say, show, complain });
    this.words = document.getElementById("words");
    this.send = document.getElementById("send");
    this.tray = new Tray(show);
    this.writing();
    this.picking();
    this.dropping();
  }

  writing() {
    const form = document.getElementById("composer");
    const ready = () => {
      this.send.disabled = !this.words.value.trim();
      if (CSS.supports("field-sizing", "content")) return;
      this.words.style.setProperty("height", "auto");
      this.words.style.setProperty("height", `${this.words.scrollHeight}px`);
    };
    this.words.addEventListener("input", ready);
    this.words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.words.value.trim();
      if (!text) return;
      this.words.value = "";
      ready();
      this.say(text);
    });
    ready();
  }

  picking() {
    const input = document.getElementById("files");
    input.addEventListener("change", () => {
      this.take([...input.files]);
      input.value = ""; // so that the same picture can be picked again
    });
    document.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.take(files);
    });
  }

  dropping() {
    const veil = document.getElementById("dropping");
    let depth = 0; // enter and leave come for every element on the way
    const withFiles = (event) => event.dataTransfer?.types.includes("Files");
    const painting = (event) => event.target.closest?.(".compare") ?? null;
    const show = (deeper) => (veil.hidden = (depth = Math.max(0, depth + deeper)) === 0);
    let below = null;
    const aim = (at) => {
      below?.classList.remove("aimed");
      below = at;
      below?.classList.add("aimed");
      veil.classList.toggle("aside", below !== null);
    };
    addEventListener("dragenter", (event) => withFiles(event) && show(1));
    addEventListener("dragleave", (event) => withFiles(event) && show(-1));
    addEventListener("dragover", (event) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      if (painting(event) !== below) aim(painting(event));
    });
    addEventListener("drop", (event) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      depth = 0;
      veil.hidden = true;
      aim(null);
      this.take([...event.dataTransfer.files], painting(event)?.closest(".line").dataset.id);
    });
  }

  // One picture is sent at once; with several, the person sees which is the photo.
  // Dropped on a painting, it is a new style for that one.
  take(files, line = undefined) {
    const waiting = this.tray.files.length;
    const fitting = files.filter((file) => this.fits(file));
    if (waiting + fitting.length > start.limits.files) return this.complain(words("too-many"));
    if (waiting + fitting.length > 1) this.tray.add(fitting);
    else if (fitting.length) this.show(fitting, line);
  }

  // Everything else is for the conversation to judge: it knows formats that browsers do not.
  fits(file) {
    if (file.size > start.limits.bytes) this.complain(words("too-large", { name: file.name }));
    else if (file.type && !file.type.startsWith("image/")) this.complain(words("not-picture", { name: file.name }));
    else return true;
    return false;
  }
}
