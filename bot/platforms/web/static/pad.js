// The dialog in which a person draws and sees what it becomes: by mouse, finger or pen; every button by keyboard too.

import { Drawing } from "./drawing.js";
import { drawing as icon, element } from "./element.js";
import { Glimpses } from "./glimpse.js";
import { Pointer } from "./pointer.js";
import { start, words } from "./start.js";

const WIDTH = { min: 4, max: 40, value: 10 }; // of a stroke, thousandths of the sheet's side
const ERASER = 4; // so many times broader
const SEEN_PX = 256;
const TAKEN_PX = 512;

// `send(file)` resolves when the drawing has arrived, and rejects with words for the person.
export function open(pad, send) {
  new Pad(pad, send).open();
}

class Pad {
  constructor(pad, send) {
    Object.assign(this, { pad, send, erase: false });
    this.dialog = document.getElementById("pad");
    this.drawing = new Drawing(pad.effect);
    this.sheet = this.drawing.canvas;
    this.sheet.setAttribute("role", "img");
    this.sheet.setAttribute("aria-label", words("pad-paper"));
    this.pointer = new Pointer(this.sheet, this.drawing, () => this.brush(), ({ done }) => this.drew(done));
    this.glimpses = new Glimpses(pad.effect, {
      file: () => this.drawing.file(SEEN_PX),
      show: (picture) => this.show(picture),
      say: (text) => (this.status.textContent = text),
      wait: (asking) => this.becomes.setAttribute("aria-busy", String(asking)),
    });
    this.makeTools();
    this.makeResult();
  }

  open() {
    const example = start.examples[this.pad.effect];
    this.example = element("div", { class: "example", "aria-hidden": "true" }, example ? element("img", { src: example, alt: "" }) : null);
    this.dialog.replaceChildren(
      element("h2", { class: "hint", id: "pad-hint" }, this.pad.hint),
      element(
        "div",
        { class: "stage" },
        element("div", { class: "paper" }, this.example, this.sheet, this.pointer.ring),
        this.becomes,
      ),
      element("div", { class: "said" }, this.status, this.trouble),
      this.tools,
    );
    const keys = (event) => this.key(event);
    this.dialog.addEventListener("keydown", keys);
    this.dialog.addEventListener("close", () => (this.dialog.removeEventListener("keydown", keys), this.leave()), { once: true });
    this.dialog.showModal();
    this.pens[0].focus();
    this.changed(true);
  }

  makeTools() {
    this.width = element("input", { type: "range", ...WIDTH, "aria-label": words("pad-width") });
    this.width.addEventListener("input", () => this.pointer.size());
    this.pens = [this.pen("pen", false), this.pen("eraser", true)];
    this.back = this.tool("undo", () => this.drawing.undo());
    this.forth = this.tool("redo", () => this.drawing.redo());
    this.clear = this.tool("clear", () => this.drawing.add("clear"));
    this.done = element("button", { class: "chip primary", type: "button", onclick: () => this.take() }, words("pad-take"));
    const close = element("button", { class: "chip", type: "button", onclick: () => this.dialog.close() }, words("pad-close"));
    this.tools = element(
      "div",
      { class: "tools" },
      ...this.pens,
      element("label", { class: "brush" }, element("i", { class: "thin" }), this.width, element("i", { class: "thick" })),
      this.back,
      this.forth,
      this.clear,
      element("span", { class: "gap" }),
      close,
      this.done,
    );
  }

  makeResult() {
    this.waiting = element("p", { class: "waiting" }, words("pad-waiting"));
    this.picture = element("img", { alt: words("pad-picture"), hidden: true });
    this.becomes = element("div", { class: "becomes" }, this.waiting, this.picture);
    this.status = element("p", { role: "status" });
    this.trouble = element("p", { class: "trouble", role: "alert" });
  }

  pen(name, erase) {
    const made = this.round(name, () => {
      this.erase = erase;
      for (const pen of this.pens) pen.setAttribute("aria-pressed", String(pen === made));
      this.pointer.size();
    });
    made.setAttribute("aria-pressed", String(!erase));
    return made;
  }

  // What changes the drawing, as soon as the stroke at hand is done.
  tool(name, change) {
    return this.round(name, () => {
      if (this.pointer.drawing) return;
      change();
      this.drawing.keep();
      this.changed(true);
    });
  }

  round(name, act) {
    const label = words(`pad-${name}`);
    return element("button", { class: "round", type: "button", title: label, "aria-label": label, onclick: act }, icon(name));
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const pressed = event.key.toLowerCase();
    const button = pressed === "y" || (pressed === "z" && event.shiftKey) ? this.forth : pressed === "z" ? this.back : null;
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  brush() {
    return { size: (this.drawing.side * Number(this.width.value) * (this.erase ? ERASER : 1)) / 1000, erase: this.erase };
  }

  drew(done) {
    if (done) this.drawing.keep();
    this.changed(done);
  }

  // What can be done with the drawing as it is, and what becomes of it.
  changed(done) {
    const { empty, steps, undone } = this.drawing;
    this.example.hidden = !empty || this.pointer.drawing;
    this.back.disabled = !steps.length;
    this.forth.disabled = !undone.length;
    this.clear.disabled = this.done.disabled = empty;
    if (!empty) return this.glimpses.changed(done);
    this.glimpses.rest();
    this.picture.hidden = true;
    this.waiting.hidden = false;
    this.status.textContent = "";
  }

  // An answer that comes after the sheet was cleared is none.
  async show(picture) {
    const url = URL.createObjectURL(picture);
    const next = element("img", { src: url });
    await next.decode();
    if (this.drawing.empty) return URL.revokeObjectURL(url);
    URL.revokeObjectURL(this.picture.src);
    this.picture.src = url;
    this.picture.hidden = false;
    this.waiting.hidden = true;
  }

  async take() {
    this.done.disabled = true;
    this.done.setAttribute("aria-busy", "true");
    this.trouble.textContent = "";
    try {
      await this.send(await this.drawing.file(TAKEN_PX));
      this.drawing.forget();
      this.dialog.close();
    } catch (error) {
      this.trouble.textContent = error.message;
    }
    this.done.disabled = false;
    this.done.removeAttribute("aria-busy");
  }

  leave() {
    this.glimpses.end();
    URL.revokeObjectURL(this.picture.src);
    this.dialog.replaceChildren();
  }
}
