// Mouse, finger or pen on a sheet that is shown on a page: presses become strokes, a ring shows how broad they are.

import { element } from "./element.js";

// `strokes` gets the points, in its own pixels; `brush()` tells `{ size, erase }`; `drew({ done })` is called after each
// step, `done` when the pointer was lifted.
export class Pointer {
  constructor(shown, strokes, brush, drew) {
    Object.assign(this, { shown, strokes, brush, drew });
    this.ring = element("i", { class: "ring", hidden: true });
    this.pointer = null;
    shown.addEventListener("pointerdown", (event) => this.press(event));
    shown.addEventListener("pointermove", (event) => this.move(event));
    shown.addEventListener("pointerup", (event) => this.lift(event));
    shown.addEventListener("pointercancel", (event) => this.lift(event));
    shown.addEventListener("pointerleave", () => (this.ring.hidden = true));
  }

  get drawing() {
    return this.pointer !== null;
  }

  press(event) {
    if (event.button !== 0 || this.drawing) return;
    event.preventDefault();
    this.shown.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    const { size, erase } = this.brush();
    this.strokes.stroke(this.point(event), size, erase);
    this.drew({ done: false });
  }

  move(event) {
    this.follow(event);
    if (event.pointerId !== this.pointer) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) this.strokes.extend(this.point(step));
    this.drew({ done: false });
  }

  lift(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.drew({ done: true });
  }

  point({ clientX, clientY, pointerType, pressure }) {
    const { left, top, width } = this.shown.getBoundingClientRect();
    const scale = this.strokes.width / width;
    const force = pointerType === "pen" && pressure ? 0.4 + pressure : 1;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale, force };
  }

  // How broad the brush is, around the mouse.
  follow({ clientX, clientY, pointerType }) {
    const { left, top } = this.shown.getBoundingClientRect();
    this.ring.hidden = pointerType === "touch";
    this.ring.style.setProperty("--x", `${clientX - left}px`);
    this.ring.style.setProperty("--y", `${clientY - top}px`);
    this.size();
  }

  size() {
    const scale = this.shown.getBoundingClientRect().width / this.strokes.width;
    this.ring.style.setProperty("--size", `${this.brush().size * scale}px`);
  }
}
