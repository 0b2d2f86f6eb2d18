// A mask: strokes in white, clearing, turning round, over what was marked before. Knows no button and no page.

import { Strokes, sheet } from "./strokes.js";

const MOST_PX = 1280; // of the longest side: what the server keeps of a mask

export class Mask extends Strokes {
  constructor(width, height) {
    const factor = Math.min(1, MOST_PX / Math.max(width, height));
    super(Math.round(width * factor), Math.round(height * factor));
    this.ink = "#fff";
    this.base = null; // what was marked before
  }

  // A gray picture becomes paint that is as thick as it is bright.
  begin(image) {
    this.base = sheet(this.width, this.height);
    const context = this.base.getContext("2d");
    context.drawImage(image, 0, 0, this.width, this.height);
    const pixels = context.getImageData(0, 0, this.width, this.height);
    for (let at = 0; at < pixels.data.length; at += 4) {
      pixels.data[at + 3] = pixels.data[at];
      pixels.data.fill(255, at, at + 3);
    }
    context.putImageData(pixels, 0, 0);
    this.replay();
  }

  replay() {
    this.wipe();
    if (this.base) this.context.drawImage(this.base, 0, 0);
    for (const step of this.steps) this.perform(step);
  }

  perform(step) {
    if (step === "invert") this.fill("xor");
    else super.perform(step);
  }

  fill(how) {
    this.context.globalCompositeOperation = how;
    this.context.fillStyle = this.ink;
    this.context.fillRect(0, 0, this.width, this.height);
  }

  // White on black, as a PNG.
  file() {
    return super.file("#000");
  }
}
