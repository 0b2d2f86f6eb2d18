// The dialog in which a person marks a part of a photo: with mouse, finger or pen; every button by keyboard too.

import { element, pictureUrl } from "./element.js";
import { Mask } from "./mask.js";
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
    this.ring = element("i", { class: "ring", hidden: true });
    this.brush = element("input", { type: "range", ...BRUSH, "aria-label": words("mark-brush") });
    this.brush.addEventListener("input", () => this.size());
    this.trouble = element("p", { class: "trouble", role: "alert" });
    this.pens = [this.pen("mark-paint", false), this.pen("mark-erase", true)];
    this.back = this.chip("mark-undo", () => this.mask.undo());
    this.done = element("button", { class: "chip primary", type: "button", onclick: () => this.finish() }, words("mark-done"));
    this.listen();
  }

  open() {
    const box = element("div", { class: "sheet" }, this.image, this.veil, this.ring);
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
    this.size();
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

  listen() {
    this.veil.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.veil.setPointerCapture(event.pointerId);
      this.pointer = event.pointerId;
      this.mask.stroke(this.point(event), this.diameter(), this.erase);
      this.draw();
    });
    this.veil.addEventListener("pointermove", (event) => {
      this.follow(event);
      if (event.pointerId !== this.pointer) return;
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length ? steps : [event]) this.mask.extend(this.point(step));
      this.draw();
    });
    const lift = (event) => event.pointerId === this.pointer && (this.pointer = null);
    this.veil.addEventListener("pointerup", lift);
    this.veil.addEventListener("pointercancel", lift);
    this.veil.addEventListener("pointerleave", () => (this.ring.hidden = true));
  }

  point({ clientX, clientY, pointerType, pressure }) {
    const { left, top, width } = this.veil.getBoundingClientRect();
    const scale = this.mask.width / width;
    const force = pointerType === "pen" && pressure ? 0.4 + pressure : 1;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale, force };
  }

  diameter() {
    return (this.mask.side * Number(this.brush.value)) / 100;
  }

  // How broad the brush is, around the mouse.
  follow({ clientX, clientY, pointerType }) {
    const { left, top } = this.veil.getBoundingClientRect();
    this.ring.hidden = pointerType === "touch";
    this.ring.style.setProperty("--x", `${clientX - left}px`);
    this.ring.style.setProperty("--y", `${clientY - top}px`);
    this.size();
  }

  size() {
    const shown = this.veil.getBoundingClientRect().width / this.mask.width;
    this.ring.style.setProperty("--size", `${this.diameter() * shown}px`);
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
