// A mask as the steps that made it: strokes, clearing, turning round. Knows pixels; knows no button and no page.

const MOST_PX = 1280; // of the longest side: what the server keeps of a mask

export class Mask {
  constructor(width, height) {
    const factor = Math.min(1, MOST_PX / Math.max(width, height));
    this.canvas = sheet(Math.round(width * factor), Math.round(height * factor));
    this.context = this.canvas.getContext("2d");
    this.base = null; // what was marked before
    this.steps = [];
  }

  get width() {
    return this.canvas.width;
  }

  get height() {
    return this.canvas.height;
  }

  get side() {
    return Math.max(this.width, this.height);
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

  // A new stroke; the points that follow go to `extend`.
  stroke(point, size, erase) {
    this.steps.push({ points: [point], size, erase });
    this.dab(this.steps.at(-1), 0);
  }

  extend(point) {
    const stroke = this.steps.at(-1);
    stroke.points.push(point);
    this.dab(stroke, stroke.points.length - 1);
  }

  add(step) {
    this.steps.push(step);
    this.perform(step);
  }

  undo() {
    this.steps.pop();
    this.replay();
  }

  replay() {
    this.context.globalCompositeOperation = "source-over";
    this.context.clearRect(0, 0, this.width, this.height);
    if (this.base) this.context.drawImage(this.base, 0, 0);
    for (const step of this.steps) this.perform(step);
  }

  perform(step) {
    if (step === "clear") this.context.clearRect(0, 0, this.width, this.height);
    else if (step === "invert") this.fill("xor");
    else step.points.forEach((_, number) => this.dab(step, number));
  }

  fill(how) {
    this.context.globalCompositeOperation = how;
    this.context.fillStyle = "#fff";
    this.context.fillRect(0, 0, this.width, this.height);
  }

  // From the point before to this one; a pen that presses hard paints broader.
  dab({ points, size, erase }, number) {
    const { x, y, force } = points[number];
    const from = points[Math.max(0, number - 1)];
    const context = this.context;
    context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    context.strokeStyle = context.fillStyle = "#fff";
    context.lineWidth = size * force;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(x, y);
    context.stroke();
    context.beginPath();
    context.arc(x, y, (size * force) / 2, 0, 2 * Math.PI);
    context.fill();
  }

  // White on black, as a PNG.
  file() {
    const out = sheet(this.width, this.height);
    const context = out.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, this.width, this.height);
    context.drawImage(this.canvas, 0, 0);
    return new Promise((resolve) => out.toBlob(resolve, "image/png"));
  }
}

function sheet(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas;
}
