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

  stroke(point, size, erase) {
    super.stroke(rounded(point), Math.round(size), erase);
  }

  extend(point) {
    super.extend(rounded(point));
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

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.steps));
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

// Tenths of a pixel, so that a drawing is the same after a reload and takes little room.
function rounded(point) {
  return Object.fromEntries(Object.entries(point).map(([name, value]) => [name, Math.round(value * 10) / 10]));
}
