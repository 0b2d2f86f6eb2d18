// The dialog in which a person marks a part of a photo: with mouse, finger or pen; every button by keyboard too.

import { element, pictureUrl } from "./element.js";
import { Mask } from "./mask.js";
import { Pointer } from "./pointer.js";
import { words } from "./start.js";

const BRUSH = { min: 1, max: 40, value: 9 }; // diameter, per cent of the longest side
const VEIL = 0.66; // how much of the paper lies over what is not marked

// `send(file)` resolves when the drawing has arrived, and rejects with words for the person.
export async function mark({ photo, mask }, send) {
  const image = await loaded(photo.key);
  const earlier = mask && (await loaded(mask.key));
  const marker = new Marker(image, send);
  if (earlier) marker.mask.begin(earlier);
  marker.open();
}

async function loaded(key) {
  const image = element("img", { src: pictureUrl(key), alt: "" });
  await image.decode();
  return image;
}

class Marker {
  constructor(image, send) {
    Object.assign(this, { image, send, erase: false });
    this.mask = new Mask(image.naturalWidth, image.naturalHeight);
    this.dialog = document.getElementById("marker");
    this.veil = element("canvas", { role: "img", "aria-label": words("mark-canvas") });
    Object.assign(this.veil, { width: this.mask.width, height: this.mask.height });
    this.pointer = new Pointer(this.veil, this.mask, () => ({ size: this.diameter(), erase: this.erase }), () => this.draw());
    this.brush = element("input", { type: "range", ...BRUSH, "aria-label": words("mark-brush") });
    this.brush.addEventListener("input", () => this.pointer.size());
    this.trouble = element("p", { class: "trouble", role: "alert" });
    this.pens = [this.pen("mark-paint", false), this.pen("mark-erase", true)];
    this.back = this.chip("mark-undo", () => this.mask.undo());
    this.done = element("button", { class: "chip primary", type: "button", onclick: () => this.finish() }, words("mark-done"));
  }

  open() {
    const box = element("div", { class: "sheet" }, this.image, this.veil, this.pointer.ring);
    box.style.setProperty("--ratio", this.mask.width / this.mask.height);
    const cancel = element("button", { class: "chip", type: "button", onclick: () => this.dialog.close() }, words("mark-cancel"));
    const clear = this.chip("mark-clear", () => this.mask.add("clear"));
    const invert = this.chip("mark-invert", () => this.mask.add("invert"));
    this.dialog.replaceChildren(
      element("p", { class: "hint", id: "marker-hint" }, words("mark-hint")),
      element("div", { class: "stage" }, box),
      this.trouble,
      element(
        "div",
        { class: "tools" },
        element("div", { class: "chips" }, ...this.pens, element("label", { class: "brush" }, element("span", {}, words("mark-brush")), this.brush)),
        element("div", { class: "chips" }, this.back, clear, invert, element("span", { class: "gap" }), cancel, this.done),
      ),
    );
    this.draw();
    this.dialog.showModal();
    this.pens[0].focus();
    this.pointer.size();
  }

  chip(key, act) {
    const made = element("button", { class: "chip", type: "button" }, words(key));
    made.addEventListener("click", () => (act(), this.draw()));
    return made;
  }

  pen(key, erase) {
    const made = element("button", { class: "chip pen", type: "button", "aria-pressed": String(!erase) }, words(key));
    made.addEventListener("click", () => {
      this.erase = erase;
      for (const pen of this.pens) pen.setAttribute("aria-pressed", String(pen === made));
    });
    return made;
  }

  diameter() {
    return (this.mask.side * Number(this.brush.value)) / 100;
  }

  // Paper over everything, and the marked part cut out of it.
  draw() {
    const context = this.veil.getContext("2d");
    context.globalCompositeOperation = "copy";
    context.fillStyle = `rgb(255 255 255 / ${VEIL})`;
    context.fillRect(0, 0, this.mask.width, this.mask.height);
    context.globalCompositeOperation = "destination-out";
    context.drawImage(this.mask.canvas, 0, 0);
    const begun = this.mask.steps.length > 0;
    this.back.disabled = !begun;
    this.done.disabled = !begun;
  }

  async finish() {
    this.done.disabled = true;
    this.done.setAttribute("aria-busy", "true");
    this.trouble.textContent = "";
    try {
      await this.send(await this.mask.file());
      this.dialog.close();
    } catch (error) {
      this.trouble.textContent = error.message;
    }
    this.done.disabled = false;
    this.done.removeAttribute("aria-busy");
  }
}
