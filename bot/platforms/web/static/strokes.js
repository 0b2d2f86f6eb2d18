// A sheet as the steps that made it: strokes, and whatever else its kind knows. Knows pixels; knows no button and no page.

export class Strokes {
  constructor(width, height) {
    this.canvas = sheet(width, height);
    this.context = this.canvas.getContext("2d");
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

  // A new stroke; the points that follow go to `extend`.
  stroke(point, size, erase) {
    this.add({ points: [point], size, erase });
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
    const undone = this.steps.pop();
    this.replay();
    return undone;
  }

  replay() {
    this.wipe();
    for (const step of this.steps) this.perform(step);
  }

  perform(step) {
    if (step === "clear") this.wipe();
    else step.points.forEach((_, number) => this.dab(step, number));
  }

  wipe() {
    this.context.globalCompositeOperation = "source-over";
    this.context.clearRect(0, 0, this.width, this.height);
  }

  // From the point before to this one; a pen that presses hard paints broader.
  dab({ points, size, erase }, number) {
    const { x, y, force } = points[number];
    const from = points[Math.max(0, number - 1)];
    const context = this.context;
    context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    context.strokeStyle = context.fillStyle = this.ink;
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

  // What is drawn, on a ground, `width` wide, as a PNG.
  async file(ground, width = this.width) {
    const out = sheet(width, Math.round((width * this.height) / this.width));
    const context = out.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.fillStyle = ground;
    context.fillRect(0, 0, out.width, out.height);
    context.drawImage(this.canvas, 0, 0, out.width, out.height);
    return new Promise((resolve) => out.toBlob(resolve, "image/png"));
  }
}

export function sheet(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas;
}
