// A drawing: dark strokes on white, with a way back and forth; kept against a reload of the page. Knows no button.

import { Strokes } from "./strokes.js";

const SIDE_PX = 1024; // sharp where it is drawn; smaller when it is sent
const INK = "#15120f";
const PAPER = "#fff";

export class Drawing extends Strokes {
  constructor(name) {
    super(SIDE_PX, SIDE_PX);
    this.ink = INK;
    this.undone = [];
    this.key = `mazok-drawing:${name}`;
    this.recall();
  }

  // Whether there is nothing to see; what was drawn and erased again may count as seen.
  get empty() {
    const since = this.steps.slice(this.steps.lastIndexOf("clear") + 1);
    return since.every((step) => step.erase);
  }

  add(step) {
    this.undone = [];
    super.add(step);
  }

  undo() {
    this.undone.push(super.undo());
  }

  redo() {
    const step = this.undone.pop();
    this.steps.push(step);
    this.perform(step);
  }

  file(width) {
    return super.file(PAPER, width);
  }

  // Tenths of a pixel are enough.
  keep() {
    const text = JSON.stringify(this.steps, (key, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value));
    try {
      sessionStorage.setItem(this.key, text);
    } catch {
      // Full, or forbidden by the browser: then a reload loses the drawing, and nothing else does.
    }
  }

  recall() {
    try {
      this.steps = JSON.parse(sessionStorage.getItem(this.key)) ?? [];
      this.replay();
    } catch {
      this.steps = []; // forbidden, or written by an older page
    }
  }

  forget() {
    this.steps = this.undone = [];
    this.keep();
  }
}
